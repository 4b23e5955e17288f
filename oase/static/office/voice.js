// Which of both voices is being written with, and what is put into the box from elsewhere.

export const box = () => document.getElementById("words");
export const isNote = () => Boolean(document.querySelector('[data-audience="staff"]')?.checked);

/** The box says who will read what is in it. */
export function voice() {
  const words = box();
  if (!words) return;
  words.placeholder = isNote() ? words.dataset.note : words.dataset.reply;
  words.form.classList.toggle("is-note", isNote());
}

/** Write to these readers: "conversation" or "staff". */
export function write(audience) {
  const choice = document.querySelector(`[data-audience="${audience}"]`);
  if (!choice || !box()) return;
  if (!choice.checked) {
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  }
  voice();
  box().focus();
  box().scrollIntoView({ block: "nearest" });
}

/** Put words where the cursor is, in place of `from`–`to`; whoever types goes on behind them. */
export function put(words, from = box().selectionStart, to = box().selectionEnd) {
  const place = box();
  place.setRangeText(words, from, to, "end");
  place.dispatchEvent(new Event("input", { bubbles: true }));
  place.focus();
}
