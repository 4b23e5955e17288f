// Where words are written: boxes that grow, Ctrl+Enter that sends, drafts that stay.
//
//   <textarea data-words>             grows with its words; Ctrl+Enter (or Cmd+Enter) sends its form
//   <input type="file" data-attach>   files: attaching.js
//   data-draft-key, data-draft-url    words that stay: drafts.js
//   data-lost="…"                     on a form that htmx sends: what is said when it does not get through
//   data-outbox="…"                   on a form: words alone go by outbox.js and may wait for the network; files, and
//                                     what was hidden or shown by hand, go by the form, where they are looked at first

import { icon } from "./attaching.js";
import { forget, keep, restore, restoreSpares, stop } from "./drafts.js";

function grow(box) {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

function wake(scope = document) {
  restoreSpares(scope);
  for (const box of scope.querySelectorAll("textarea[data-words]")) {
    if (box.dataset.woken === undefined) restore(box);
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
  keep(target);
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
    stop(form);
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

document.addEventListener("submit", ({ target }) => stop(target), true);

document.addEventListener("htmx:after:request", ({ target, detail }) => {
  if (target.matches?.("form") && detail?.ctx?.response?.status < 400) forget(target);
});
document.addEventListener("htmx:after:swap", () => wake());

wake();
