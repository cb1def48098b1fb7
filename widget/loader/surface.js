// The one element that Porthole adds to the page, and the launcher inside it.

import { STYLE, themeStyle } from "./style.js";

/** @typedef {ReturnType<typeof createSurface>} Surface */

// Keys, clipboard and drags inside the chat are none of the page's business; neither is the
// focus, which a focus trap would otherwise take away.
const PRIVATE_EVENTS =
  "keydown keyup keypress copy cut paste dragenter dragover dragleave drop focusin focusout";

const CHAT = "M12 4c-5 0-8.5 3.2-8.5 7.4 0 2 .8 3.7 2.1 5L4.5 20.5l4.5-1.9c1 .2 2 .3 3 .3 5 0 8.5-3.2 8.5-7.5S17 4 12 4Z";
const DOWN = "M5.5 9 12 15.5 18.5 9";

/**
 * @param {import("./contract").Config} config
 * @param {() => void} toggle opens or closes the chat
 * @param {() => void} intent somebody is about to chat
 */
export function createSurface(config, toggle, intent) {
  const { labels } = config;
  const host = make("porthole-chat", {});
  const root = host.attachShadow({ mode: "open" });
  const badge = make("span", { "aria-hidden": "true" });
  const launcher = make("button", { class: "launcher", type: "button" }, icon("chat", CHAT), icon("down", DOWN), badge);
  const notice = make("button", { class: "notice", type: "button" }, labels.failed);
  const status = make("div", { role: "status" });
  root.append(launcher, status);

  adopt(STYLE);
  adopt(themeStyle(config));

  for (const type of PRIVATE_EVENTS.split(" ")) host.addEventListener(type, (event) => event.stopPropagation());
  for (const type of ["pointerenter", "focus", "touchstart"]) launcher.addEventListener(type, intent, { passive: true });
  launcher.addEventListener("click", toggle);
  notice.addEventListener("click", intent);

  const stopKeeping = keepInBody(host);
  const stopWatching = keepTheme(host, config.theme);

  /** @param {string} css */
  function adopt(css) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }

  return {
    root,
    adopt,
    focus: () => launcher.focus(),
    remove() {
      stopKeeping();
      stopWatching();
      host.remove();
    },
    /** @param {{ hidden: boolean, launcher: boolean, open: boolean, busy: boolean, failed: boolean, unread: number }} now */
    render(now) {
      const unread = now.unread ? ", " + labels.unread.replace("{count}", String(now.unread)) : "";
      host.hidden = now.hidden;
      launcher.hidden = !now.launcher;
      launcher.ariaLabel = (now.open ? labels.close : labels.open) + unread;
      launcher.ariaExpanded = String(now.open);
      launcher.classList.toggle("busy", now.busy);
      badge.hidden = !now.unread || now.open;
      badge.textContent = now.unread > 99 ? "99+" : String(now.unread);
      // Put in rather than shown: that is what a screen reader announces.
      status.replaceChildren(...(now.failed ? [notice] : []));
    },
  };
}

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
function make(tag, attributes, ...children) {
  const space = "http://www.w3.org/" + (/svg|path/.test(tag) ? "2000/svg" : "1999/xhtml");
  const element = document.createElementNS(space, tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return /** @type {HTMLElement} */ (element);
}

/**
 * @param {string} name
 * @param {string} d
 */
const icon = (name, d) => make("svg", { class: name, viewBox: "0 0 24 24", "aria-hidden": "true" }, make("path", { d }));

/**
 * Pages come and go with their `body` (Turbo and the like, or a script in the head that runs
 * before there is one): the element is always at the end of the present one. Waiting for a turn
 * of the event loop keeps a page that removes it at once from spinning.
 * @param {HTMLElement} host
 * @returns {() => void} ends it
 */
function keepInBody(host) {
  let timer = 0;
  const observer = new MutationObserver(() => {
    if (host.parentNode != document.body && !timer) timer = window.setTimeout(attach);
  });
  function attach() {
    timer = 0;
    observer.disconnect();
    observer.observe(document.documentElement, { childList: true });
    if (!document.body) return;
    observer.observe(document.body, { childList: true });
    // A cached copy of the page may hold an empty copy of the element.
    for (const copy of document.querySelectorAll(host.localName)) if (copy != host) copy.remove();
    if (host.parentNode != document.body) document.body.append(host);
  }
  attach();
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}

/**
 * The attribute `theme` says which colours hold, whoever decides: the workspace or the system.
 * @param {HTMLElement} host
 * @param {import("./contract").Config["theme"]} theme
 * @returns {() => void} ends it
 */
function keepTheme(host, theme) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => host.setAttribute("theme", theme == "dark" || (theme != "light" && system.matches) ? "dark" : "light");
  apply();
  system.addEventListener("change", apply);
  return () => system.removeEventListener("change", apply);
}
