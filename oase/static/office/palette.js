// The command palette (Ctrl+K, Cmd+K): whatever the page can do, macros, colleagues, one's own concerns, all pages.

import { meant, move, mean, narrow } from "./choosing.js";
import { useMacro } from "./macros.js";

const dialog = document.getElementById("palette");
const input = dialog?.querySelector("input");
const list = dialog?.querySelector("ul");
let cameFrom = null;

const shown = (element) => element.getClientRects().length > 0;

function icon(of) {
  const found = of?.querySelector?.("svg")?.cloneNode(true);
  return found ?? document.createElement("span");
}

/** What can be done on this page says so itself: data-command, or a view's link. */
function ofPage() {
  const found = [...document.querySelectorAll("[data-command], .views a")].filter(shown);
  return found.map((element, at) => {
    const option = document.createElement("li");
    option.id = `o-page-${at}`;
    option.setAttribute("role", "option");
    const words = document.createElement("span");
    words.textContent = element.dataset.command ?? [...element.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE).map((one) => one.textContent).join("").trim();
    option.dataset.words = words.textContent;
    option.append(icon(element), words);
    if (element.dataset.key) {
      const key = document.createElement("kbd");
      key.textContent = element.dataset.key.toUpperCase();
      option.append(key);
    }
    option.act = () => element.click();
    return option;
  });
}

function count(number) {
  const said = dialog.querySelector("[data-count]");
  said.textContent = (number === 1 ? said.dataset.one : said.dataset.many).replace("%(n)s", number);
  dialog.querySelector(".none").hidden = number > 0;
  list.hidden = number === 0;
}

function look() {
  list.querySelector("#o-search")?.remove();
  const typed = input.value.trim();
  const { searchUrl, searchWords } = dialog.dataset;
  if (typed && searchUrl) {
    const option = document.createElement("li");
    option.id = "o-search";
    option.setAttribute("role", "option");
    option.dataset.words = typed;
    option.dataset.href = `${searchUrl}?q=${encodeURIComponent(typed)}`;
    const words = document.createElement("span");
    words.textContent = searchWords.replace("%(words)s", typed);
    option.append(icon(dialog), words);
    list.append(option);
  }
  count(narrow(list, typed, input));
}

async function open() {
  if (!dialog || dialog.open || document.querySelector("dialog[open]")) return;
  cameFrom = document.activeElement;
  input.value = "";
  list.replaceChildren(...ofPage());
  dialog.showModal();
  look();
  const answer = await fetch(dialog.dataset.url, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected || !dialog.open) return;
  list.insertAdjacentHTML("beforeend", await answer.text());
  look();
}

function act(option) {
  const { href, macro, taker } = option.dataset;
  dialog.close();
  cameFrom?.focus?.();
  if (option.act) option.act();
  else if (href) location.assign(href);
  else if (macro) useMacro(macro);
  else if (taker) {
    const choice = document.querySelector(`#hand-over input[name=to][value="${CSS.escape(taker)}"]`);
    if (!choice) return;
    choice.checked = true;
    document.getElementById("hand-over").showModal();
    document.getElementById("hand-over-note")?.focus();
  }
}

if (dialog) {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else open();
  });
  document.addEventListener("oase:palette", open);
  document.addEventListener("click", ({ target }) => target.closest?.("[data-open-palette]") && open());
  input.addEventListener("input", look);
  input.addEventListener("keydown", (event) => {
    if (move(list, event.key, input)) event.preventDefault();
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      const option = meant(list);
      if (option) act(option);
    }
  });
  list.addEventListener("pointermove", ({ target }) => {
    const option = target.closest("[role='option']");
    if (option && option !== meant(list)) mean(list, option, input);
  });
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role='option']");
    if (option) act(option);
  });
  // Beside the palette is out of it.
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => input.removeAttribute("aria-activedescendant"));
}
