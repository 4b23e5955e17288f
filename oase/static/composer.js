// Where words are written: boxes that grow, Ctrl+Enter that sends, files that can be taken back, drafts that stay.
//
//   <textarea data-words>             grows with its words; Ctrl+Enter (or Cmd+Enter) sends its form
//   <input type="file" data-attach    files add up and are listed before the form or in [data-files];
//          data-remove="Remove %(name)s" data-list="Attached files">
//   data-draft-key="…"  on a form or a textarea: the words stay in this browser until they were sent
//   data-draft-url="…"  on a form: the words are saved there as one types
//   data-lost="…"       on a form that htmx sends: what is said when it does not get through
//   data-outbox="…"     on a form: words alone go by outbox.js and may wait for the network; files, and what was hidden or
//                       shown by hand, go by the form, for they are looked at before they are taken

const language = document.documentElement.lang || "de";
const icons = document.querySelector('svg use[href*="icons"]')?.getAttribute("href").split("#")[0] ?? "";
const SAVE_AFTER = 800;

const storage = {
  read: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  write: (key, words) => { try { localStorage.setItem(key, words); } catch { /* then it holds for this page */ } },
  forget: (key) => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
};

const writer = document.querySelector('meta[name="oase-person"]')?.content ?? "";

/** The key under which a box keeps its draft in this browser, if it does: for its writer, whoever comes after them. */
function draftKey(box, person = writer) {
  const key = box?.closest("[data-draft-key]")?.dataset.draftKey;
  return key ? `oase-draft:${person ? `${person}:` : ""}${key}` : null;
}

/** The draft of a box. What somebody wrote before they signed in becomes theirs when they do. */
function draft(box) {
  const [own, nobodys] = [draftKey(box), draftKey(box, "")];
  const words = storage.read(own);
  if (words || own === nobodys) return words;
  const found = storage.read(nobodys);
  if (found) {
    storage.write(own, found);
    storage.forget(nobodys);
  }
  return found;
}

function grow(box) {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

function size(bytes) {
  const [amount, unit] = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(amount);
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${icons}#i-${name}`);
  svg.append(use);
  return svg;
}

function row(input, file, take) {
  const item = document.createElement("li");
  const tile = document.createElement("span");
  tile.className = "tile";
  tile.append(icon(file.type.startsWith("image/") ? "photo" : "doc"));
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

const timers = new WeakMap();

function save(form, box) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => {
    const body = new URLSearchParams({ text: box.value });
    const sent = new FormData(form);
    for (const name of ["csrfmiddlewaretoken", "audience"]) {
      if (sent.has(name)) body.set(name, sent.get(name));
    }
    fetch(form.dataset.draftUrl, { method: "POST", body, credentials: "same-origin" }).catch(() => {});
  }, SAVE_AFTER));
}

function wake(scope = document) {
  for (const box of scope.querySelectorAll("textarea[data-words]")) {
    if (draftKey(box) && !box.value && !box.dataset.woken) {
      const words = draft(box);
      if (words) {
        box.value = words;
        box.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
    box.dataset.woken = "";
    grow(box);
  }
}

/** Where a form says what is wrong with what was sent. */
const refusals = (form) => (form.querySelector("[id$='-refused']") ? form : form.parentElement).querySelector("[id$='-refused']");

/** What did not get through is said at the words, and nothing typed is touched. */
function lost(form) {
  const why = document.createElement("span");
  why.className = "error";
  why.setAttribute("role", "alert");
  why.dataset.notSent = "";
  const words = document.createElement("span");
  words.textContent = form.dataset.lost;
  why.append(icon("circle-alert"), words);
  refusals(form)?.replaceChildren(why);
  why.scrollIntoView({ block: "center" });
}

document.addEventListener("htmx:error", ({ target, detail }) => {
  if (target.matches?.("form[data-lost]") && detail.error?.name !== "AbortError") lost(target);
});

document.addEventListener("htmx:before:request", ({ target }) => {
  if (target.matches?.("form[data-lost]")) refusals(target)?.querySelector("[data-not-sent]")?.remove();
});

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("textarea[data-words]")) return;
  grow(target);
  const key = draftKey(target);
  if (key) target.value.trim() ? storage.write(key, target.value) : storage.forget(key);
  if (target.form?.dataset.draftUrl) save(target.form, target);
});

document.addEventListener("change", ({ target }) => {
  if (target.matches?.("input[data-attach]")) add(target);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches?.("textarea[data-words]")) return;
  event.preventDefault();
  event.target.form?.requestSubmit();
});

document.addEventListener("click", ({ target }) => {
  const opener = target.closest?.("[data-open-composer]");
  if (!opener) return;
  const box = document.querySelector("#compose textarea");
  if (!box) return;
  box.closest("details")?.setAttribute("open", "");
  requestAnimationFrame(() => box.focus());
});

const ALLOWED = ["csrfmiddlewaretoken", "client_id", "text", "audience", "seen", "hide"];

/** Whether there is nothing but words, with everything hidden that the shield hides by itself. */
function onlyWords(form, submitter) {
  const sent = new FormData(form);
  const words = String(sent.get("text") ?? "").trim();
  const files = [...sent.values()].some((value) => value instanceof File && value.name);
  const other = [...sent.keys()].some((key) => !ALLOWED.includes(key) && !(sent.get(key) instanceof File));
  const [seen, hide] = [new Set(sent.getAll("seen")), new Set(sent.getAll("hide"))];
  const chosen = form.dataset.chosen !== undefined || seen.size !== hide.size || [...seen].some((word) => !hide.has(word));
  const fits = words && words.length <= Number(form.dataset.outboxMost || 20_000);
  return Boolean(fits && !files && !other && !chosen && !submitter?.hasAttribute("formaction"));
}

/** The words leave the box at once, so that one can go on writing; they come back when they cannot be kept. */
async function hand(form, box) {
  const sent = new FormData(form);
  const entry = {
    id: String(sent.get("client_id")),
    person: form.dataset.outboxPerson,
    conversation: form.dataset.outbox,
    role: form.dataset.outboxRole,
    audience: String(sent.get("audience") ?? "conversation"),
    text: box.value.trim(),
  };
  let taken = Promise.resolve(false);
  box.value = "";
  form.elements.client_id.value = crypto.randomUUID();
  grow(box);
  document.dispatchEvent(new CustomEvent("oase:send", { detail: { entry, answer: (answer) => (taken = answer) } }));
  if (await taken) {
    refusals(form)?.replaceChildren();
    box.removeAttribute("aria-invalid");
    // Only now the draft has done its work; what was typed meanwhile is the next one.
    box.dispatchEvent(new Event("input", { bubbles: true }));
    return;
  }
  box.value = box.value.trim() ? `${entry.text}\n\n${box.value}` : entry.text;
  form.elements.client_id.value = entry.id;
  form.dataset.byForm = "";
  form.requestSubmit();
}

let handed = 0;

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const box = form.matches("form[data-outbox]") ? form.querySelector("textarea[data-words]") : null;
    const byForm = form.dataset.byForm !== undefined;
    delete form.dataset.byForm;
    if (!box || byForm) return;
    // Pressed twice is sent once: the second time there is nothing left in the box.
    const twice = !box.value.trim() && Date.now() - handed < 1000;
    if (!twice && !onlyWords(form, event.submitter)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    clearTimeout(timers.get(form));
    if (twice) return;
    handed = Date.now();
    hand(form, box);
  },
  true,
);

// A word that was hidden or shown by hand is a wish, and wishes go with the form.
for (const kind of ["click", "change"]) {
  document.addEventListener(
    kind,
    ({ target }) => {
      if (target.closest?.("#seen [data-word], #seen [data-mask]")) {
        target.closest("form")?.setAttribute("data-chosen", "");
      }
    },
    true,
  );
}

// What is being sent needs no draft; one that arrived after the message would come back as if unsent.
document.addEventListener("submit", ({ target }) => clearTimeout(timers.get(target)), true);

// Sent and acknowledged: the draft has done its work.
document.addEventListener("htmx:after:request", ({ target, detail }) => {
  if (!target.matches?.("form") || !(detail?.ctx?.response?.status < 400)) return;
  clearTimeout(timers.get(target));
  const key = draftKey(target.querySelector("textarea[data-words]"));
  if (key) storage.forget(key);
});
document.addEventListener("htmx:after:swap", () => wake());

wake();
