// The page of notices: this browser says where it can be rung, by its own hand, and only when asked to.

const box = document.getElementById("ring");
const status = box?.querySelector("[role=status]");
const button = box?.querySelector("button");
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** Whether the browser subscribed with the key the house has now; another one cannot be rung. */
function fits(subscription) {
  const key = subscription.options?.applicationServerKey;
  const ours = bytes(box.dataset.key);
  return !key || (key.byteLength === ours.length && new Uint8Array(key).every((byte, at) => byte === ours[at]));
}

async function ring() {
  status.textContent = "";
  if ((await Notification.requestPermission()) !== "granted") {
    status.textContent = box.dataset.refused;
    return;
  }
  button.setAttribute("aria-busy", "true");
  try {
    const worker = await navigator.serviceWorker.ready;
    const before = await worker.pushManager.getSubscription();
    if (before && !fits(before)) await before.unsubscribe();
    const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key) });
    const answer = await fetch(box.dataset.add, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(subscription),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    location.reload();
  } catch {
    status.textContent = box.dataset.failed;
  } finally {
    button.removeAttribute("aria-busy");
  }
}

async function show() {
  box.hidden = false;
  if (!able) {
    button.hidden = true;
    status.textContent = box.dataset.cannot;
    return;
  }
  const worker = await navigator.serviceWorker.getRegistration();
  const subscription = await worker?.pushManager.getSubscription();
  // On the list and able to be rung: there is nothing to press.
  button.hidden = Boolean(subscription && document.querySelector("[data-this-device]") && Notification.permission === "granted");
  if (Notification.permission === "denied") status.textContent = box.dataset.refused;
  button.addEventListener("click", ring);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-unring]") || form.dataset.done) return;
  event.preventDefault();
  form.dataset.done = "yes";
  try {
    const worker = await navigator.serviceWorker?.getRegistration();
    await (await worker?.pushManager.getSubscription())?.unsubscribe();
  } catch {
    // The house rings no more in any case.
  }
  form.requestSubmit();
});

if (box) show();
