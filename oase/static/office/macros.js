// A macro put into the box: its words where the cursor is, its steps above the box, and nothing that is still open goes.

import { put, write } from "./voice.js";

const GAP = /\{\{\s*([^{}]*?)\s*\}\}/;

/** Use a macro; `from` and `to` are the place in the box that it takes, where one typed its name. */
export async function useMacro(id, from, to) {
  const words = document.getElementById("words");
  if (!words) return;
  const answer = await fetch(words.dataset.macroUrl.replace("/macro/0/", `/macro/${id}/`), { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const place = document.getElementById("macro");
  place.innerHTML = await answer.text();
  const text = place.querySelector("[data-macro-words]")?.content.textContent ?? "";
  const drop = place.querySelector("[data-drop-macro]");
  if (drop) drop.hidden = false;
  write(place.querySelector("[data-audience-of]")?.dataset.audienceOf ?? "conversation");
  put(text, from, to);
  const gap = GAP.exec(words.value);
  if (gap) words.setSelectionRange(gap.index, gap.index + gap[0].length);
}

document.addEventListener("click", (event) => {
  const chosen = event.target.closest?.("a[data-macro]");
  if (chosen) {
    event.preventDefault();
    chosen.closest("dialog")?.close();
    useMacro(chosen.dataset.macro);
  }
  if (event.target.closest?.("[data-drop-macro]")) {
    document.getElementById("macro").replaceChildren();
    document.getElementById("words")?.focus();
  }
});

document.addEventListener("oase:before-send", (event) => {
  if (event.defaultPrevented) return;
  const box = event.target.elements.text;
  const note = event.target.classList.contains("is-note");
  const gap = note ? null : GAP.exec(box?.value ?? "");
  if (!gap || !event.target.dataset.gap) return;
  event.preventDefault();
  const said = document.createElement("span");
  said.className = "error";
  said.setAttribute("role", "alert");
  said.dataset.gapSaid = "";
  said.textContent = event.target.dataset.gap.replace("%(name)s", gap[0]);
  document.getElementById("composer-refused")?.replaceChildren(said);
  box.focus();
  box.setSelectionRange(gap.index, gap.index + gap[0].length);
});

document.addEventListener("input", ({ target }) => {
  if (target.id === "words" && !GAP.test(target.value)) document.querySelector("[data-gap-said]")?.remove();
});
