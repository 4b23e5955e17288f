// Where words are written: boxes that grow, Ctrl+Enter that sends, drafts that stay.
//
//   <textarea data-words>             grows with its words; Ctrl+Enter (or Cmd+Enter) sends its form
//   <input type="file" data-attach>   files: attaching.js
//   data-draft-key="…"  on a form or a textarea: the words stay in this browser until they were sent
//   data-draft-url="…"  on a form: the words are saved there as one types; what could not be saved yet stays in this
//                       browser under data-draft-spare="…" until it was, for its writer alone; [data-draft-state] says so
//   data-lost="…"       on a form that htmx sends: what is said when it does not get through
//   data-outbox="…"     on a form: words alone go by outbox.js and may wait for the network; files, and what was hidden or
//                       shown by hand, go by the form, for they are looked at before they are taken

import { icon } from "./attaching.js";

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

function grow(box) {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

const timers = new WeakMap();

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
  clearTimeout(timers.get(form));
  timers.delete(form);
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
const boxOf = (form) => form.querySelector("textarea[data-words]");

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

function wake(scope = document) {
  for (const form of scope.querySelectorAll("form[data-draft-spare]")) bringBack(form);
  for (const box of scope.querySelectorAll("textarea[data-words]")) {
    if (draftKey(box) && !box.value && !box.dataset.woken) {
      const words = draft(box);
      if (words) {
        box.value = words;
        box.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
    box.dataset.woken = "";
    grow(box);
  }
}

/** Where a form says what is wrong with what was sent. */
const refusals = (form) => (form.querySelector("[id$='-refused']") ? form : form.parentElement).querySelector("[id$='-refused']");

/** What did not get through is said at the words, and nothing typed is touched. */
function lost(form) {
  const why = document.createElement("span");
  why.className = "error";
  why.setAttribute("role", "alert");
  why.dataset.notSent = "";
  const words = document.createElement("span");
  words.textContent = form.dataset.lost;
  why.append(icon("circle-alert"), words);
  refusals(form)?.replaceChildren(why);
  why.scrollIntoView({ block: "center" });
}

document.addEventListener("htmx:error", ({ target, detail }) => {
  if (target.matches?.("form[data-lost]") && detail.error?.name !== "AbortError") lost(target);
});

document.addEventListener("htmx:before:request", ({ target }) => {
  if (target.matches?.("form[data-lost]")) refusals(target)?.querySelector("[data-not-sent]")?.remove();
});

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("textarea[data-words]")) return;
  grow(target);
  const key = draftKey(target);
  if (key) target.value.trim() ? storage.write(key, target.value) : storage.forget(key);
  if (target.form?.dataset.draftUrl) save(target.form, target);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches?.("textarea[data-words]")) return;
  event.preventDefault();
  event.target.form?.requestSubmit();
});

document.addEventListener("click", ({ target }) => {
  const opener = target.closest?.("[data-open-composer]");
  if (!opener) return;
  const box = document.querySelector("#compose textarea");
  if (!box) return;
  box.closest("details")?.setAttribute("open", "");
  requestAnimationFrame(() => box.focus());
});

const ALLOWED = ["csrfmiddlewaretoken", "client_id", "text", "audience", "seen", "hide", "known", "writer"];

/** Whether there is nothing but words, with everything hidden that the shield hides by itself. */
function onlyWords(form, submitter) {
  const sent = new FormData(form);
  const words = String(sent.get("text") ?? "").trim();
  const files = [...sent.values()].some((value) => value instanceof File && value.name);
  const other = [...sent.keys()].some((key) => !ALLOWED.includes(key) && !(sent.get(key) instanceof File));
  const [seen, hide] = [new Set(sent.getAll("seen")), new Set(sent.getAll("hide"))];
  const chosen = form.dataset.chosen !== undefined || seen.size !== hide.size || [...seen].some((word) => !hide.has(word));
  const fits = words && words.length <= Number(form.dataset.outboxMost || 20_000);
  return Boolean(fits && !files && !other && !chosen && !submitter?.hasAttribute("formaction"));
}

/** The words leave the box at once, so that one can go on writing; they come back when they cannot be kept. */
async function hand(form, box) {
  const sent = new FormData(form);
  const entry = {
    id: String(sent.get("client_id")),
    person: form.dataset.outboxPerson,
    conversation: form.dataset.outbox,
    role: form.dataset.outboxRole,
    audience: String(sent.get("audience") ?? "conversation"),
    text: box.value.trim(),
  };
  if (sent.has("known") && entry.audience === "conversation") entry.known = Number(sent.get("known"));
  let taken = Promise.resolve(false);
  box.value = "";
  form.elements.client_id.value = crypto.randomUUID();
  grow(box);
  document.dispatchEvent(new CustomEvent("oase:send", { detail: { entry, answer: (answer) => (taken = answer) } }));
  if (await taken) {
    refusals(form)?.replaceChildren();
    box.removeAttribute("aria-invalid");
    // Only now the draft has done its work; what was typed meanwhile is the next one.
    box.dispatchEvent(new Event("input", { bubbles: true }));
    return;
  }
  box.value = box.value.trim() ? `${entry.text}\n\n${box.value}` : entry.text;
  form.elements.client_id.value = entry.id;
  form.dataset.byForm = "";
  form.requestSubmit();
}

const ask = (form) => form.dispatchEvent(new CustomEvent("oase:before-send", { bubbles: true, cancelable: true }));

let handed = 0;

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const box = form.matches("form[data-outbox]") ? form.querySelector("textarea[data-words]") : null;
    const byForm = form.dataset.byForm !== undefined;
    delete form.dataset.byForm;
    // Whoever has something to say about these words before they go says it here.
    if (form.matches("form[data-composer]") && !ask(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (!box || byForm) return;
    // Pressed twice is sent once: the second time there is nothing left in the box.
    const twice = !box.value.trim() && Date.now() - handed < 1000;
    if (!twice && !onlyWords(form, event.submitter)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    clearTimeout(timers.get(form));
    if (twice) return;
    handed = Date.now();
    hand(form, box);
  },
  true,
);

// A word that was hidden or shown by hand is a wish, and wishes go with the form.
for (const kind of ["click", "change"]) {
  document.addEventListener(
    kind,
    ({ target }) => {
      if (target.closest?.("#seen [data-word], #seen [data-mask]")) {
        target.closest("form")?.setAttribute("data-chosen", "");
      }
    },
    true,
  );
}

// What is being sent needs no draft; one that arrived after the message would come back as if unsent.
document.addEventListener(
  "submit",
  ({ target }) => {
    clearTimeout(timers.get(target));
    timers.delete(target);
  },
  true,
);

// Sent and acknowledged: the draft has done its work.
document.addEventListener("htmx:after:request", ({ target, detail }) => {
  if (!target.matches?.("form") || !(detail?.ctx?.response?.status < 400)) return;
  clearTimeout(timers.get(target));
  timers.delete(target);
  for (const key of [draftKey(boxOf(target)), target.dataset.draftSpare && spareKey(target)]) if (key) storage.forget(key);
});
document.addEventListener("htmx:after:swap", () => wake());

wake();
