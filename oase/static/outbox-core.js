// Messages that wait for the network: kept in this browser, sent once and in order. Pages and the service worker share
// this file; each message has a client id of its own, so that what arrived although no answer came is not written twice.
//
// One line of the store: {place, id, person, conversation, role, audience, text, at, tries, after, why, sentence}
//   place  its order, given by the browser    person  opaque name of its writer: nobody else ever sends it
//   after  not before this time (ms)          why     "" waits · "signin" sign in first · "refused" stopped, see sentence

const oaseOutbox = (() => {
  const NAME = "oase-outbox";
  const FIRST_PAUSE = 2000;
  const LONGEST_PAUSE = 300_000;
  const BY_NAME = "person";
  const told = typeof BroadcastChannel === "function" ? new BroadcastChannel(NAME) : null;
  const heard = new Set();
  let opened = null;

  function open() {
    opened ??= new Promise((done, failed) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("waiting", { keyPath: "place", autoIncrement: true }).createIndex(BY_NAME, BY_NAME);
        asked.result.createObjectStore("house");
      };
      asked.onsuccess = () => {
        asked.result.onclose = () => (opened = null);
        asked.result.onversionchange = () => asked.result.close();
        done(asked.result);
      };
      asked.onerror = () => failed(asked.error);
    }).catch((error) => {
      opened = null;
      throw error;
    });
    return opened;
  }

  /** One transaction; `ask` gives back the request whose result is wanted. Done is: written down. */
  async function within(store, mode, ask) {
    const database = await open();
    return new Promise((done, failed) => {
      const transaction = database.transaction(store, mode, { durability: "strict" });
      const request = ask(transaction.objectStore(store));
      transaction.oncomplete = () => done(request?.result);
      transaction.onabort = transaction.onerror = () => failed(transaction.error);
    });
  }

  const list = (person) => (person ? within("waiting", "readonly", (store) => store.index(BY_NAME).getAll(person)) : Promise.resolve([]));
  const keep = (entry) => within("waiting", "readwrite", (store) => store.put(entry));
  const drop = (entry) => within("waiting", "readwrite", (store) => store.delete(entry.place));
  const remember = (name, value) => within("house", "readwrite", (store) => store.put(value, name));
  const recall = (name) => within("house", "readonly", (store) => store.get(name));

  function tell(news) {
    told?.postMessage(news);
    for (const hear of heard) hear(news);
  }

  async function put(entry) {
    await keep({ role: "customer", audience: "conversation", tries: 0, after: 0, why: "", sentence: "", at: Date.now(), ...entry });
    tell({ kind: "changed" });
  }

  /** Nobody sends while another tab or the service worker does. */
  function alone(work) {
    return navigator.locks ? navigator.locks.request(NAME, work) : work();
  }

  /** Who this browser belongs to now: an opaque name, "" for nobody, null when the network is away. */
  async function who() {
    try {
      const answer = await fetch("/phone/who/", { credentials: "same-origin", cache: "no-store" });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  async function post(entry) {
    // Under its writer's name, so that it never goes out as whoever signed in here since.
    const body = { text: entry.text, client_id: entry.id, role: entry.role, writer: entry.person };
    if (Number.isInteger(entry.known)) body.known = entry.known;
    if (entry.audience !== "conversation") body.audience = entry.audience;
    let answer;
    try {
      answer = await fetch(`/live/conversations/${entry.conversation}/messages`, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify(body),
      });
    } catch {
      return { how: "later" };
    }
    const given = await answer.json().catch(() => ({}));
    if (answer.ok) return { how: "sent", seq: given.seq };
    if (answer.status === 401 || given.code === "another-writer") return { how: "signin" };
    if ([408, 425, 429].includes(answer.status) || answer.status >= 500) {
      return { how: "later", after: 1000 * (parseFloat(answer.headers.get("Retry-After")) || 0) };
    }
    // Somebody else answered meanwhile: sent again, it goes with what is known now.
    return { how: "refused", sentence: given.detail ?? given.title ?? "", known: given.known };
  }

  function pause(entry, after = 0) {
    const longer = Math.min(FIRST_PAUSE * 2 ** Math.min(entry.tries, 10), LONGEST_PAUSE);
    return Date.now() + Math.max(after, longer * (0.75 + Math.random() / 2));
  }

  /** Send what may go now, in order within each conversation; `check`: ask first whose browser this is now. */
  async function drain(person, { check = false, now = false } = {}) {
    if (!person) return;
    await alone(async () => {
      let waiting = await list(person);
      if (!waiting.length) return;
      if (check || waiting.some((entry) => entry.tries || entry.why === "signin" || Date.now() - entry.at > 5000)) {
        const here = await who();
        if (here === null) return;
        if (here !== person) {
          await Promise.all(waiting.filter(({ why }) => !why).map((entry) => keep({ ...entry, why: "signin" })));
          tell({ kind: "changed" });
          return;
        }
      }
      const held = new Set();
      for (const entry of waiting) {
        if (held.has(entry.conversation)) continue;
        // What was refused holds what was written after it: out of order it could mean something else.
        if (entry.why === "refused" || (!now && entry.after > Date.now())) {
          held.add(entry.conversation);
          continue;
        }
        const { how, seq, after, sentence = "", known } = await post(entry);
        if (how === "sent") {
          await drop(entry);
          tell({ kind: "sent", id: entry.id, conversation: entry.conversation, seq });
          continue;
        }
        held.add(entry.conversation);
        const changed = { ...entry, sentence, why: how === "later" ? "" : how };
        if (how === "later") Object.assign(changed, { tries: entry.tries + 1, after: pause(entry, after) });
        if (known !== undefined) changed.known = known;
        await keep(changed);
        tell(known === undefined ? { kind: "changed" } : { kind: "met", id: entry.id, conversation: entry.conversation });
        if (how === "signin") return;
      }
    });
  }

  /** Take one back before it goes; what it was, or null when it had gone already. */
  function takeBack(person, id) {
    return alone(async () => {
      const entry = (await list(person)).find((one) => one.id === id);
      if (!entry) return null;
      await drop(entry);
      tell({ kind: "changed" });
      return entry;
    });
  }

  /** Try a stopped one once more, as it is. */
  async function again(person, id) {
    await alone(async () => {
      const entry = (await list(person)).find((one) => one.id === id);
      if (entry) await keep({ ...entry, why: "", sentence: "", after: 0 });
    });
    await drain(person, { check: true, now: true });
  }

  function listen(hear) {
    heard.add(hear);
    told?.addEventListener("message", ({ data }) => hear(data));
  }

  return { put, list, drain, takeBack, again, listen, remember, recall, who };
})();
