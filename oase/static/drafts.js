// Drafts: words that were typed and not sent stay, in this browser or in the house.
//
//   data-draft-key="…"  on a form or a textarea: the words stay in this browser until they were sent
//   data-draft-url="…"  on a form: the words are saved there as one types; what could not be saved yet stays in this
//                       browser under data-draft-spare="…" until it was, for its writer alone; [data-draft-state] says so

const SAVE_AFTER = 800;

const storage = {
  read: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  write: (key, words) => { try { localStorage.setItem(key, words); } catch { /* then it holds for this page */ } },
  forget: (key) => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
};

const writer = document.querySelector('meta[name="oase-person"]')?.content ?? "";

/** The key under which a box keeps its draft in this browser, if it does: for its writer, whoever comes after them. */
function draftKey(box, person = writer) {
  const key = box?.closest("[data-draft-key]")?.dataset.draftKey;
  return key ? `oase-draft:${person ? `${person}:` : ""}${key}` : null;
}

/** The draft of a box. What somebody wrote before they signed in becomes theirs when they do. */
function draft(box) {
  const [own, nobodys] = [draftKey(box), draftKey(box, "")];
  const words = storage.read(own);
  if (words || own === nobodys) return words;
  const found = storage.read(nobodys);
  if (found) {
    storage.write(own, found);
    storage.forget(nobodys);
  }
  return found;
}

const timers = new WeakMap();
const boxOf = (form) => form.querySelector("textarea[data-words]");

/** Where words stay in this browser that the house does not have yet. */
const spareKey = (form) => (form.dataset.draftSpare && writer ? `oase-spare:${writer}:${form.dataset.draftSpare}` : null);

function tell(state) {
  for (const place of document.querySelectorAll("[data-draft-state]")) {
    const words = state ? place.dataset[state] : "";
    if (place.textContent !== words) place.textContent = words;
    place.classList.toggle("is-late-text", state === "unsaved" || state === "other");
  }
}

const audienceOf = (form) => String(new FormData(form).get("audience") ?? "");

function save(form, box) {
  const key = spareKey(form);
  if (key) {
    if (box.value.trim()) storage.write(key, JSON.stringify({ text: box.value, audience: audienceOf(form) }));
    else storage.forget(key);
  }
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => put(form, box), SAVE_AFTER));
}

/** Give the words to the house; what it has is no longer needed here. */
async function put(form, box) {
  stop(form);
  const text = box.value;
  const body = new URLSearchParams({ text });
  const sent = new FormData(form);
  for (const name of ["csrfmiddlewaretoken", "audience", "writer"]) if (sent.has(name)) body.set(name, sent.get(name));
  let answer = null;
  try {
    // Kept alive, the request outlives the page; browsers do that for small ones only.
    answer = await fetch(form.dataset.draftUrl, { method: "POST", body, credentials: "same-origin", keepalive: text.length < 15_000 });
  } catch {
    // Said below.
  }
  if (!form.isConnected) return;
  if (answer?.ok && !answer.redirected) {
    if (box.value === text) storage.forget(spareKey(form));
    tell(text.trim() ? "saved" : "");
  } else if (text.trim()) {
    tell(answer?.status === 409 || answer?.status === 403 ? "other" : "unsaved");
  }
}

const unsaved = () => [...document.querySelectorAll("form[data-draft-url]")].filter((form) => timers.has(form));

function putAll() {
  for (const form of unsaved()) put(form, boxOf(form));
}

addEventListener("pagehide", putAll);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && putAll());
addEventListener("online", () => {
  for (const form of document.querySelectorAll("form[data-draft-spare]")) {
    if (storage.read(spareKey(form))) put(form, boxOf(form));
  }
});

/** What the house did not get before this page was closed comes back, to whom it belongs. */
function bringBack(form) {
  const box = boxOf(form);
  const kept = storage.read(spareKey(form));
  if (!kept || !box || box.dataset.woken !== undefined) return;
  try {
    const { text, audience } = JSON.parse(kept);
    if (text === box.value) return;
    box.value = text;
    const choice = [...form.elements].find((one) => one.name === "audience" && one.value === audience);
    if (choice) choice.checked = true;
    put(form, box);
  } catch {
    storage.forget(spareKey(form));
  }
}

/** What was written in a box before comes back into it, unless something stands there. */
export function restore(box) {
  const words = draftKey(box) && !box.value ? draft(box) : null;
  if (!words) return;
  box.value = words;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Every draft below `scope` the house did not get before its page was closed. */
export function restoreSpares(scope) {
  for (const form of scope.querySelectorAll("form[data-draft-spare]")) bringBack(form);
}

/** The words of a box have changed. */
export function keep(box) {
  const key = draftKey(box);
  if (key) box.value.trim() ? storage.write(key, box.value) : storage.forget(key);
  if (box.form?.dataset.draftUrl) save(box.form, box);
}

/** What is being sent needs no draft; one that arrived after the message would come back as if unsent. */
export function stop(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
}

/** Sent and acknowledged: the draft has done its work. */
export function forget(form) {
  stop(form);
  for (const key of [draftKey(boxOf(form)), form.dataset.draftSpare && spareKey(form)]) if (key) storage.forget(key);
}
