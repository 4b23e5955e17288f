// The small manners of every page: light or dark, toasts that leave, menus that close.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

export const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

export function toggleTheme() {
  const next = isDark() ? "light" : "dark";
  root.dataset.theme = next;
  try {
    // Choosing what the system says anyway means: follow the system again.
    if ((next === "dark") === system.matches) localStorage.removeItem("oase-theme");
    else localStorage.setItem("oase-theme", next);
  } catch {
    // Then it holds for this page.
  }
}

const STAYS = 8000;

/** Say something in passing; `action` may be {url, words}. */
export function toast(words, { level = "success", action = null } = {}) {
  const box = document.getElementById("toasts");
  const element = document.createElement("div");
  element.className = `toast ${level}`;
  element.dataset.toast = "";
  element.append(words);
  if (action) {
    const link = document.createElement("a");
    link.className = "btn";
    link.href = action.url;
    link.textContent = action.words;
    element.append(link);
  }
  box.append(element);
  settle(element);
}

function settle(element) {
  element.querySelector("[data-close-toast]")?.removeAttribute("hidden");
  // A message with something to do, or about something wrong, waits for the reader.
  if (element.matches(".error, .warning, .late") || element.querySelector("a")) return;
  let timer = setTimeout(() => element.remove(), STAYS);
  element.addEventListener("pointerenter", () => clearTimeout(timer));
  element.addEventListener("pointerleave", () => (timer = setTimeout(() => element.remove(), STAYS)));
}

function wake(scope = document) {
  scope.querySelectorAll("[data-toggle-theme]").forEach((button) => button.removeAttribute("hidden"));
  scope.querySelectorAll("[data-toast]").forEach(settle);
}

/** The office opens at the newest message. A pane of its own begins there by CSS; on a phone the page has to go. */
function toNewest(pane) {
  const message = /^#m\d+$/.test(location.hash);
  if (message || pane.offsetParent === null || getComputedStyle(pane).overflowY === "auto") return;
  pane.querySelector(".thread > :last-child")?.scrollIntoView({ block: "end" });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-toggle-theme]")) toggleTheme();
  event.target.closest("[data-close-toast]")?.closest("[data-toast]")?.remove();
  const opener = event.target.closest("[data-open-dialog]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.openDialog)?.showModal();
  }
  const closer = event.target.closest("[data-close-dialog]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog")?.close();
  }
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// After the browser has gone to the address's own target.
const openAtNewest = () => document.querySelectorAll("[data-to-newest]").forEach(toNewest);
addEventListener("load", () => requestAnimationFrame(openAtNewest));
addEventListener("hashchange", () => requestAnimationFrame(openAtNewest));
wake();
