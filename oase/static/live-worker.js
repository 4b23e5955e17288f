// One stream for all tabs of a browser: plain HTTP/1.1 allows a browser only six connections to a host.

import { sharedStream } from "./stream.js";

const ports = new Set();
const stream = sharedStream((message) => {
  for (const port of ports) port.postMessage(message);
});

addEventListener("connect", ({ ports: [port] }) => {
  port.addEventListener("message", ({ data }) => {
    if (data === "bye") {
      ports.delete(port);
      if (!ports.size) stream.close();
      return;
    }
    ports.add(port);
    stream.join();
  });
  port.start();
});
