// The frame: it holds the token, reads its own parts with it, and tells the page around it numbers and nothing else.

import { openStream } from "../stream.js";

const { base, company, origins, accent, onAccent, side, label, title, one, more, lost } = document.body.dataset;
const KEY = `oase-widget:${company}`;
const view = document.getElementById("view");
const back = document.querySelector("[data-back]");

// In this frame's own storage, which the browser keeps apart for each page it stands in. Where there is none, the
// conversation lasts as long as the page.
let kept = { token: "", signed: false, subject: "", seen: {} };
const storage = {
  read() { try { kept = { ...kept, ...JSON.parse(localStorage.getItem(KEY) || "{}") }; } catch { /* then only here */ } },
  write() { try { localStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* then only here */ } },
};
storage.read();
// For the house's other scripts in this frame.
window.oaseLiveToken = () => kept.token;

let port = null;
let isOpen = false;
let stream = null;
let followed = "";
let beginning = null;
// Whoever sat here before may have been somebody else: nothing is shown until the page around us said who is there.
let identified = () => {};
const whoIsThere = parent === window ? Promise.resolve() : new Promise((resolve) => { identified = resolve; });

/** Open or closed: only what is before somebody's eyes is read, and only then are they here. */
function opens(now) {
  isOpen = now;
  if (now) delete document.documentElement.dataset.closed;
  else document.documentElement.dataset.closed = "";
  document.dispatchEvent(new Event("visibilitychange"));
}
opens(false);

const tell = (kind, content = {}) => port?.postMessage({ kind, ...content });
const headers = (extra = {}) => ({
  "Accept-Language": document.documentElement.lang,
  ...(kept.token ? { Authorization: `Bearer ${kept.token}` } : {}),
  ...extra,
});

// -- the token

/** A token for somebody, by what the host's server signed, or for nobody in particular. False: it was refused. */
async function begin(identity = "") {
  const answer = await fetch(`${base}token/`, {
    method: "POST",
    headers: headers({ "Content-Type": "application/json" }),
    body: JSON.stringify(identity ? { identity } : {}),
    credentials: "omit",
  });
  const given = await answer.json();
  if (!answer.ok) {
    if (given.code) console.warn(`Oase: the signed identity was refused (${given.code}).`);
    if (given.detail) say(given.detail);
    return false;
  }
  kept = { token: given.token, signed: given.signed, subject: identity ? subjectOf(identity) : "", seen: kept.seen };
  storage.write();
  follow();
  return true;
}

/** Whom a signed identity names: only to see whether the token we hold is still for the same one. */
function subjectOf(identity) {
  try {
    const claims = identity.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    return String(JSON.parse(atob(claims)).sub ?? "");
  } catch {
    return "";
  }
}

async function forget() {
  const { token } = kept;
  kept = { token: "", signed: false, subject: "", seen: {} };
  storage.write();
  stopFollowing();
  tell("unread", { number: 0 });
  if (token) {
    await fetch(`${base}leave/`, { method: "POST", headers: { Authorization: `Bearer ${token}` }, credentials: "omit" }).catch(() => {});
  }
}

/** The page around us says who is there now, or that nobody is. */
async function identify(identity) {
  if (identity ? kept.signed && kept.subject === subjectOf(identity) : !kept.signed) {
    identified();
    return follow();
  }
  if (!identity || kept.signed) await forget();
  if (identity) await begin(identity);
  identified();
  if (isOpen) await show("home/");
}

/** What opened the last time and does not any more is forgotten; the page around us may say again who is there. */
async function expired() {
  const { signed } = kept;
  await forget();
  if (signed) tell("identity");
}

// -- what is shown

function say(words) {
  const toast = document.createElement("div");
  toast.className = "toast warning";
  const text = document.createElement("span");
  text.textContent = words;
  toast.append(text);
  document.getElementById("toasts").replaceChildren(toast);
}

const show = (path) => htmx.ajax("GET", base + path, { target: "#view", swap: "innerHTML" });

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  Object.assign(ctx.request.headers, headers());
  ctx.request.credentials = "omit";
  // The first question needs somebody who asks it: the token comes first, and then the question goes by itself.
  if (event.target.id === "ask" && !kept.token) {
    event.preventDefault();
    beginning ??= begin().finally(() => { beginning = null; });
    beginning.then((good) => good && event.target.requestSubmit()).catch(() => htmx.trigger(event.target, "htmx:error", { error: {} }));
  }
});

document.addEventListener("htmx:before:swap", (event) => {
  const { status } = event.detail.ctx.response;
  if (status !== 401) return;
  // The token ran out: whoever is here begins anew.
  event.preventDefault();
  expired().then(() => show("home/"));
});

document.addEventListener("htmx:error", ({ target }) => target.closest?.("[data-live]") || say(lost));

// Whatever came in: by a button that is gone with the swap, by a poke, by the form. So the place itself is watched.
let screen = null;
let thanked = null;
new MutationObserver(() => {
  const now = view.querySelector("[data-screen]");
  const kind = now?.dataset.screen;
  back.hidden = !now || kind === "home" || !kept.token;
  if (now !== screen) {
    screen = now;
    if (kind === "concern") toNewest();
    follow();
    if (isOpen) arrive();
  }
  const thanks = view.querySelector(".thanked");
  if (kind === "concern") {
    if (thanks && thanked === false) setTimeout(() => thanks.scrollIntoView({ block: "center" }), 100);
    stayAtNewest();
    seen();
  }
  thanked = kind === "concern" ? Boolean(thanks) : null;
  marks();
}).observe(view, { childList: true, subtree: true });

// After sending, what was said stands before the eyes; after "Solved", the stars, and then the thanks.
document.addEventListener("htmx:after:request", ({ target }) => {
  if (target.closest?.("#compose")) setTimeout(toNewest, 50);
  if (target.closest?.("#holder")) setTimeout(() => view.querySelector(".rate")?.scrollIntoView({ block: "center" }), 50);
});

// Whoever stands at the end stays there when an answer comes; whoever reads further up is left alone.
let atEnd = true;
let length = "";
view.addEventListener("scroll", () => { atEnd = view.scrollHeight - view.scrollTop - view.clientHeight < 160; }, { passive: true });
function stayAtNewest() {
  const now = document.getElementById("thread")?.dataset.seq ?? "";
  // Where it is solved the stars, or the thanks, come after the newest.
  const after = view.querySelector(".rate, .thanked");
  if (now !== length && length && atEnd && !after) setTimeout(toNewest, 50);
  length = now;
}

/** Focus goes where one begins: into the words, else to the heading. */
function arrive() {
  const start = view.querySelector("[data-focus]") ?? view.querySelector("textarea#words") ?? view;
  start.focus({ preventScroll: start === view });
}

function toNewest() {
  document.getElementById("newest")?.scrollIntoView({ block: "end" });
}

function marks() {
  for (const badge of view.querySelectorAll("[data-unread]")) {
    const number = unreadIn(badge.closest("[data-conversation]").dataset.conversation);
    if (badge.dataset.unread === String(number)) continue;
    badge.dataset.unread = number;
    badge.hidden = !number;
    // Read aloud in words, seen as a figure.
    const words = document.createElement("span");
    words.className = "sr";
    words.textContent = number === 1 ? one : more.replace("%(n)s", number);
    const figure = document.createElement("span");
    figure.ariaHidden = "true";
    figure.textContent = number;
    badge.replaceChildren(figure, words);
  }
}

view.addEventListener("click", async (event) => {
  const file = event.target.closest("a.chip.file");
  if (!file) return;
  // Files open with the token, which a link cannot carry.
  event.preventDefault();
  const secret = new URL(file.href).pathname.split("/").filter(Boolean).pop();
  const answer = await fetch(`${base}files/${secret}/`, { headers: headers(), credentials: "omit" });
  if (!answer.ok) return refresh(null);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = file.querySelector("span")?.textContent ?? "";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
});

back.addEventListener("click", () => show("home/"));
document.querySelector("[data-close]").addEventListener("click", () => tell("close"));
document.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && tell("close"));

// -- what is new

let answers = {};
const unreadIn = (conversation) => (answers[conversation] ?? []).filter((seq) => seq > (kept.seen[conversation] ?? 0)).length;

function seen() {
  const concern = view.querySelector("[data-screen=concern]");
  const seq = Number(document.getElementById("thread")?.dataset.seq);
  if (!isOpen || document.hidden || !concern || !seq) return;
  kept.seen[concern.dataset.conversation] = Math.max(seq, kept.seen[concern.dataset.conversation] ?? 0);
  storage.write();
  count();
}

function count() {
  tell("unread", { number: Object.keys(answers).reduce((sum, one) => sum + unreadIn(one), 0) });
}

function refresh(topic) {
  for (const element of document.querySelectorAll("[data-live]")) {
    if (topic === null || ["*", topic].includes(element.dataset.live)) htmx.trigger(element, "poke");
  }
}

/** Ask where answers stand, and hear of the next ones as long as there is something to hear of. */
async function follow() {
  if (!kept.token) return stopFollowing();
  const answer = await fetch(`${base}news/`, { headers: headers(), credentials: "omit" }).catch(() => null);
  if (answer?.status === 401) return expired();
  if (!answer?.ok) return;
  const news = await answer.json();
  answers = news.answers;
  count();
  marks();
  const topics = `${kept.token} ${news.topics.sort().join(" ")}`;
  if (!news.topics.length) return stopFollowing();
  if (stream && topics === followed) return;
  stopFollowing();
  followed = topics;
  stream = openStream({
    url: "/live/stream",
    token: kept.token,
    on: {
      hello: () => { refresh(null); soon(); },
      refused: () => expired(),
      poke: ({ topic }) => { refresh(topic); soon(); },
      sign: (detail) => document.dispatchEvent(new CustomEvent("oase:sign", { detail })),
    },
  });
}

let pause = null;
/** Numbers again, once for many pokes. */
function soon() {
  clearTimeout(pause);
  pause = setTimeout(follow, 150);
}

function stopFollowing() {
  stream?.close();
  stream = null;
  followed = "";
}

// -- the page around us

const allowed = (origin) => {
  const list = origins.split(" ");
  if (list.includes("*") || list.includes(origin)) return true;
  const { protocol, hostname, port: number } = new URL(origin);
  return list.some((one) => {
    const [scheme, rest] = one.split("://");
    if (rest?.endsWith(":*")) return `${scheme}:` === protocol && rest === `${hostname}:*`;
    if (!rest?.startsWith("*.") || `${scheme}:` !== protocol) return false;
    const [ending, wanted = ""] = rest.slice(1).split(":");
    return hostname.endsWith(ending) && number === wanted;
  });
};

addEventListener("message", (event) => {
  if (event.source !== parent || event.data?.oase !== 1 || !event.ports[0] || !allowed(event.origin)) return;
  port = event.ports[0];
  port.onmessage = ({ data }) => {
    if (data?.kind === "open") opened();
    if (data?.kind === "close") opens(false);
    if (data?.kind === "identity") identify(String(data.token ?? "")).catch(() => say(lost));
  };
  tell("ready", { accent, onAccent, side, label, title, one, more });
  tell("identity");
  if (event.data.open) opened();
});

async function opened() {
  opens(true);
  if (view.querySelector("[data-screen]")) {
    arrive();
    seen();
  } else {
    await whoIsThere;
    if (isOpen && !view.querySelector("[data-screen]")) await show("home/");
  }
}

// Another tab of the same page began, ended or read something.
addEventListener("storage", (event) => {
  if (event.key !== KEY) return;
  const { token } = kept;
  storage.read();
  if (kept.token !== token) {
    follow();
    if (isOpen) show("home/");
  } else count();
});
document.addEventListener("visibilitychange", seen);
// On a page of its own, as the office shows it, there is nobody around to wait for.
if (parent === window) {
  document.querySelector("[data-close]").hidden = true;
  document.readyState === "complete" ? opened() : addEventListener("load", opened, { once: true });
}
