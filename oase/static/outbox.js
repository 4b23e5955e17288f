// What waits for the network, shown where it will stand: "is being sent", "waits for the network", or why it stopped.
// composer.js hands a message over; a message that arrived gives way to the real one when the thread is read again.
//
//   <form data-outbox="0190…" data-outbox-role="customer" data-outbox-person="opaque">   the place to write
//   <template id="waiting-line">                                                         one line

const meta = document.querySelector('meta[name="oase-person"]');
const person = meta?.content ?? "";
const template = document.getElementById("waiting-line");
const sent = new Map();
const SETTLE = 1500;
let timer = 0;

const form = () => document.querySelector("form[data-outbox]");
const thread = () => document.getElementById("thread");
const kept = () => Boolean(document.documentElement.dataset.kept);

/** The lines stand behind the thread, outside of what is read again. */
function place() {
  let box = document.getElementById("waiting");
  if (!box && thread()) {
    box = document.createElement("div");
    box.id = "waiting";
    box.className = "thread";
    thread().after(box);
  }
  return box;
}

function state(entry) {
  const words = template.dataset;
  if (entry.why === "refused") return entry.sentence || words.refused;
  if (entry.why === "signin") return words.signin;
  return entry.tries || !navigator.onLine || kept() ? words.waits : words.sending;
}

function line(entry) {
  const article = template.content.firstElementChild.cloneNode(true);
  article.dataset.id = entry.id;
  article.classList.toggle("note", entry.audience === "staff");
  article.querySelector("[data-words]").textContent = entry.text;
  dress(article, entry);
  return article;
}

function dress(article, entry) {
  const stopped = entry.why === "refused";
  const said = article.querySelector("[data-state]");
  if (said.textContent !== state(entry)) said.textContent = state(entry);
  article.classList.toggle("stopped", stopped);
  article.querySelector("[data-again]").hidden = !stopped;
  article.querySelector("[data-sign-in]").hidden = entry.why !== "signin";
  // Two seconds are not worth a button that is gone before it is read.
  article.querySelector("[data-take-back]").hidden = !(entry.why || entry.tries || !navigator.onLine || kept());
}

async function draw() {
  const open = form();
  const box = open && template ? place() : null;
  if (!box) return;
  const waiting = (await oaseOutbox.list(person)).filter((entry) => entry.conversation === open.dataset.outbox);
  for (const [id, seq] of sent) if (document.getElementById(`m${seq}`)) sent.delete(id);
  const lines = new Map([...box.children].map((one) => [one.dataset.id, one]));
  for (const [id, one] of lines) if (!sent.has(id) && !waiting.some((entry) => entry.id === id)) one.remove();
  for (const entry of waiting) {
    const there = lines.get(entry.id);
    if (there) dress(there, entry);
    else box.append(line(entry));
  }
}

/** Look again when the next one may go. */
async function schedule() {
  clearTimeout(timer);
  const waiting = (await oaseOutbox.list(person)).filter((entry) => entry.why !== "refused");
  if (!waiting.length) return;
  const next = Math.min(...waiting.map((entry) => entry.after));
  timer = setTimeout(go, Math.max(next - Date.now(), 1000));
}

async function go(how) {
  try {
    await oaseOutbox.drain(person, how);
  } finally {
    await draw();
    await schedule();
  }
}

function readAgain(conversation) {
  for (const element of document.querySelectorAll(`[data-live~="conversation:${conversation}"]`)) htmx.trigger(element, "poke");
}

/** Somebody else answered meanwhile: the words come back into the box they were written in, beside that answer. */
async function met({ id, conversation }) {
  if (form()?.dataset.outbox !== conversation) return;
  await takeBack(id);
  readAgain(conversation);
  document.dispatchEvent(new CustomEvent("oase:met"));
}

function hear(news) {
  if (news.kind === "met") met(news);
  if (news.kind === "sent") {
    sent.set(news.id, news.seq);
    const article = document.querySelector(`#waiting [data-id="${news.id}"]`);
    if (article) article.querySelector("[data-take-back]").hidden = true;
    // The stream says by itself that there is something to read; without it nobody would.
    setTimeout(() => sent.has(news.id) && readAgain(news.conversation), SETTLE);
  }
  draw();
}

/** A message from the composer. False when it cannot be kept here: then the form goes the ordinary way. */
export async function send(entry) {
  if (!person || entry.person !== person) return false;
  try {
    await oaseOutbox.put(entry);
  } catch {
    return false;
  }
  await draw();
  document.querySelector("#waiting > :last-child")?.scrollIntoView({ block: "nearest" });
  const worker = await navigator.serviceWorker?.getRegistration();
  // Sent also when this page is closed before the network is back, where the browser can do that.
  worker?.sync?.register("oase-outbox").catch(() => {});
  go();
  return true;
}

async function takeBack(id) {
  const entry = await oaseOutbox.takeBack(person, id);
  const box = form()?.querySelector("textarea[data-words]");
  if (!entry || !box) return;
  box.value = box.value.trim() ? `${entry.text}\n\n${box.value}` : entry.text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

document.addEventListener("click", ({ target }) => {
  const article = target.closest?.("#waiting article");
  if (!article) return;
  if (target.closest("[data-take-back]")) takeBack(article.dataset.id);
  if (target.closest("[data-again]")) oaseOutbox.again(person, article.dataset.id).finally(go);
});

document.addEventListener("oase:send", (event) => event.detail.answer(send(event.detail.entry)));

if (person && "indexedDB" in window) {
  oaseOutbox.listen(hear);
  addEventListener("online", () => go({ check: true, now: true }));
  addEventListener("offline", draw);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && go());
  document.addEventListener("htmx:after:swap", draw);
  go();
}
