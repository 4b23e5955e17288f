// Keeps promises true on an open page: rings shrink, "13 minutes left" counts down, late turns coral.
// Words come from the server (data-left, data-late) with %(span)s where the time goes.
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const language = document.documentElement.lang || "de";
const units = {};

function span(amount, unit) {
  units[unit] ??= new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" });
  return units[unit].format(amount);
}

function words(element, left) {
  const size = Math.abs(left);
  // Beyond two hours the server's words hold until the next visit; days would need other grammar.
  if (size >= 2 * HOUR || (left < 0 && size < MINUTE)) return null;
  const text = left >= 0 && size < 2 * MINUTE ? span(Math.floor(size), "second") : span(Math.floor(size / MINUTE), "minute");
  return (left < 0 ? element.dataset.late : element.dataset.left).replace("%(span)s", text);
}

function short(left) {
  const size = Math.abs(left);
  if (left >= 0 && size < 2 * MINUTE) return `${Math.floor(size)}″`;
  if (size < 100 * MINUTE) return `${left < 0 ? "+" : ""}${Math.floor(size / MINUTE)}′`;
  return null;
}

function tick() {
  const now = Date.now();
  for (const element of document.querySelectorAll("[data-promise]")) {
    const due = Date.parse(element.dataset.promise);
    const left = (due - now) / 1000;
    element.classList.toggle("is-late", left < 0);
    element.closest("[data-holds-promise]")?.classList.toggle("is-late", left < 0);
    const spoken = element.querySelector("[data-left]");
    if (spoken) spoken.textContent = words(spoken, left) ?? spoken.textContent;
    if (element.matches(".count")) {
      const label = words(element, left);
      if (label) element.setAttribute("aria-label", label);
      const figure = short(left);
      if (figure) element.querySelector("b").textContent = figure;
    }
    if (element.dataset.from) {
      const start = Date.parse(element.dataset.from);
      const share = left < 0 ? 100 : Math.round((100 * (due - now)) / (due - start));
      const arc = element.querySelector(".ring circle + circle");
      arc?.setAttribute("stroke-dasharray", `${Math.min(100, Math.max(0, share))} 100`);
    }
  }
}

tick();
setInterval(tick, 1000);
document.addEventListener("visibilitychange", () => document.hidden || tick());
