// Everything by keys. What the page offers says its own key: <a data-key="s" data-command="Snooze">.
//
// Single keys can be switched off (WCAG 2.2, 2.1.4) and are silent while one types, and while a dialog is open.

import { quoteMeant } from "./quoting.js";
import { write } from "./voice.js";

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

const typing = (element) => element?.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") != null;
const shown = (element) => element.getClientRects().length > 0;

function step(items, by, current) {
  if (!items.length) return;
  const at = items.findIndex((item) => item === document.activeElement || item.contains(document.activeElement));
  const from = at < 0 ? current(items) : at;
  const next = from < 0 ? items[by > 0 ? 0 : items.length - 1] : items[from + by];
  if (!next) return;
  if (next.tabIndex < 0) next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

const inQueue = (by) => step([...document.querySelectorAll(".queue a.item")], by, (items) => items.findIndex((one) => one.ariaCurrent));
const inThread = (by) => step([...document.querySelectorAll("#thread .msg")], by, (items) => (by > 0 ? -1 : items.length));

/** The view before or after this one. */
function view(by) {
  const views = [...document.querySelectorAll(".views a")];
  views[views.findIndex((one) => one.ariaCurrent) + by]?.click();
}

export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

function search() {
  const field = document.querySelector("[data-search], input[type=search]");
  if (field) field.focus();
  else document.dispatchEvent(new CustomEvent("oase:palette"));
}

const KEYS = {
  j: () => inQueue(1),
  k: () => inQueue(-1),
  f: () => inThread(1),
  b: () => inThread(-1),
  r: () => write("conversation"),
  n: () => write("staff"),
  q: quoteMeant,
  w: () => openDialog("hand-over"),
  u: () => document.querySelector(".case-head .back")?.click(),
  c: () => document.getElementById("case-side")?.focus(),
  "]": () => view(1),
  "[": () => view(-1),
  "/": search,
  "?": () => openDialog("all-keys"),
};

/** What the page itself can do with a key: the first that is to be seen. */
const withKey = (key) => [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key && shown(one));

/** Those keys stand in the dialog, too. */
function listKeys() {
  const list = document.querySelector("#all-keys [data-page-keys]");
  if (!list) return;
  const known = new Set();
  const rows = [...document.querySelectorAll("[data-key][data-command]")].filter((one) => {
    const isNew = shown(one) && !known.has(one.dataset.key);
    known.add(one.dataset.key);
    return isNew;
  });
  list.replaceChildren(
    ...rows.map((one) => {
      const row = document.createElement("div");
      const [what, how, key] = ["dt", "dd", "kbd"].map((name) => document.createElement(name));
      what.textContent = one.dataset.command;
      key.textContent = one.dataset.key.toUpperCase();
      how.append(key);
      row.append(what, how);
      return row;
    }),
  );
  for (const part of document.querySelectorAll("#all-keys [data-in-case]")) part.hidden = !document.getElementById("case-head");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  // Out of the box, so that the keys below can be used again.
  if (event.key === "Escape" && event.target.id === "words") event.target.blur();
  if (typing(event.target) || document.querySelector("dialog[open]") || !keysOn()) return;
  const key = event.key.toLowerCase();
  const own = withKey(key);
  const act = own ? () => own.click() : KEYS[key];
  if (!act) return;
  event.preventDefault();
  if (key === "?") listKeys();
  act();
});

document.addEventListener("click", ({ target }) => target.closest?.('[data-open-dialog="all-keys"]') && listKeys());
document.addEventListener("change", ({ target }) => target.matches?.("[data-use-keys]") && useKeys(target.checked));
document.addEventListener("htmx:after:swap", showKeys);
showKeys();
