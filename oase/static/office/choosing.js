// A list that is chosen from while the focus stays where one types (ARIA 1.2, combobox and listbox).

const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether every word that was typed begins a word of the option, or stands in it. */
export function fits(option, typed) {
  const words = fold(option.dataset.words || option.textContent);
  return fold(typed).split(/\s+/).filter(Boolean).every((one) => words.includes(one));
}

/** Show those of the options that fit; the first one is meant. How many there are. */
export function narrow(list, typed, input) {
  const options = [...list.querySelectorAll('[role="option"]')];
  for (const one of options) one.hidden = !fits(one, typed);
  const left = options.filter((one) => !one.hidden);
  mean(list, left[0] ?? null, input);
  return left.length;
}

export const meant = (list) => list.querySelector('[role="option"][aria-selected="true"]:not([hidden])');

export function mean(list, option, input) {
  for (const one of list.querySelectorAll('[aria-selected="true"]')) one.removeAttribute("aria-selected");
  if (!option) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  option.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

/** Up and down, round and round; whether the key was one of them. */
export function move(list, key, input) {
  const left = [...list.querySelectorAll('[role="option"]:not([hidden])')];
  if (!left.length || !["ArrowDown", "ArrowUp"].includes(key)) return false;
  const at = left.indexOf(meant(list));
  const next = key === "ArrowDown" ? (at + 1) % left.length : (at - 1 + left.length) % left.length;
  mean(list, left[next], input);
  return true;
}
