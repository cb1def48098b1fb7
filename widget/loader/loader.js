// The script that pages embed: makes `window.Porthole` and starts the widget.
//
// Nothing here throws into the page. Calls that need the messenger wait for it and reach it in
// the order in which they were made; after `destroy()` calls do nothing until `init()`.

import { createEvents, failure } from "./events.js";
import { startLife } from "./life.js";
import { readSettings } from "./settings.js";

/** @param {HTMLScriptElement | null} script */
function install(script) {
  const { on, off, emit } = createEvents();
  /** @type {import("./life.js").Life | null} */
  let life = null;

  /**
   * @param {string} command
   * @param {unknown[]} given
   * @returns {Promise<any>}
   */
  async function send(command, given) {
    const mine = life;
    if (!mine) throw failure("destroyed");
    // Loading tells its own failures.
    const messenger = await mine.load();
    try {
      return await messenger.run(command, given);
    } catch (error) {
      mine.fail(/** @type {import("./porthole").Failure} */ (error));
      throw error;
    }
  }

  /**
   * What the messenger does, by the name that it has here too.
   * @type {(command: string) => (...given: unknown[]) => Promise<any>}
   */
  const run = (command) => (...given) => {
    const result = send(command, given);
    // A page that does not look at the result gets no unhandled rejection.
    result.catch(() => {});
    return result;
  };

  /**
   * Buttons of the page, also those that come later. A link's own address is for pages without us.
   * @param {any} event
   */
  function press(event) {
    const button = event.target.closest?.("[data-porthole-open]");
    if (!button) return;
    event.preventDefault();
    porthole.open(button.dataset.portholeOpen);
  }

  /** @param {import("./porthole").Settings} settings */
  function begin(settings) {
    porthole.destroy();
    life = startLife(script ? script.src : location.href, settings, emit);
    addEventListener("click", press, true);
  }

  /** @type {import("./porthole").Porthole} */
  const porthole = {
    version: VERSION,
    init(options) {
      if (life && !options && life.reason() != "disabled_by_config") return;
      begin(readSettings(script, window.portholeSettings, options));
    },
    destroy() {
      removeEventListener("click", press, true);
      life?.stop();
      life = null;
    },
    show: () => life?.setShown(true),
    hide: () => life?.setShown(false),
    isVisible: () => !!life?.isVisible(),
    open: () => life?.setOpen(true),
    close: () => life?.setOpen(false),
    toggle: () => life?.setOpen(!life.isOpen()),
    isOpen: () => !!life?.isOpen(),
    setTheme: (patch) => life?.setTheme(patch),
    setLocale: (tag) => life?.setLocale(tag),
    showNewMessage: run("showNewMessage"),
    sendMessage: run("sendMessage"),
    getTickets: run("getTickets"),
    getMessages: run("getMessages"),
    markAsRead: run("markAsRead"),
    requestRecovery: run("requestRecovery"),
    redeemRecovery: run("redeemRecovery"),
    unreadCount: () => life?.unread() || 0,
    on,
    off,
    push(call) {
      const method = /** @type {any} */ (porthole)[call?.[0]];
      // What is no call is passed over, and what comes after it still counts.
      if (typeof method == "function") method(...[...call].slice(1));
    },
    isAvailable: () => !!life && !life.reason(),
    unavailableReason: () => (life ? life.reason() : "not_loaded"),
  };

  /** @type {any} */
  const page = window;
  const early = page.Porthole;
  window.Porthole = porthole;
  const settings = readSettings(script, page.portholeSettings);
  /** @type {string[]} */
  const rivals = String(settings.compat || "").match(/\w+/g) || [];
  if (!page.HelperWidget && (page.helperWidgetConfig || document.querySelector("[data-mailbox],[data-helper-toggle],[data-helper-prompt]")))
    rivals.push("helper");
  /** @type {unknown[]} what is called of theirs before they are here */
  const calls = [];
  if (rivals.includes("helper")) {
    page.HelperWidget ||= new Proxy({}, { get: (_, call) => (/** @type {unknown[]} */ ...given) => void calls.push([call, given]) });
  }
  for (const name of rivals) {
    const shim = /** @type {any} */ (new URL(ASSETS.compat.replace("*", name), script?.src));
    import(shim).then((shim) => shim.install(porthole, script, calls)).catch(console.error);
  }
  // Theirs begin it where they alone know the token.
  if (settings.token || !rivals[0]) begin(settings);
  if (Array.isArray(early)) early.forEach(porthole.push);
}

try {
  const script = document.currentScript || document.querySelector("script[data-porthole-token]");
  if (!window.Porthole?.version) install(/** @type {HTMLScriptElement | null} */ (script));
} catch (error) {
  console.error("Porthole:", error);
}
