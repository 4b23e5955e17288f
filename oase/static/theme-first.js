// Runs before the first paint, so a chosen theme never flashes. The rest is in theme.js.
(function () {
  try {
    var chosen = localStorage.getItem("oase-theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // Storage may be closed to us; the system's theme is a good answer.
  }
})();
