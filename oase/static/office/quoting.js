// Quoting: the message that is looked at, or what is marked in it, as it stands on this page, goes into the box.
//
//   <div data-to-newest data-quote="Quote">   a message under the pointer or the focus gets a button with this word

import { put } from "./voice.js";

/** The words of an element as a quotation (RFC 3676, section 4.5: a line begins with ">"). */
export function quoted(element, marked = "") {
  const copy = element.cloneNode(true);
  for (const one of copy.querySelectorAll(".files, .checking, button, form")) one.remove();
  // What somebody quoted is not what they said.
  const own = [...copy.childNodes].some((one) => one.nodeName !== "BLOCKQUOTE" && one.textContent.trim());
  if (own) for (const one of copy.querySelectorAll("blockquote")) one.remove();
  // Only what is in the page has its lines; a copy has none until it is.
  const place = document.createElement("div");
  place.className = "quoting";
  place.append(copy);
  document.body.append(place);
  const words = marked || place.innerText;
  place.remove();
  return words
    .replace(/\n{3,}/g, "\n\n")
    .trim()
    .split("\n")
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
}

const messageOf = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("#thread .msg") ?? null;

/** What is marked, if all of it lies within this message. */
function markedIn(message) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed) return "";
  const inside = messageOf(selection.anchorNode) === message && messageOf(selection.focusNode) === message;
  return inside ? selection.toString().trim() : "";
}

export function quote(message) {
  const box = document.getElementById("words");
  const bubble = message?.querySelector(".bubble");
  if (!box || !bubble) return;
  const words = quoted(bubble, markedIn(message));
  const before = box.value.slice(0, box.selectionStart);
  const gap = before && !before.endsWith("\n\n") ? (before.endsWith("\n") ? "\n" : "\n\n") : "";
  put(`${gap}${words}\n\n`);
}

/** The message that is meant: with the focus, with something marked, else the newest of the others. */
export function quoteMeant() {
  const marked = messageOf(getSelection()?.anchorNode);
  const focused = messageOf(document.activeElement);
  const others = document.querySelectorAll("#thread .msg:not(.mine)");
  quote(focused ?? (marked && markedIn(marked) ? marked : null) ?? [...others].at(-1));
}

let button = null;

function offer({ target }) {
  const message = messageOf(target);
  const label = document.querySelector("[data-quote]")?.dataset.quote;
  if (!message || !label || !document.getElementById("words") || message.contains(button)) return;
  button ??= document.createElement("button");
  button.type = "button";
  button.className = "quote";
  button.textContent = label;
  button.tabIndex = -1;
  message.querySelector("header")?.append(button);
}

document.addEventListener("pointerover", offer);
document.addEventListener("focusin", offer);
// Pressing the button must not take away what is marked.
document.addEventListener("pointerdown", (event) => event.target === button && event.preventDefault());
document.addEventListener("click", ({ target }) => target === button && quote(messageOf(button)));
