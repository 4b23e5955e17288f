// Somebody else answered while one was writing: their answer is shown at the box, and one's own words are kept.
//
// `known` in the form is the newest entry its writer has seen. With nothing in the box that is whatever is on the page;
// with words in it, the house takes them only when nobody answered after it (conversations/meanwhile.py).

import { quoted } from "./quoting.js";
import { box, isNote, write } from "./voice.js";

const form = () => document.getElementById("composer");
const place = () => document.getElementById("meanwhile");
const seqOf = (element) => Number(element.id.slice(1)) || 0;
const newest = () => Math.max(0, ...[...document.querySelectorAll("#thread [id^='m']")].map(seqOf));
const begun = () => Boolean(box()?.value.trim() || form()?.elements.files?.files.length);

function answers() {
  const known = Number(form().elements.known.value);
  return [...document.querySelectorAll("#thread .msg[data-answer]:not(.mine)")].filter((one) => seqOf(one) > known);
}

function hide() {
  if (!place()) return;
  place().hidden = true;
  place().replaceChildren();
}

function catchUp() {
  form().elements.known.value = Math.max(newest(), Number(form().elements.known.value));
  hide();
}

function show(answer) {
  const shown = place();
  if (shown.dataset.of === answer.id && !shown.hidden) return;
  shown.dataset.of = answer.id;
  const parts = document.getElementById("meanwhile-words").content.cloneNode(true);
  const name = answer.querySelector("header b")?.textContent ?? "";
  parts.querySelector("[data-said]").textContent = shown.dataset.one.replace("%(name)s", name);
  const bubble = answer.querySelector(".bubble").cloneNode(true);
  for (const one of bubble.querySelectorAll("[id]")) one.removeAttribute("id");
  parts.querySelector("[data-answer]").append(...bubble.childNodes);
  shown.replaceChildren(parts);
  shown.hidden = false;
}

function look() {
  if (!form()?.elements.known || !place()) return;
  if (!begun()) catchUp();
  else if (isNote()) hide();
  else {
    const fresh = answers();
    if (fresh.length) show(fresh.at(-1));
    else hide();
  }
}

document.addEventListener("htmx:after:swap", look);
document.addEventListener("oase:met", () => {
  write("conversation");
  look();
});
document.addEventListener("change", ({ target }) => target.matches?.("[data-audience]") && look());

document.addEventListener("oase:before-send", (event) => {
  if (event.target.id !== "composer" || !place() || place().hidden || isNote()) return;
  // Not twice at once: first look at what was said.
  event.preventDefault();
  place().querySelector("[data-send-too]").focus();
});

document.addEventListener("click", ({ target }) => {
  if (!place()?.contains(target)) return;
  if (target.closest("[data-send-too]")) {
    catchUp();
    form().requestSubmit();
  }
  if (target.closest("[data-join]")) {
    const words = quoted(place().querySelector("[data-answer]"));
    catchUp();
    box().setRangeText(`${words}\n\n`, 0, 0, "end");
    box().setSelectionRange(box().value.length, box().value.length);
    box().dispatchEvent(new Event("input", { bubbles: true }));
    box().focus();
  }
  if (target.closest("[data-as-note]")) {
    write("staff");
    catchUp();
  }
});
look();
