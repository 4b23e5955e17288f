// Pages that stay true by themselves. A poke says only that a topic is new; the element that shows it then reads again.
//
//   <section id="thread" data-live="conversation:0190…" hx-get="/…" hx-trigger="poke" hx-swap="outerMorph">
//
// One stream serves all tabs of a browser: in a shared worker (live-worker.js), or, where there is none, in the one tab
// that holds a lock. Other scripts hear on the document `oase:hello`, `oase:poke` ({topic, seq}) and `oase:sign`
// ({topic, kind, role, …}).

import { sharedStream } from "./stream.js";

const WORKER = new URL("live-worker.js", import.meta.url);
const NAME = "oase-live";
const BETWEEN = 150; // milliseconds between two readings of one element, however many pokes come
const STATES = { lost: "waiting", out: "off" };

const resting = new WeakMap();
let isNew = true;

/** Let an element read again: at once, and once more later where more is said meanwhile. */
function read(element) {
  if (resting.has(element)) {
    resting.set(element, true);
    return;
  }
  resting.set(element, false);
  htmx.trigger(element, "poke");
  setTimeout(() => {
    const more = resting.get(element);
    resting.delete(element);
    if (more && element.isConnected) read(element);
  }, BETWEEN);
}

function refresh(topic) {
  for (const element of document.querySelectorAll("[data-live]")) {
    if (topic === null || element.dataset.live.split(" ").includes(topic)) read(element);
  }
}

function catchUp() {
  const wasNew = isNew;
  isNew = false;
  if (wasNew) refresh(null);
  return wasNew;
}

function hear({ data: { kind, detail } }) {
  document.documentElement.dataset.liveState = STATES[kind] ?? "on";
  if (kind === "poke") refresh(detail.topic);
  // What was said between this page's making and the stream's standing nobody told it: it reads again once.
  if (kind === "open" && isNew) setTimeout(catchUp, BETWEEN);
  // What was said while the stream was away nobody knows: everything is read again, where many do it one after another.
  if (kind === "hello" && !catchUp()) setTimeout(() => refresh(null), Math.random() * (detail.within ?? 0));
  if (["hello", "poke", "sign"].includes(kind)) document.dispatchEvent(new CustomEvent(`oase:${kind}`, { detail }));
}

function inAWorker() {
  const worker = new SharedWorker(WORKER, { name: NAME, type: "module" });
  worker.port.addEventListener("message", hear);
  worker.port.start();
  return { join: () => worker.port.postMessage("hello"), leave: () => worker.port.postMessage("bye") };
}

/** The tab that holds the lock has the stream and tells the others; when it closes, the next one has it. */
function inOneTab() {
  const channel = new BroadcastChannel(NAME);
  const stream = sharedStream((message) => {
    channel.postMessage(message);
    hear({ data: message });
  });
  let leads = false;
  let release = null;
  channel.addEventListener("message", (event) => {
    if (event.data !== "join") hear(event);
    else if (leads) stream.join();
  });
  const leave = () => {
    leads = false;
    stream.close();
    release?.();
  };
  const join = () => {
    channel.postMessage("join");
    if (leads) return;
    navigator.locks.request(NAME, () => new Promise((resolve) => {
      release = resolve;
      leads = true;
      stream.join();
    }));
  };
  return { join, leave };
}

if (document.querySelector("[data-live]")) {
  const line = window.SharedWorker ? inAWorker() : inOneTab();
  line.join();
  addEventListener("pagehide", line.leave);
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    isNew = true;
    line.join();
  });
  // What could not be read again, because the network was away for a moment, is tried until it is there.
  const pauses = new WeakMap();
  document.addEventListener("htmx:error", ({ target }) => {
    const element = target.closest?.("[data-live]");
    if (!element) return;
    const pause = Math.min((pauses.get(element) ?? 1000) * 2, 30_000);
    pauses.set(element, pause);
    setTimeout(() => element.isConnected && htmx.trigger(element, "poke"), pause * (0.5 + Math.random() / 2));
  });
  addEventListener("online", () => refresh(null));
  // A machine that slept missed what was said meanwhile.
  let lastLook = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && Date.now() - lastLook > 30_000) refresh(null);
    lastLook = Date.now();
  });
}
