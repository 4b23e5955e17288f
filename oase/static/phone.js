// Oase as an app: the service worker, who it keeps pages for, and what is said when the network is away.

const root = document.documentElement;
const meta = document.querySelector('meta[name="oase-person"]');
const person = meta?.content ?? "";
const bar = document.getElementById("offline");
const LOOK_AGAIN = 10_000;
const KEEP_AFTER = 2000;

function say(words) {
  if (!bar || bar.querySelector("span").textContent === words) return;
  bar.querySelector("span").textContent = words;
  bar.classList.toggle("is-shown", Boolean(words));
}

function when(moment) {
  const format = { weekday: "long", hour: "2-digit", minute: "2-digit" };
  return new Date(moment).toLocaleString(root.lang || "de", format);
}

function look() {
  if (root.dataset.kept) say(bar?.dataset.kept.replace("%(time)s", when(root.dataset.kept)) ?? "");
  else say(navigator.onLine ? "" : (bar?.dataset.offline ?? ""));
}

/** A page from the browser's memory gives way to the real one as soon as that can be had. */
async function back() {
  try {
    const answer = await fetch("/phone/who/", { credentials: "same-origin", cache: "no-store" });
    if (answer.ok) location.reload();
  } catch {
    // Still away.
  }
}

/** The pages this browser keeps for whoever is here, newest first. */
async function listKept() {
  const list = document.getElementById("kept");
  const line = document.getElementById("kept-line");
  const name = await oaseOutbox.recall("person").catch(() => "");
  if (!list || !line || !name || !window.caches) return;
  const cache = await caches.open(`oase-pages-${name}`);
  const found = [];
  for (const request of await cache.keys()) {
    const page = await cache.match(request);
    const title = new DOMParser().parseFromString(await page.text(), "text/html").title;
    found.push({ path: new URL(request.url).pathname, title, at: page.headers.get("X-Oase-Kept") ?? "" });
  }
  found.sort((one, other) => other.at.localeCompare(one.at));
  for (const { path, title, at } of found) {
    const item = line.content.firstElementChild.cloneNode(true);
    item.querySelector("a").href = path;
    item.querySelector(".title").textContent = title.replace(/ · Oase$/, "");
    item.querySelector(".sub").textContent = at ? when(at) : "";
    list.querySelector("ul").append(item);
  }
  list.hidden = !found.length;
}

/** A new key of the sign-in, after a change of the password say: this browser is added anew, as its owner wanted. */
async function ringAgain(worker) {
  const subscription = await worker.pushManager?.getSubscription();
  if (!subscription) return;
  await fetch(meta.dataset.ringAgain, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(subscription),
  });
}

async function begin() {
  await navigator.serviceWorker.register("/service-worker.js", { scope: "/", updateViaCache: "none" });
  const worker = await navigator.serviceWorker.ready;
  // A page from memory says who it was kept for, not who is signed in now.
  if (root.dataset.kept || !meta) return;
  worker.active.postMessage({ kind: "here", person, language: root.lang });
  if (meta.dataset.ringAgain) ringAgain(worker).catch(() => {});
  // What changed on the open page is what shall be read when the network goes.
  let timer = 0;
  document.addEventListener("htmx:after:swap", () => {
    clearTimeout(timer);
    timer = setTimeout(() => worker.active.postMessage({ kind: "keep", url: location.href.split("#")[0] }), KEEP_AFTER);
  });
}

addEventListener("online", () => (root.dataset.kept ? back() : look()));
addEventListener("offline", look);
look();
if (root.dataset.kept) setInterval(back, LOOK_AGAIN);
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-reload]")) return;
  event.preventDefault();
  location.reload();
});
if (document.getElementById("kept")) listKept();
if ("serviceWorker" in navigator && window.isSecureContext) begin().catch(() => {});
