// Small signs of life in the conversation that is open: who writes, who is there, what arrived and what was read.
//
//   <div data-signs="0190…" data-role="customer" data-seq="12"
//        data-expert-typing="…" data-expert-here="…">      the words for each role and kind; %(name)s is a colleague's
//     <p hidden><span data-sign-words></span></p> <span data-sign-aloud role="status"></span>
//   </div>
//   <p data-sent-mark="12" data-state="sent">              moves on to delivered and read
//
// Others' signs come as `oase:sign` events on the document ({topic, kind, role, seq, name}); ours go out as POSTs, with
// the token of `window.oaseLiveToken()` where there is one (the widget's frame), else with the session. Nothing of this
// is needed: whatever does not get through is over before anybody would miss it.

const TYPING_LASTS = 6_000;
const TYPING_EVERY = 2_500;
const HERE_LASTS = 50_000;
const HERE_EVERY = 20_000;
const ANSWER_AFTER = 2_200;
const ALOUD_EVERY = 60_000;
const STATES = ["sent", "delivered", "read"];

const others = new Map();
let typedAt = 0;
let spokenAt = -ALOUD_EVERY;
let refused = null;

/** A page of its own is seen when the browser shows it; in the widget's frame, when the frame is open, too. */
const inSight = () => document.visibilityState === "visible" && document.documentElement.dataset.closed === undefined;
const thread = () => document.getElementById("thread");
/** Where the conversation has moved on (`.gone`), nobody is here any more and nothing is said to those who are. */
const place = () => (thread()?.matches(".gone") ? null : document.querySelector("[data-signs]"));

/** The newest entry of the thread that is on the page. */
function newest() {
  const seqs = [...(thread()?.querySelectorAll("[id^='m']") ?? [])].map((one) => Number(one.id.slice(1)) || 0);
  return Math.max(0, ...seqs);
}

async function give(kind, more = {}) {
  const signs = place();
  // Whoever may not is told once and then keeps quiet.
  if (!signs || refused === signs.dataset.signs || !navigator.onLine) return false;
  const token = typeof window.oaseLiveToken === "function" ? window.oaseLiveToken() : "";
  try {
    const answer = await fetch(`/live/conversations/${signs.dataset.signs}/signals`, {
      method: "POST",
      credentials: token ? "omit" : "same-origin",
      headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ kind, role: signs.dataset.role, ...more }),
      keepalive: true,
    });
    if ([401, 403, 404].includes(answer.status)) refused = signs.dataset.signs;
    return answer.ok;
  } catch {
    return false;
  }
}

// What was read --------------------------------------------------------------------------------------------------

const told = { of: null, delivered: 0, read: 0 };

function tellHowFar() {
  const signs = place();
  if (!signs) return;
  if (told.of !== signs.dataset.signs) {
    // The page itself was counted as read by whoever made it.
    Object.assign(told, { of: signs.dataset.signs, delivered: Number(signs.dataset.seq), read: Number(signs.dataset.seq) });
  }
  const seq = newest();
  const kind = inSight() ? "read" : "delivered";
  if (seq <= told[kind]) return;
  const before = { ...told };
  told.delivered = Math.max(told.delivered, seq);
  if (kind === "read") told.read = seq;
  give(kind, { seq }).then((taken) => {
    if (!taken && told.of === before.of) Object.assign(told, before);
  });
}

const heard = { of: null, delivered: 0, read: 0 };

function moveMark(kind, seq) {
  const { signs } = place().dataset;
  if (heard.of !== signs) Object.assign(heard, { of: signs, delivered: 0, read: 0 });
  heard[kind] = Math.max(heard[kind], seq);
  showMark();
}

/** What was heard stands, also when a part of the page comes that was made before it. */
function showMark() {
  const mark = document.querySelector("[data-sent-mark]");
  if (!mark || heard.of !== place()?.dataset.signs) return;
  const reached = STATES.filter((kind) => heard[kind] >= Number(mark.dataset.sentMark)).at(-1);
  if (reached && STATES.indexOf(reached) > STATES.indexOf(mark.dataset.state)) mark.dataset.state = reached;
}

// Who writes, who is there ---------------------------------------------------------------------------------------

function wordsOf(sign) {
  const words = place()?.dataset[`${sign.role}${sign.kind[0].toUpperCase()}${sign.kind.slice(1)}`] ?? "";
  return words.replace("%(name)s", sign.name ?? "");
}

function show() {
  const signs = place();
  if (!signs) {
    document.querySelector("[data-signs] .sign")?.toggleAttribute("hidden", true);
    return;
  }
  const now = performance.now();
  for (const [who, one] of others) {
    if (one.typingUntil <= now && one.hereUntil <= now) others.delete(who);
  }
  const writing = [...others.values()].filter((one) => one.typingUntil > now);
  const shown = writing.length ? writing : [...others.values()];
  const words = shown.map((one) => wordsOf(writing.length ? one.typing : { ...one.typing, kind: "here" })).filter(Boolean);
  const line = signs.querySelector(".sign");
  const text = [...new Set(words)].join(" · ");
  line.hidden = !text;
  line.classList.toggle("is-live", writing.length > 0);
  const seen = line.querySelector("[data-sign-words]");
  if (seen.textContent !== text) seen.textContent = text;
  // Said aloud once in a while: whoever listens wants to know that somebody writes, not each pause for thought.
  const aloud = signs.querySelector("[data-sign-aloud]");
  if (writing.length && now - spokenAt > ALOUD_EVERY) {
    spokenAt = now;
    aloud.textContent = text;
  } else if (!writing.length && aloud.textContent) {
    aloud.textContent = "";
  }
  const ends = [...others.values()].flatMap((one) => [one.typingUntil, one.hereUntil]).filter((end) => end > now);
  clearTimeout(show.timer);
  if (ends.length) show.timer = setTimeout(show, Math.min(...ends) - now + 20);
}

function hear({ detail: sign }) {
  const signs = place();
  if (!signs || sign?.topic !== `conversation:${signs.dataset.signs}`) return;
  if (sign.kind === "read" || sign.kind === "delivered") {
    // Marks of one's own side say nothing about whether the other side has read.
    if ((sign.role === "customer") !== (signs.dataset.role === "customer")) moveMark(sign.kind, sign.seq ?? 0);
    return;
  }
  if (!["typing", "noting", "here"].includes(sign.kind)) return;
  const who = `${sign.role} ${sign.name ?? ""}`;
  const now = performance.now();
  const known = others.get(who);
  const one = known ?? { typingUntil: 0, hereUntil: 0 };
  one.hereUntil = now + HERE_LASTS;
  one.typing = sign;
  if (sign.kind !== "here") one.typingUntil = now + TYPING_LASTS;
  others.set(who, one);
  // Whoever has just come does not know yet that somebody is here; a sign given a moment ago would not leave the house.
  if (!known) setTimeout(beHere, ANSWER_AFTER);
  show();
}

/** What somebody was writing has arrived: they write no more. */
function hush() {
  for (const one of others.values()) one.typingUntil = 0;
  show();
}

function beHere() {
  if (place() && inSight()) give("here");
}

document.addEventListener("oase:sign", hear);

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-composer], form[data-draft]");
  if (!form || !place() || !target.matches("textarea") || !target.value.trim()) return;
  const now = performance.now();
  if (typedAt && now - typedAt < TYPING_EVERY) return;
  typedAt = now;
  const note = document.querySelector("input[name=audience]:checked")?.value === "staff";
  give("typing", note ? { audience: "staff" } : {});
});

// What was sent is no longer being written: the next words are new ones.
document.addEventListener("submit", () => (typedAt = 0));

let shown = newest();
document.addEventListener("htmx:after:swap", () => {
  const seq = newest();
  if (seq > shown) hush();
  // The place itself may have come anew.
  else show();
  shown = seq;
  showMark();
  tellHowFar();
});
document.addEventListener("visibilitychange", () => {
  tellHowFar();
  beHere();
});
addEventListener("online", () => {
  tellHowFar();
  beHere();
});
setInterval(beHere, HERE_EVERY);
tellHowFar();
beHere();
