// Files that go with words: they add up, are listed with a look at the pictures, and can be taken back. They may be
// dropped anywhere on the page, or pasted into the box.
//
//   <input type="file" data-attach       in a form; listed before the form or in [data-files]
//          data-drop="Drop files here" data-remove="Remove %(name)s" data-list="Attached files">

const language = document.documentElement.lang || "de";
const icons = document.querySelector('svg use[href*="icons"]')?.getAttribute("href").split("#")[0] ?? "";
// A browser that shows something else as a picture shows nothing, and the name says what it is.
const SHOWN = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/svg+xml"];

function size(bytes) {
  const [amount, unit] = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(amount);
}

/** One of the house's icons. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${icons}#i-${name}`);
  svg.append(use);
  return svg;
}

const looks = new WeakMap();

/** The picture itself, small; its address lives as long as the page does, once for each file. */
function look(file) {
  if (!looks.has(file)) looks.set(file, URL.createObjectURL(file));
  const picture = document.createElement("img");
  picture.src = looks.get(file);
  picture.alt = "";
  picture.className = "look";
  return picture;
}

function row(input, file, take) {
  const item = document.createElement("li");
  const tile = document.createElement("span");
  tile.className = "tile";
  tile.append(SHOWN.includes(file.type) ? look(file) : icon(file.type.startsWith("image/") ? "photo" : "doc"));
  const words = document.createElement("span");
  words.className = "name";
  const name = document.createElement("b");
  name.textContent = file.name;
  const small = document.createElement("small");
  small.textContent = size(file.size);
  words.append(name, small);
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "btn quiet icon";
  remove.setAttribute("aria-label", (input.dataset.remove || "%(name)s").replace("%(name)s", file.name));
  remove.append(icon("x"));
  remove.addEventListener("click", take);
  item.append(tile, words, remove);
  return item;
}

const chosen = new WeakMap();

/** Draw the list of what will be sent; the input itself always holds exactly that. */
function list(input) {
  const form = input.form;
  let box = form.querySelector("[data-files]") ?? form.parentElement.querySelector(":scope > [data-files]");
  if (!box) {
    box = document.createElement("ul");
    box.className = "files";
    box.dataset.files = "";
    box.setAttribute("aria-label", input.dataset.list || "");
    form.before(box);
  }
  const files = chosen.get(input) ?? [];
  box.hidden = !files.length;
  box.replaceChildren(
    ...files.map((file, at) =>
      row(input, file, () => {
        hold(input, files.filter((_, other) => other !== at));
        (box.querySelectorAll("button")[Math.min(at, files.length - 2)] ?? input).focus();
      }),
    ),
  );
}

function hold(input, files) {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  chosen.set(input, files);
  input.files = transfer.files;
  list(input);
}

function add(input) {
  const before = chosen.get(input) ?? [];
  const same = (one) => (other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
  hold(input, [...before, ...[...input.files].filter((file) => !before.some(same(file)))]);
}

document.addEventListener("change", ({ target }) => {
  if (target.matches?.("input[data-attach]")) add(target);
});

/** The files of a drop or a paste, beside those that are there. */
function take(input, files) {
  hold(input, [...(chosen.get(input) ?? []), ...files]);
}

const inputOf = (target) => target.closest?.("form")?.querySelector("input[data-attach]") ?? document.querySelector("input[data-attach]");
const brings = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

function mark(input) {
  for (const form of document.querySelectorAll("form.dropping")) if (form !== input?.form) form.classList.remove("dropping");
  if (!input) return;
  input.form.classList.add("dropping");
  input.form.dataset.drop = input.dataset.drop ?? "";
}

// A file that is dropped beside the box would else replace the page, and what was written in it.
let leaving = 0;
document.addEventListener("dragover", (event) => {
  const input = brings(event) ? inputOf(event.target) : null;
  if (!input) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
  clearTimeout(leaving);
  mark(input);
});
document.addEventListener("dragleave", () => {
  clearTimeout(leaving);
  leaving = setTimeout(mark, 120);
});
document.addEventListener("drop", (event) => {
  const input = brings(event) ? inputOf(event.target) : null;
  mark(null);
  if (!input) return;
  event.preventDefault();
  take(input, [...event.dataTransfer.files]);
  input.form.querySelector("textarea")?.focus();
});

document.addEventListener("paste", (event) => {
  const input = event.target.closest?.("form")?.querySelector("input[data-attach]");
  const files = [...(event.clipboardData?.files ?? [])];
  // Some programs copy words and a picture of them: then the words are meant.
  if (!input || !files.length || event.clipboardData.getData("text/plain")) return;
  event.preventDefault();
  const at = new Date().toISOString().slice(0, 19).replace("T", "-").replaceAll(":", "");
  take(input, files.map((file) => (file.name === "image.png" ? new File([file], `image-${at}.png`, { type: file.type }) : file)));
});
