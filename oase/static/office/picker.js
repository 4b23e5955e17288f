// While one writes: "@" in a note finds a colleague, "/" at the beginning of a line a macro.

import { mean, meant, move, narrow } from "./choosing.js";
import { useMacro } from "./macros.js";
import { box, isNote, put } from "./voice.js";

const AT = /(?:^|[\s(])@([^\s@][^@\n]{0,40})?$/u;
const SLASH = /(?:^|\n)\/([^\s/][^\n/]{0,40})?$/u;
const lists = new Map();
let open = null;

/** The options, asked for when they are first needed. */
async function listOf(kind) {
  if (!lists.has(kind)) {
    const list = document.createElement("ul");
    list.id = `pick-${kind}`;
    list.className = "picker";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box().dataset[kind]);
    if (kind === "colleagues") {
      const answer = await fetch(box().dataset.colleaguesUrl, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return null;
      list.innerHTML = await answer.text();
    } else {
      for (const one of document.querySelectorAll("#macros a[data-macro]")) {
        const option = document.createElement("li");
        option.id = `pick-macro-${one.dataset.macro}`;
        option.dataset.macro = one.dataset.macro;
        option.setAttribute("role", "option");
        option.append(...[...one.cloneNode(true).childNodes]);
        list.append(option);
      }
    }
    lists.set(kind, list);
  }
  return lists.get(kind);
}

function close() {
  if (!open) return;
  open.list.remove();
  box()?.removeAttribute("aria-activedescendant");
  box()?.removeAttribute("aria-controls");
  open = null;
}

function wanted() {
  const words = box();
  if (!words || words.selectionStart !== words.selectionEnd) return null;
  const before = words.value.slice(0, words.selectionStart);
  const at = isNote() ? AT.exec(before) : null;
  if (at) return { kind: "colleagues", typed: at[1] ?? "", from: before.length - (at[1] ?? "").length - 1 };
  const slash = SLASH.exec(before);
  return slash ? { kind: "macros", typed: slash[1] ?? "", from: before.length - (slash[1] ?? "").length - 1 } : null;
}

async function look() {
  const wish = wanted();
  if (!wish) return close();
  const list = await listOf(wish.kind);
  // Meanwhile one may have typed on.
  const now = wanted();
  if (!list || now?.kind !== wish.kind) return close();
  if (open && open.list !== list) close();
  open = { list, from: now.from };
  if (!list.isConnected) box().closest(".compose").prepend(list);
  box().setAttribute("aria-controls", list.id);
  if (!narrow(list, now.typed, box())) close();
}

function choose(option) {
  const { from } = open;
  const to = box().selectionStart;
  close();
  if (option.dataset.macro) useMacro(option.dataset.macro, from, to);
  else put(`@${option.dataset.name} `, from, to);
}

document.addEventListener("input", ({ target }) => target.id === "words" && look());
document.addEventListener(
  "keydown",
  (event) => {
    if (!open || event.target.id !== "words" || event.isComposing) return;
    if (move(open.list, event.key, box())) event.preventDefault();
    else if (event.key === "Escape") {
      close();
      event.preventDefault();
      event.stopPropagation();
    } else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      const option = meant(open.list);
      if (!option) return;
      event.preventDefault();
      event.stopPropagation();
      choose(option);
    }
  },
  true,
);
document.addEventListener("pointerdown", (event) => {
  const option = open && event.target.closest?.(".picker [role='option']");
  if (!option) return;
  event.preventDefault();
  mean(open.list, option, box());
  choose(option);
});
document.addEventListener("focusout", ({ target }) => target.id === "words" && close());
document.addEventListener("htmx:after:swap", () => open && !open.list.isConnected && close());
