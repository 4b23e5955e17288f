// One stream for all tabs of a browser: plain HTTP/1.1 allows a browser only six connections to a host.

const STREAM = "/live/stream";
const ports = new Set();
let stream = null;

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

function open() {
  if (stream) stream.close();
  stream = new EventSource(STREAM);
  stream.addEventListener("hello", () => tell({ kind: "hello" }));
  stream.addEventListener("poke", (event) => tell({ kind: "poke", topic: JSON.parse(event.data).topic }));
  stream.addEventListener("error", () => {
    tell({ kind: "lost" });
    // A refused stream (signed out, say) is closed by the browser; somebody may sign in later.
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => ports.size && open(), 5000);
  });
}

addEventListener("connect", ({ ports: [port] }) => {
  port.addEventListener("message", ({ data }) => {
    if (data === "bye") {
      ports.delete(port);
      if (!ports.size && stream) {
        stream.close();
        stream = null;
      }
      return;
    }
    ports.add(port);
    // A new page may belong to somebody who has just signed in, so the stream is asked for afresh.
    open();
  });
  port.start();
});
