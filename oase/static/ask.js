// A preview in which words are chosen (#seen): tap a word to hide it, tap a hidden one to show it. The server says what
// is hidden; this only carries the taps there and keeps the keyboard's way through the words short. The same beside a
// question, above a message, and where staff look through a thread before experts have it.

const seen = () => document.getElementById("seen");
const look = () => {
  turn += 1;
  seen()?.dispatchEvent(new Event("look"));
};
const inside = (element, selector) => (seen()?.contains(element) ? element.closest(selector) : null);
let last = null;

// Each tap and each question is one turn. An answer that was overtaken knows nothing of the last tap: it is not shown.
let turn = 0;
const turns = new WeakMap();
document.addEventListener("htmx:config:request", ({ target, detail }) => {
  if (target === seen()) turns.set(detail.ctx, ++turn);
});
document.addEventListener("htmx:before:swap", (event) => {
  if (event.target === seen() && turns.get(event.detail.ctx) !== turn) event.preventDefault();
});

/** One tab stop for all words; the arrows lead from word to word. */
function short() {
  seen()?.querySelectorAll("[data-word]").forEach((word, at) => (word.tabIndex = at ? -1 : 0));
}

/** The words are drawn anew after each choice; who chose with the keyboard stays where they were. */
function stay() {
  if (!last || !seen() || document.activeElement !== document.body) return;
  const word = document.getElementById(last);
  last = null;
  if (!word || !seen().contains(word)) return;
  if (word.matches("[data-word]")) word.tabIndex = 0;
  word.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const word = inside(event.target, "[data-word]");
  if (!word) return;
  event.preventDefault();
  last = word.id;
  const hide = document.createElement("input");
  hide.type = "hidden";
  hide.name = "hide";
  hide.value = word.value;
  seen().append(hide);
  // Seen at once, however long the answer takes.
  word.dataset.chosen = "";
  look();
});

document.addEventListener("change", ({ target }) => {
  if (target.matches?.("[data-look]")) look();
  if (!inside(target, "[data-mask]")) return;
  last = target.id;
  // The same datum is hidden everywhere or nowhere; only its first box is sent.
  for (const mask of seen().querySelectorAll("[data-mask]")) {
    if (mask.value === target.value) mask.checked = target.checked;
  }
  look();
});

document.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || !inside(event.target, "[data-word], [data-mask]")) return;
  const all = [...seen().querySelectorAll("[data-word], [data-mask]")];
  const next = all[all.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  if (event.target.matches("[data-word]")) event.target.tabIndex = -1;
  if (next.matches("[data-word]")) next.tabIndex = 0;
  next.focus();
});

/** What was refused is brought before the eyes, and the cursor into it: the words first, then the fields of guests. */
function mend() {
  const words = document.getElementById("words");
  const why = document.getElementById("words_error");
  words.toggleAttribute("aria-invalid", false);
  if (why) words.setAttribute("aria-invalid", "true");
  const wrong = document.querySelector('#ask [aria-invalid="true"]');
  wrong?.focus({ preventScroll: true });
  // Words may be many screens long; what is said of them stands below.
  (why ?? wrong)?.scrollIntoView({ block: "center" });
}

// What was said of the words is over as soon as they are others.
document.addEventListener("input", ({ target }) => {
  if (target.id !== "words" || !target.value.trim()) return;
  document.getElementById("words_error")?.remove();
  target.removeAttribute("aria-invalid");
});

function wake() {
  short();
  document.querySelectorAll("[data-without-script]").forEach((button) => (button.hidden = true));
}

document.addEventListener("htmx:after:swap", ({ target }) => {
  wake();
  stay();
  if (target.id === "ask") mend();
});
wake();

// A draft that came back, or words the browser kept, are shown as soon as htmx listens.
const first = () => document.getElementById("words")?.value.trim() && seen() && !seen().querySelector(".shielded") && look();
if (document.readyState === "complete") first();
else addEventListener("load", first);
