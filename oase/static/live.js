// Pages that stay true by themselves. A poke says only that a topic is new; the element that shows it then reads again.
//
//   <section id="thread" data-live="conversation:0190…" hx-get="/…" hx-trigger="poke" hx-swap="outerMorph">
//
// One stream serves all tabs of a browser (live-worker.js); without SharedWorker each tab has its own.

const WORKER = new URL("live-worker.js", import.meta.url);
const STREAM = "/live/stream";

function refresh(topic) {
  for (const element of document.querySelectorAll("[data-live]")) {
    if (topic === null || element.dataset.live.split(" ").includes(topic)) {
      htmx.trigger(element, "poke");
    }
  }
}

function hear({ data }) {
  if (data.kind === "poke") refresh(data.topic);
  // What was said before the stream stood, or while it was away, nobody knows: everything is read again.
  if (data.kind === "hello") refresh(null);
  document.documentElement.dataset.liveState = data.kind === "lost" ? "waiting" : "on";
}

function streamHere() {
  const stream = new EventSource(STREAM);
  stream.addEventListener("hello", () => hear({ data: { kind: "hello" } }));
  stream.addEventListener("poke", (event) => hear({ data: { kind: "poke", topic: JSON.parse(event.data).topic } }));
  stream.addEventListener("error", () => {
    hear({ data: { kind: "lost" } });
    if (stream.readyState === EventSource.CLOSED) setTimeout(streamHere, 5000);
  });
}

if (document.querySelector("[data-live]")) {
  if (window.SharedWorker) {
    const worker = new SharedWorker(WORKER, { name: "oase-live" });
    worker.port.addEventListener("message", hear);
    worker.port.start();
    worker.port.postMessage("hello");
    addEventListener("pagehide", () => worker.port.postMessage("bye"));
    addEventListener("pageshow", (event) => {
      if (event.persisted) {
        worker.port.postMessage("hello");
        refresh(null);
      }
    });
  } else {
    streamHere();
  }
  // What could not be read again, because the network was away for a moment, is tried until it is there.
  const pauses = new WeakMap();
  document.addEventListener("htmx:error", ({ target }) => {
    const element = target.closest?.("[data-live]");
    if (!element) return;
    const pause = Math.min((pauses.get(element) ?? 1000) * 2, 30_000);
    pauses.set(element, pause);
    setTimeout(() => element.isConnected && htmx.trigger(element, "poke"), pause);
  });
  addEventListener("online", () => refresh(null));
  // A machine that slept missed what was said meanwhile.
  let lastLook = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && Date.now() - lastLook > 30_000) refresh(null);
    lastLook = Date.now();
  });
}
