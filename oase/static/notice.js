// That something new was said, where one looks without looking: the title, the icon, the app's badge, a quiet sound.
//
//   <span data-unread="2" data-of="0190…">   in lists: how many messages are new in that conversation
//   <link rel="icon" data-unread-icon="…">    the icon while something is new
//   <button role="switch" data-chime hidden>  the sound, off until somebody wants it; kept in this browser

const CHIME = "oase-chime";
const CHIMED = "oase-chimed-at";
const ONE_OF_THE_TABS = 3_000;
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("oase-read") : null;

const storage = {
  read: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  write: (key, value) => { try { localStorage.setItem(key, value); } catch { /* then it holds for this page */ } },
};
const looking = () => document.visibilityState === "visible" && document.hasFocus();
const openHere = () => document.querySelector("[data-signs]")?.dataset.signs;

/** Messages of others in the thread that is open: what came while nobody looked is new. */
const said = () =>
  new Set([...document.querySelectorAll("#thread .msg:not(.mine)[id]")].map((message) => message.id));
let known = said();
let arrived = 0;
let before = null;

function inLists() {
  const counts = [...document.querySelectorAll("[data-unread]")].filter((one) => one.dataset.of !== openHere());
  return counts.reduce((sum, one) => sum + Number(one.dataset.unread), 0);
}

function show() {
  const now = said();
  const fresh = [...now].filter((id) => !known.has(id)).length;
  known = now;
  arrived = document.visibilityState === "visible" ? 0 : arrived + fresh;
  const total = inLists() + arrived;
  const title = document.title.replace(/^\(\d+\+?\) /, "");
  document.title = total ? `(${total > 99 ? "99+" : total}) ${title}` : title;
  const icon = document.querySelector("link[data-unread-icon]");
  if (icon) {
    icon.dataset.icon ??= icon.getAttribute("href");
    const wanted = total ? icon.dataset.unreadIcon : icon.dataset.icon;
    if (icon.getAttribute("href") !== wanted) icon.setAttribute("href", wanted);
  }
  if (matchMedia("(display-mode: standalone)").matches) {
    (total ? navigator.setAppBadge?.(total) : navigator.clearAppBadge?.())?.catch(() => {});
  }
  // What was new when the page was opened has nothing to announce.
  if (before !== null && (fresh > 0 || inLists() > before)) chime();
  before = inLists();
}

// The sound ------------------------------------------------------------------------------------------------------

const wanted = () => storage.read(CHIME) === "on";
let audio = null;

function ring() {
  audio ??= new AudioContext();
  const start = audio.currentTime + 0.02;
  // Two soft tones, a fourth apart, gone within a second.
  for (const [tone, after] of [[587.33, 0], [783.99, 0.14]]) {
    const voice = audio.createOscillator();
    const loudness = audio.createGain();
    voice.type = "sine";
    voice.frequency.value = tone;
    loudness.gain.setValueAtTime(0, start + after);
    loudness.gain.linearRampToValueAtTime(0.06, start + after + 0.03);
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + after + 0.6);
    voice.connect(loudness).connect(audio.destination);
    voice.start(start + after);
    voice.stop(start + after + 0.65);
  }
}

function chime() {
  if (!wanted() || looking()) return;
  // Of many open tabs one rings.
  if (Date.now() - Number(storage.read(CHIMED) ?? 0) < ONE_OF_THE_TABS) return;
  storage.write(CHIMED, String(Date.now()));
  document.dispatchEvent(new CustomEvent("oase:chime"));
  try {
    ring();
  } catch {
    // A browser that lets nobody make a sound keeps quiet.
  }
}

function showSwitch() {
  for (const button of document.querySelectorAll("[data-chime]")) {
    button.hidden = !("AudioContext" in window);
    button.setAttribute("aria-checked", String(wanted()));
  }
}

document.addEventListener("click", ({ target }) => {
  if (!target.closest?.("[data-chime]")) return;
  storage.write(CHIME, wanted() ? "off" : "on");
  showSwitch();
  if (wanted()) ring();
});

// Where the sound is wanted, the first touch of the page allows it.
const allow = () => {
  if (!wanted() || !("AudioContext" in window)) return;
  audio ??= new AudioContext();
  audio.resume().catch(() => {});
};
for (const gesture of ["pointerdown", "keydown"]) addEventListener(gesture, allow, { once: true, passive: true });

// What one tab reads is new in none.
function readHere() {
  if (document.visibilityState === "visible" && openHere()) tabs?.postMessage(openHere());
}
tabs?.addEventListener("message", ({ data }) => {
  for (const count of document.querySelectorAll("[data-unread]")) if (count.dataset.of === data) count.remove();
  show();
});

document.addEventListener("htmx:after:swap", () => {
  show();
  showSwitch();
  readHere();
});
document.addEventListener("visibilitychange", () => {
  show();
  readHere();
});
show();
showSwitch();
readHere();
