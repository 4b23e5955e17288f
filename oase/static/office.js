// The second level's page, piece by piece.
import "./office/meanwhile.js";
import "./office/quoting.js";
import "./office/macros.js";
import "./office/picker.js";
import "./office/keys.js";
import "./office/palette.js";
import { voice } from "./office/voice.js";

document.addEventListener("change", ({ target }) => {
  if (target.matches?.("[data-audience]")) voice();
});

let sent = false;
document.addEventListener("submit", ({ target }) => {
  if (target.id === "composer") sent = true;
});

function wake() {
  voice();
  if (!sent) return;
  // Who has just written sees it, wherever they were reading: a reversed scroller ends at nought.
  sent = false;
  document.querySelector(".newest")?.scrollTo({ top: 0 });
}
document.addEventListener("htmx:after:swap", wake);
wake();
// On a phone the views are a line that scrolls: the current one is in sight.
document.querySelector(".views [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// What the server opened in the page, for those without a script, is a real dialog here.
for (const dialog of document.querySelectorAll("dialog.dialog[open]")) {
  dialog.close();
  dialog.showModal();
}
