// The second level's keys, and which of both voices is being written with. Drafts and files are composer.js's.
//
// Single keys can be switched off (WCAG 2.2, 2.1.4) and are silent while one types, and while a dialog is open.

const SWITCH = "oase-office-keys";

const keysOn = () => {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true;
  }
};

function useKeys(on) {
  try {
    if (on) localStorage.removeItem(SWITCH);
    else localStorage.setItem(SWITCH, "off");
  } catch {
    // Then it holds for this page only as far as the browser lets it.
  }
  showKeys();
}

/** The hints are there only for those who can use them. */
function showKeys() {
  const on = keysOn();
  for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = false;
  for (const one of document.querySelectorAll("[data-keys] > span")) one.hidden = !on;
  for (const box of document.querySelectorAll("[data-use-keys]")) box.checked = on;
}

const typing = (element) => element?.closest?.("input, textarea, select, [contenteditable]") != null;

function move(step) {
  const items = [...document.querySelectorAll(".queue a.item")];
  if (!items.length) return;
  const at = items.findIndex((item) => item === document.activeElement);
  const from = at < 0 ? items.findIndex((item) => item.ariaCurrent) : at;
  const next = from < 0 ? items[step > 0 ? 0 : items.length - 1] : items[from + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function write(audience) {
  const choice = document.querySelector(`[data-audience="${audience}"]`);
  const words = document.getElementById("words");
  if (!choice || !words) return;
  choice.checked = true;
  voice();
  words.focus();
  words.scrollIntoView({ block: "nearest" });
}

/** The box says who will read what is in it. */
function voice() {
  const words = document.getElementById("words");
  if (!words) return;
  const note = document.querySelector('[data-audience="staff"]')?.checked;
  words.placeholder = note ? words.dataset.note : words.dataset.reply;
  words.form.classList.toggle("is-note", Boolean(note));
}

function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  r: () => write("conversation"),
  n: () => write("staff"),
  w: () => openDialog("hand-over"),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  // Out of the box, so that the keys below can be used again.
  if (event.key === "Escape" && event.target.id === "words") event.target.blur();
  if (typing(event.target) || document.querySelector("dialog[open]") || !keysOn()) return;
  const act = event.key === "?" ? () => openDialog("all-keys") : KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("change", ({ target }) => {
  if (target.matches?.("[data-audience]")) {
    voice();
  }
  if (target.matches?.("[data-use-keys]")) useKeys(target.checked);
});

let sent = false;
document.addEventListener("submit", ({ target }) => {
  if (target.id === "composer") sent = true;
});

function wake() {
  showKeys();
  voice();
  if (!sent) return;
  // Who has just written sees it, wherever they were reading: a reversed scroller ends at nought.
  sent = false;
  document.querySelector(".newest")?.scrollTo({ top: 0 });
}
document.addEventListener("htmx:after:swap", wake);
wake();
// On a phone the views are a line that scrolls: the current one is in sight.
document.querySelector(".views [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// What the server opened in the page, for those without a script, is a real dialog here.
for (const dialog of document.querySelectorAll("dialog.dialog[open]")) {
  dialog.close();
  dialog.showModal();
}
