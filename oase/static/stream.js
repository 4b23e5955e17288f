// The live stream, read with fetch: it can show a token, and it learns why it was refused (EventSource can do neither).
//
//   const stream = openStream({ url: "/live/stream", token, on: { hello, poke, sign, open, lost, refused } });
//   stream.close();
//
// `hello({within})`: read everything anew, some time within so many milliseconds. `poke({topic, seq})`: this is new.
// `sign({topic, kind, role, …})`: somebody types, is here, has read. `open()`: it stands. `lost()`: it does not, and is
// tried again. `refused(status)`: the session is over; it is not tried again. `token`: a string, or a function.

const SILENCE = 50_000; // the house says something every twenty seconds; after this the line is dead
const LONGEST_PAUSE = 30_000;
const OVER = [401, 403];

export function openStream({ url, token, last = "", on }) {
  let closed = false;
  let retry = 1000;
  let misses = 0;
  let line = null;
  let wake = null;

  async function follow() {
    while (!closed) {
      line = new AbortController();
      const status = await listen(line.signal).catch(() => 0);
      if (closed) return;
      if (OVER.includes(status)) return on.refused?.(status);
      misses = status === 200 ? 0 : misses + 1;
      on.lost?.();
      // By chance, and longer each time: a house that just came back is not met by everybody at once.
      const pause = Math.min(retry * 2 ** misses, LONGEST_PAUSE) * (0.5 + Math.random() / 2);
      await new Promise((resolve) => {
        wake = resolve;
        setTimeout(resolve, pause);
      });
    }
  }

  async function listen(signal) {
    const shown = typeof token === "function" ? token() : token;
    const answer = await fetch(url, {
      headers: {
        Accept: "text/event-stream",
        ...(shown ? { Authorization: `Bearer ${shown}` } : {}),
        ...(last ? { "Last-Event-ID": last } : {}),
      },
      credentials: shown ? "omit" : "same-origin",
      cache: "no-store",
      signal,
    });
    if (!answer.ok) return answer.status;
    on.open?.();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    let silence = null;
    try {
      while (true) {
        clearTimeout(silence);
        silence = setTimeout(() => line.abort(), SILENCE);
        const { value, done } = await reader.read();
        if (done || closed) return 200;
        const events = (rest + value).split("\n\n");
        rest = events.pop();
        events.forEach(hear);
      }
    } catch {
      return 200; // it stood; that it broke is no reason to wait longer
    } finally {
      clearTimeout(silence);
    }
  }

  /** One event (WHATWG HTML §9.2.6, as much of it as the house speaks). */
  function hear(text) {
    const fields = {};
    for (const field of text.split("\n")) {
      const at = field.indexOf(":");
      if (at > 0) fields[field.slice(0, at)] = field.slice(at + 1).trimStart();
    }
    if (fields.retry) retry = Number(fields.retry) || retry;
    if (fields.id) last = fields.id;
    if (fields.event && !closed) on[fields.event]?.(JSON.parse(fields.data));
  }

  const again = () => wake?.();
  addEventListener("online", again);
  follow();
  return {
    get last() {
      return last;
    },
    close() {
      closed = true;
      removeEventListener("online", again);
      line?.abort();
      wake?.();
    },
  };
}

/** One stream for many pages: `tell` hands on to all of them what it says, as {kind, detail}. */
export function sharedStream(tell) {
  let stream = null;
  let joined = null;

  function open() {
    const last = stream?.last ?? "";
    stream?.close();
    stream = openStream({
      url: "/live/stream",
      last,
      on: {
        open: () => tell({ kind: "open" }),
        hello: (detail) => tell({ kind: "hello", detail }),
        poke: (detail) => tell({ kind: "poke", detail }),
        sign: (detail) => tell({ kind: "sign", detail }),
        lost: () => tell({ kind: "lost" }),
        refused: () => tell({ kind: "out" }),
      },
    });
  }

  return {
    /** A new page may belong to somebody who has just signed in, so the stream is asked for afresh: once for many. */
    join() {
      clearTimeout(joined);
      joined = setTimeout(open, 30);
    },
    close() {
      clearTimeout(joined);
      stream?.close();
      stream = null;
    },
  };
}
