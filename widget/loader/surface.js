// The one element that Porthole adds to the page, and the launcher inside it.

import { keepInPlace, keepTheme } from "./place.js";

/** @typedef {ReturnType<typeof createSurface>} Surface */

const CHAT = "M12 4c-5 0-8.5 3.2-8.5 7.4 0 2 .8 3.7 2.1 5L4.5 20.5l4.5-1.9c1 .2 2 .3 3 .3 5 0 8.5-3.2 8.5-7.5S17 4 12 4Z";
const DOWN = "M5.5 9 12 15.5 18.5 9";

/**
 * It is dressed before it is rendered.
 * @param {() => void} toggle opens or closes the chat
 * @param {() => void} intent somebody is about to chat
 */
export function createSurface(toggle, intent) {
  /** @type {import("./contract").Config["labels"]} */
  let labels;
  // As a popover it is drawn above everything, whatever the page does to its body.
  const host = make("porthole-chat", { popover: "manual" });
  const root = host.attachShadow({ mode: "open" });
  const badge = make("span", { "aria-hidden": "true" });
  let launcher = make("button", { class: "launcher", type: "button" }, icon("chat", CHAT), icon("down", DOWN), badge);
  const notice = make("button", { class: "notice", type: "button" });
  const status = make("div", { role: "status" });
  root.append(launcher, status);
  const sheet = adopt("");

  for (const type of ["pointerenter", "focus"]) launcher.addEventListener(type, intent);
  launcher.addEventListener("click", toggle);
  notice.addEventListener("click", intent);

  const living = new AbortController();
  const guard = new AbortController();
  // Before the messenger is there (`private.js`), there is the launcher alone: no handler of the
  // page learns of it first, or takes its clicks away.
  for (const type of "keydown keyup pointerdown mousedown click focusin".split(" ")) {
    addEventListener(
      type,
      (event) => {
        if (event.target != host) return;
        event.stopImmediatePropagation();
        if (type == "click") (event.composedPath()[0] == notice ? intent : toggle)();
      },
      { capture: true, signal: guard.signal },
    );
  }
  keepInPlace(host, living.signal);
  const setTheme = keepTheme(host, living.signal);

  /** @param {string} css */
  function adopt(css) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    return sheet;
  }

  return {
    root,
    /**
     * Takes the messenger's style sheet. It keeps itself private from now on.
     * @param {string} css
     */
    adopt(css) {
      guard.abort();
      adopt(css);
    },
    focus: () => launcher.focus(),
    /**
     * Takes look and words of a configuration.
     * @param {import("./contract").Config} config
     */
    dress(config) {
      labels = config.labels;
      notice.textContent = labels.failed;
      sheet.replaceSync(config.style);
      setTheme(config.theme);
    },
    remove() {
      living.abort();
      guard.abort();
      host.remove();
    },
    /**
     * The launcher becomes another element: a link.
     * @param {HTMLElement} link
     */
    replaceLauncher(link) {
      const focused = root.activeElement == launcher;
      link.className = "launcher";
      link.append(...launcher.childNodes);
      launcher.replaceWith(link);
      launcher = link;
      if (focused) link.focus();
    },
    /** @param {{ hidden: boolean, launcher: boolean, open: boolean, busy: boolean, failed: boolean, link: boolean, unread: number }} now */
    render(now) {
      const unread = now.unread ? ", " + labels.unread.replace("{count}", String(now.unread)) : "";
      host.hidden = now.hidden;
      launcher.hidden = !now.launcher;
      launcher.ariaLabel = (now.link ? labels.new_tab : now.open ? labels.close : labels.open) + unread;
      launcher.ariaExpanded = now.link ? null : String(now.open);
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
