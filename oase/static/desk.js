// The expert's desk: what is being written is kept, Ctrl+Enter sends, and nothing is sent twice by a double click.

const PAUSE = 700;
const pending = new Map();
let timer = 0;

function say(words) {
  const state = document.getElementById("draft-state");
  if (state && words !== undefined) state.textContent = words;
}

function save(form, { leaving = false } = {}) {
  clearTimeout(timer);
  const text = form.elements.text.value;
  if (form.dataset.kept === text || form.dataset.sent) return Promise.resolve();
  const words = document.getElementById("draft-state")?.dataset ?? {};
  const body = new URLSearchParams({ text, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  // keepalive: the last words are kept even while the page is being left.
  const saving = fetch(form.dataset.draft, { method: "POST", body, keepalive: leaving, headers: { Accept: "text/plain" } })
    .then(async (answer) => {
      if (answer.status === 422) return say(await answer.text());
      if (!answer.ok) return say(words.waiting);
      form.dataset.kept = text;
      if (form.elements.text.value === text) say(words.saved);
    })
    .catch(() => say(words.waiting))
    .finally(() => pending.delete(form));
  pending.set(form, saving);
  return saving;
}

const drafts = () => document.querySelectorAll("form[data-draft]");

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-draft]");
  if (!form || target.name !== "text") return;
  say(document.getElementById("draft-state")?.dataset.waiting);
  clearTimeout(timer);
  timer = setTimeout(() => save(form), PAUSE);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form[data-draft]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-send]"));
});

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    clearTimeout(timer);
    const saving = pending.get(form);
    if (saving) {
      // A draft that is still on its way must not arrive after the answer and stay behind.
      event.preventDefault();
      saving.finally(() => form.requestSubmit(event.submitter));
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  },
  true,
);

// Who comes or goes is offered something else: what is live here is read again.
const isThere = () => document.getElementById("presence-switch")?.ariaChecked;
let wasThere = isThere();
document.addEventListener("htmx:after:swap", () => {
  if (isThere() === wasThere) return;
  wasThere = isThere();
  for (const element of document.querySelectorAll('[data-live~="desk"]')) htmx.trigger(element, "poke");
});

addEventListener("pagehide", () => drafts().forEach((form) => save(form, { leaving: true })));
addEventListener("pageshow", ({ persisted }) => {
  // Back from the next page by the browser's memory: this page may send again.
  if (persisted) document.querySelectorAll("[data-once]").forEach((form) => delete form.dataset.sent);
});
// What the server showed is what it has.
drafts().forEach((form) => (form.dataset.kept = form.querySelector("[aria-invalid]") ? "" : form.elements.text.value));

// A saved answer goes in at the cursor, and what it was is sent along, so that whoever wrote it is thanked.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-insert]");
  const box = document.getElementById("draft");
  const words = button && document.querySelector(`#${button.dataset.insert} [data-words]`)?.dataset.words;
  if (!words || !box) return;
  event.preventDefault();
  const before = box.value.slice(0, box.selectionStart).trimEnd();
  const after = box.value.slice(box.selectionEnd).trimStart();
  box.value = [before, words, after].filter(Boolean).join("\n\n");
  const used = Object.assign(document.createElement("input"), { type: "hidden", name: "inserted", value: button.value });
  box.form.append(used);
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
});
