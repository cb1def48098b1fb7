// The one element that Porthole adds to the page, and the launcher inside it.

import { keepInPlace } from "./place.js";

/** @typedef {ReturnType<typeof createSurface>} Surface */

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
  let launcher = make("button", { class: "launcher", type: "button" }, icon("chat"), icon("down"), badge);
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
      launcher.querySelectorAll("path").forEach((path, at) => path.setAttribute("d", config.icons[at]));
      host.setAttribute("theme", config.theme);
    },
    remove() {
      living.abort();
      guard.abort();
      host.remove();
    },
    /** @param {HTMLElement} link has taken the launcher's place */
    setLauncher(link) {
      launcher = link;
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
 * A drawing, whose line comes with the configuration.
 * @param {string} name
 */
const icon = (name) => make("svg", { class: name, viewBox: "0 0 24 24", "aria-hidden": "true" }, make("path", {}));
