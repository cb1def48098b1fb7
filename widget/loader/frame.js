// The messenger in a frame of our own origin, seen from the page.
//
// The frame stores nothing: what the messenger keeps (session, drafts, messages on their way)
// stays in the page's storage and is handed to and fro. A frame that is loaded anew, because the
// page moved it, begins with another hello and goes on where it was.

import { storage } from "./device.js";
import { talk } from "./port.js";

/** How long the frame may take to arrive, in milliseconds. */
const PATIENCE = 20_000;
/** How long the hello of a frame that has arrived may be under way, in milliseconds. */
const GRACE = 4_000;

const STYLE = `
.panel{position:fixed;box-sizing:border-box;width:min(400px,calc(100vw - 32px));height:min(680px,calc(100vh - var(--above) - 24px));overflow:hidden;border-radius:16px;background:#fff;box-shadow:0 0 0 1px #1416280d,0 16px 48px #1416282e}
:host([theme=dark]) .panel{background:#17181f;box-shadow:0 0 0 1px #ffffff14,0 16px 48px #0009}
.panel iframe{display:block;width:100%;height:100%;border:0;color-scheme:normal}
@media (max-width:480px){.panel{inset:0;width:100%;height:100%;border-radius:0}}
`;

/** @param {import("./contract").Host} host */
export function openFrame(host) {
  const living = new AbortController();
  const { signal } = living;
  const area = keptArea(host.token);
  /** @type {ReturnType<typeof talk> | undefined} */
  let frameSide;
  let open = false;

  const panel = document.createElement("div");
  panel.className = "panel";
  panel.hidden = true;
  const frame = document.createElement("iframe");
  frame.title = host.config.title;
  const query = new URLSearchParams({ parent: location.origin, lang: host.locale });
  frame.src = `${host.api}/chat/${encodeURIComponent(host.token)}?${query}`;

  const place = () => ({ url: location.href, title: document.title, referrer: document.referrer });
  const look = () => ({ style: host.config.style, theme: host.config.theme });
  const tellPlace = () => frameSide?.tell("page", place());

  /** @param {MessageEvent} event */
  function meet({ source, origin, data }) {
    if (source != frame.contentWindow || origin != host.api || data != "porthole") return false;
    frameSide?.close();
    const { port1, port2 } = new MessageChannel();
    frameSide = talk(port1, {
      open: (wanted) => host.request_open(!!wanted),
      icon: (shown) => host.set_icon(!!shown),
      unread: (count) => host.set_unread(Number(count)),
      emit: (name, detail) => host.emit(String(name), detail),
      keep: (key, value) => area.keep(String(key), value),
    });
    frame.contentWindow?.postMessage({ kept: area.all(), page: place(), open, look: look() }, host.api, [port2]);
    return true;
  }

  /** @type {Promise<boolean>} */
  const isThere = new Promise((resolve) => {
    /** @param {boolean} there */
    const settle = (there) => {
      clearTimeout(timer);
      resolve(there);
    };
    const timer = setTimeout(settle, PATIENCE, false);
    signal.addEventListener("abort", () => settle(false));
    addEventListener("message", (event) => void (meet(event) && settle(true)), { signal });
    document.addEventListener("securitypolicyviolation", (event) => isOfFrame(event, host.api) && settle(false), { signal });
    // A frame that is refused loads too: it just never says hello.
    frame.addEventListener("load", () => {
      const grace = setTimeout(settle, GRACE, false);
      signal.addEventListener("abort", () => clearTimeout(grace));
    });
  });

  // The visitor turns to the chat: that is when the page they came from counts.
  addEventListener("blur", tellPlace, { signal });
  area.watch((key, value) => frameSide?.tell("keep", key, value), signal);

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  host.root.adoptedStyleSheets = [...host.root.adoptedStyleSheets, sheet];
  panel.append(frame);
  host.root.append(panel);

  return {
    isThere,
    /** @param {boolean} wanted */
    set_open(wanted) {
      open = wanted;
      panel.hidden = !open;
      tellPlace();
      frameSide?.tell("open", open);
      if (open) frame.focus();
    },
    set_look: () => frameSide?.tell("look", look()),
    /**
     * @param {string} command
     * @param {unknown[]} given
     */
    run(command, given) {
      tellPlace();
      return /** @type {ReturnType<typeof talk>} */ (frameSide).ask("run", command, given);
    },
    stop() {
      living.abort();
      frameSide?.close();
      panel.remove();
    },
  };
}

/**
 * Whether the page's policy has refused our frame. A policy that only reports refuses nothing.
 * @param {SecurityPolicyViolationEvent} event
 * @param {string} origin
 */
const isOfFrame = (event, origin) =>
  event.disposition == "enforce" && /^(frame|child|default)-src/.test(event.effectiveDirective) && event.blockedURI.startsWith(origin);

/**
 * What this page keeps of a workspace, for the frame. Where storage is blocked or full, the
 * frame's own memory has to do.
 * @param {string} token
 */
function keptArea(token) {
  const name = "porthole:" + token;
  /** @param {unknown} key */
  const isOurs = (key) => key == name || String(key).startsWith(name + ":");
  const area = storage();
  return {
    /** @returns {[string, string][]} */
    all: () => Object.entries(area || {}).filter(([key]) => isOurs(key)),
    /**
     * @param {string} key
     * @param {unknown} value null forgets it
     */
    keep(key, value) {
      if (!isOurs(key)) return;
      try {
        if (value == null) area?.removeItem(key);
        else area?.setItem(key, String(value));
      } catch {
        // Full: the next value may fit, and the frame remembers this one.
      }
    },
    /**
     * Hears of what other tabs keep.
     * @param {(key: string, value: string | null) => void} heard
     * @param {AbortSignal} signal ends it
     */
    watch(heard, signal) {
      const listener = (/** @type {StorageEvent} */ { key, newValue }) => {
        if (key && isOurs(key)) heard(key, newValue);
      };
      addEventListener("storage", listener, { signal });
    },
  };
}
