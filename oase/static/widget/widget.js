// Oase on your page: a button, and behind it a frame. Put it anywhere, once for each company:
//
//   <script src="https://oase.example/widget.js" data-company="your-name" async></script>
//
// It sets no cookie and no global name, asks nobody but the Oase it came from, and draws in a shadow of its own, with
// constructed style sheets: a strict Content-Security-Policy needs that origin in script-src and frame-src, no more.
(() => {
  "use strict";
  const script = document.currentScript;
  const company = script?.dataset.company;
  if (!company || document.querySelector(`[data-oase="${CSS.escape(company)}"]`)) return;
  const home = new URL(script.src).origin;
  const PHONE = matchMedia("(max-width: 480px), (max-height: 480px)");

  const language = () => {
    const wanted = script.dataset.language || document.documentElement.lang || navigator.language || "de";
    return wanted.toLowerCase().startsWith("de") ? "de" : "en";
  };

  const STYLE = `
    :host { all: initial; }
    @media print { :host { display: none; } }
    button, dialog { font: 600 16px/1.3 system-ui, -apple-system, "Segoe UI", sans-serif; }
    button {
      position: fixed; inset-block-end: max(20px, env(safe-area-inset-bottom)); inset-inline-end: 20px; z-index: 2147483000;
      display: inline-flex; align-items: center; gap: 10px; min-height: 52px; max-width: calc(100vw - 40px);
      padding: 0 20px; border: 2px solid transparent; border-radius: 999px; cursor: pointer;
      background: var(--accent); color: var(--on-accent); box-shadow: 0 8px 28px rgb(0 0 0 / .28);
    }
    button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
    .left button, .left dialog { inset-inline: 20px auto; }
    [hidden] { display: none !important; }
    svg { width: 22px; height: 22px; flex: none; fill: none; stroke: currentColor; stroke-width: 2; }
    .label { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .count {
      min-width: 24px; padding: 2px 7px; box-sizing: border-box; border-radius: 999px; text-align: center; font-size: 14px;
      background: var(--on-accent); color: var(--accent);
    }
    .said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    dialog {
      position: fixed; inset: auto 20px calc(88px + env(safe-area-inset-bottom)) auto; z-index: 2147483001; margin: 0;
      width: min(400px, calc(100vw - 40px)); height: min(660px, calc(100dvh - 112px)); max-width: none; max-height: none;
      padding: 0; border: 0; border-radius: 20px; overflow: hidden; background: Canvas;
      box-shadow: 0 24px 64px -12px rgb(0 0 0 / .4), 0 0 0 1px rgb(0 0 0 / .08);
    }
    dialog::backdrop { background: none; }
    /* Closed it keeps its place unseen, so that the frame goes on hearing what is new. */
    dialog:not([open]) { display: block; visibility: hidden; pointer-events: none; }
    iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: normal; }
    @media (max-width: 480px), (max-height: 480px) {
      dialog, .left dialog { inset: 0; width: 100vw; height: 100dvh; border-radius: 0; }
    }
    @media (prefers-reduced-motion: no-preference) {
      dialog { transition: opacity .18s, transform .18s; }
      dialog:not([open]) { opacity: 0; transform: translateY(12px); }
    }
    @media (forced-colors: active) { button { border-color: ButtonText; } dialog { border: 1px solid CanvasText; } }
  `;

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  const bubble = () => {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    const path = document.createElementNS(space, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M21 12a8.5 8.5 0 0 1-12.6 7.4L3.5 20.5l1.1-4.4A8.5 8.5 0 1 1 21 12Z");
    path.setAttribute("stroke-linejoin", "round");
    svg.append(path);
    return svg;
  };

  const colour = (value, other) => (/^#[0-9a-f]{6}$/i.test(value) ? value : other);

  /** The host's page says who is there: in the script's data-identity, or when it is asked by an event. */
  const identity = async () => {
    if (script.dataset.identity) return script.dataset.identity;
    let answer = null;
    const detail = { company, answer: (token) => { answer = token; } };
    dispatchEvent(new CustomEvent("oase:identity", { detail }));
    try {
      const token = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 10_000))]);
      return typeof token === "string" ? token.trim() : "";
    } catch {
      return "";
    }
  };

  const start = () => {
    const host = make("div", { "data-oase": company });
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];

    const label = make("span", { class: "label" });
    const count = make("span", { class: "count", hidden: "", "aria-hidden": "true" });
    const said = make("span", { class: "said", role: "status" });
    const button = make("button", { type: "button", hidden: "", "aria-haspopup": "dialog", "aria-expanded": "false" });
    button.append(bubble(), label, count);
    const frame = make("iframe", { referrerpolicy: "strict-origin-when-cross-origin" });
    const dialog = make("dialog", { inert: "" }, frame);
    const side = make("div", {}, button, dialog, said);
    root.append(side);

    let port = null;
    let words = { one: "", more: "" };
    const tell = (kind, more = {}) => port?.postMessage({ kind, ...more });

    const open = () => {
      if (dialog.open) return;
      dialog.removeAttribute("inert");
      // Over the whole screen nothing behind it can be reached; beside the page both can.
      PHONE.matches ? dialog.showModal() : dialog.show();
      button.setAttribute("aria-expanded", "true");
      frame.focus();
      tell("open");
    };
    const close = () => {
      if (!dialog.open) return;
      dialog.close();
    };
    dialog.addEventListener("close", () => {
      dialog.setAttribute("inert", "");
      button.setAttribute("aria-expanded", "false");
      button.focus();
      tell("close");
    });
    dialog.addEventListener("keydown", (event) => event.key === "Escape" && close());
    button.addEventListener("click", () => (dialog.open ? close() : open()));

    const unread = (number) => {
      const n = Math.max(0, Math.min(99, Math.trunc(Number(number)) || 0));
      const spoken = n ? (n === 1 ? words.one : words.more.replace("%(n)s", n)) : "";
      count.hidden = !n;
      count.textContent = n || "";
      button.setAttribute("aria-label", spoken ? `${label.textContent}, ${spoken}` : label.textContent);
      if (said.textContent !== spoken) said.textContent = spoken;
    };

    const hear = ({ data }) => {
      if (data?.kind === "ready") {
        words = { one: String(data.one), more: String(data.more) };
        host.style.setProperty("--accent", colour(data.accent, "#1c5a43"));
        host.style.setProperty("--on-accent", colour(data.onAccent, "#ffffff"));
        side.className = data.side === "left" ? "left" : "";
        label.textContent = String(data.label);
        dialog.setAttribute("aria-label", String(data.title));
        frame.title = String(data.title);
        button.hidden = false;
        unread(0);
      }
      if (data?.kind === "unread") unread(data.number);
      if (data?.kind === "close") close();
      if (data?.kind === "identity") identity().then((token) => tell("identity", { token }));
    };

    frame.addEventListener("load", () => {
      const channel = new MessageChannel();
      port = channel.port1;
      port.onmessage = hear;
      // Named, so that no other page that might have come into the frame gets the line to us.
      frame.contentWindow.postMessage({ oase: 1, open: dialog.open }, home, [channel.port2]);
      setTimeout(() => button.hidden && console.warn(
        `Oase: the widget of “${company}” may not stand on ${location.origin}, or is not set up.`), 15_000);
    });
    // A page in which somebody signs in or out without being loaded anew says so.
    addEventListener("oase:signed-in", (event) => tell("identity", { token: String(event.detail?.token ?? "") }));
    addEventListener("oase:signed-out", () => tell("identity", { token: "" }));
    addEventListener("oase:open", open);

    frame.src = `${home}/widget/${encodeURIComponent(company)}/?language=${language()}`;
    document.body.append(host);
  };

  // The page itself comes first.
  const soon = () => ("requestIdleCallback" in window ? requestIdleCallback(start, { timeout: 2000 }) : setTimeout(start, 200));
  document.readyState === "complete" ? soon() : addEventListener("load", soon, { once: true });
})();
