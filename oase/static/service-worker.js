// Oase without a network. Static files are at hand; of pages only those that carry X-Oase-Keep are kept, for the person
// it names, and only for reading. While the network is there, every page comes from it. (SHELL and oaseOutbox stand above.)

const VERSION = SHELL.join("|").split("").reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7).toString(36);
const STATIC = `oase-static-${VERSION}`;
const PAGES = "oase-pages-";
const MOST_PAGES = 60;
const HASHED = /\.[0-9a-f]{12}\.[a-z0-9]+$/;
const KEEP = "X-Oase-Keep";
const KEPT = "X-Oase-Kept";

addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(STATIC);
      // Without credentials: what is at hand for everybody must know nobody.
      await cache.addAll(SHELL.map((path) => new Request(path, { credentials: "omit", cache: "reload" })));
      await skipWaiting();
    })(),
  );
});

addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith("oase-static-") && name !== STATIC) await caches.delete(name);
      await clients.claim();
    })(),
  );
});

let goodbyes = 0;

/** Pages of everybody but `person` go; of nobody means all. */
async function wipe(person = "") {
  if (!person) goodbyes += 1;
  await oaseOutbox.remember("person", person).catch(() => {});
  for (const name of await caches.keys()) if (name.startsWith(PAGES) && name !== PAGES + person) await caches.delete(name);
}

const here = () => oaseOutbox.recall("person").catch(() => "");

async function keep(address, response) {
  const person = response.headers.get(KEEP);
  const headers = new Headers(response.headers);
  headers.set(KEPT, new Date().toISOString());
  headers.delete("Set-Cookie");
  const body = await response.blob();
  // Signed out while the page came: it belongs to nobody here any more.
  if (person !== (await here())) return;
  const cache = await caches.open(PAGES + person);
  await cache.delete(address);
  await cache.put(address, new Response(body, { status: 200, headers }));
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST_PAGES))) await cache.delete(old);
}

async function kept(address) {
  const person = await here();
  const page = person ? await (await caches.open(PAGES + person)).match(address, { ignoreVary: true }) : null;
  if (!page) return null;
  // The page says of itself that it comes from memory, and of when it is.
  const text = (await page.text()).replace(/<html(?=[\s>])/, `<html data-kept="${page.headers.get(KEPT)}"`);
  return new Response(text, { status: 200, headers: page.headers });
}

async function noPage() {
  const language = (await oaseOutbox.recall("language").catch(() => "")) === "en" ? "en" : "de";
  return (await caches.match(`/offline/${language}/`, { ignoreVary: true })) ?? Response.error();
}

const plain = (url) => url.origin + url.pathname;

async function page(event) {
  const address = plain(new URL(event.request.url));
  const before = goodbyes;
  try {
    const response = await fetch(event.request);
    // Signed out in another tab while this page came: it is read, and not kept.
    if (goodbyes !== before) return response;
    if (response.headers.has(KEEP) && response.status === 200 && !response.redirected) {
      const person = response.headers.get(KEEP);
      if (person !== (await here())) await wipe(person);
      event.waitUntil(keep(address, response.clone()).catch(() => {}));
    } else if (response.type === "basic" && response.status < 500) {
      // Gone, or not theirs any more: then it is not kept either.
      event.waitUntil(forget(address));
    }
    return response;
  } catch {
    return (await kept(address)) ?? noPage();
  }
}

async function forget(address) {
  const person = await here();
  if (person) await (await caches.open(PAGES + person)).delete(address);
}

async function file(request) {
  const cache = await caches.open(STATIC);
  const hashed = HASHED.test(new URL(request.url).pathname);
  const there = await cache.match(request, { ignoreVary: true });
  if (there && hashed) return there;
  try {
    const response = await fetch(request);
    if (response.status === 200 && hashed) cache.put(request, response.clone()).catch(() => {});
    return response;
  } catch (error) {
    if (there) return there;
    throw error;
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  // Signing out forgets at once, whatever page comes after it.
  if (request.method === "POST" && url.pathname === "/account/logout/") event.waitUntil(wipe());
  // Forms, live streams and parts of pages go their own way; only whole pages and files are looked after here.
  if (request.method !== "GET" || request.headers.has("Range")) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (url.pathname.startsWith("/static/") && request.destination !== "sharedworker") event.respondWith(file(request));
});

async function refresh(address) {
  const response = await fetch(address, { credentials: "same-origin" });
  if (response.status === 200 && response.headers.has(KEEP) && !response.redirected) await keep(address, response);
}

addEventListener("message", (event) => {
  // Only pages of this house can speak to it.
  const { kind, person = "", language = "", url = "" } = event.data ?? {};
  if (kind === "here") {
    event.waitUntil(
      (async () => {
        if (language) await oaseOutbox.remember("language", language).catch(() => {});
        const changed = (await here()) !== person;
        await wipe(person);
        // The page that says so was loaded before anybody looked after it.
        const address = event.source?.url ? plain(new URL(event.source.url)) : "";
        if (person && address && (changed || !(await (await caches.open(PAGES + person)).match(address)))) await refresh(address);
      })().catch(() => {}),
    );
  }
  if (kind === "keep") event.waitUntil(refresh(plain(new URL(url))).catch(() => {}));
});

addEventListener("sync", (event) => {
  if (event.tag !== "oase-outbox") return;
  event.waitUntil(
    (async () => {
      const person = await here();
      await oaseOutbox.drain(person, { check: true, now: true });
      const left = (await oaseOutbox.list(person)).filter(({ why }) => !why);
      // Failing asks the browser to come back later.
      if (left.length) throw new Error("still waiting");
    })(),
  );
});

addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // A push that is none of ours still has to show something.
  }
  const open = typeof told.open === "string" && told.open.startsWith("/") && !told.open.startsWith("//") ? told.open : "/";
  const say = { body: told.words ?? "", tag: told.tag ?? "oase", icon: "/static/icon-192.png", badge: "/static/badge-96.png" };
  event.waitUntil(registration.showNotification(told.title ?? "Oase", { ...say, renotify: true, data: { open } }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const target = new URL(event.notification.data?.open ?? "/", location.origin);
  if (target.origin !== location.origin) return;
  event.waitUntil(
    (async () => {
      const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
      const there = windows.find((one) => new URL(one.url).pathname === target.pathname);
      if (there) return there.focus();
      return clients.openWindow(target.href);
    })(),
  );
});

addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(
    (async () => {
      const options = event.oldSubscription?.options ?? { userVisibleOnly: true };
      const subscription = event.newSubscription ?? (await registration.pushManager.subscribe(options));
      await fetch("/notices/devices/", {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(subscription),
      });
    })().catch(() => {}),
  );
});
