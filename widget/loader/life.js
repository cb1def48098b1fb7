// The widget's life, from `init` to `destroy`: configuration, visibility, open state, loading.

import { attempt, failure } from "./events.js";
import { chooseLocale, loadMessenger, loadWords } from "./messenger.js";
import { hasLauncher, whyNot } from "./sight.js";
import { createSurface } from "./surface.js";

/** @typedef {import("./porthole").Failure} Failure */
/** @typedef {ReturnType<typeof startLife>} Life */

/**
 * @param {string} base the address of the loader's script
 * @param {import("./porthole").Settings} settings
 * @param {(event: string, detail?: unknown) => void} emit tells the page's listeners
 */
export function startLife(base, settings, emit) {
  const token = String(settings.token || "");
  const api = originOf(settings.api || base);
  let locale = chooseLocale(settings.locale);
  let look = toLook(settings.theme);
  const disabled = settings.disable || settings.disableConversations;

  /** @type {import("./porthole").UnavailableReason | null} */
  let reason = disabled ? "disabled_by_config" : "not_loaded";
  /** @type {import("./contract").Config | undefined} */
  let config;
  /** @type {import("./surface.js").Surface | undefined} */
  let surface;
  /** @type {Promise<void | null> | null} the configuration, once asked for */
  let configuring;
  /** @type {Promise<import("./contract").Messenger> | null} the messenger, once asked for */
  let loading;
  /** @type {import("./contract").Messenger | undefined} the messenger, once it is loaded */
  let messenger;
  let ready = false;
  let link = false;
  let ended = false;
  let open = false;
  let hidden = false;
  let forced = false;
  /** @type {boolean | undefined} the server's word on whether this visitor sees the launcher */
  let worthy;
  /** @type {any} what had the focus before the chat was opened by something else than the launcher */
  let opener;
  let failed = false;
  let unread = 0;
  /** How often the configuration was asked for: the last answer counts. */
  let turn = 0;

  const launcher = () => hasLauncher(forced, settings.showToggleButton, config?.chat_icon, worthy);
  const isVisible = () => !!surface && !hidden && (open || launcher());

  function render() {
    const busy = open && !ready && !failed;
    // A failure that nobody waits for is told to the page alone.
    surface?.render({ hidden, open, busy, link, unread, failed: failed && open, launcher: launcher() });
  }

  /** @param {Failure} error */
  function fail(error) {
    if (ended) return;
    render();
    emit("error", error);
    console.warn("Porthole:", error.message);
  }

  /** Asks for the configuration once; again only after a failure. */
  const configure = () =>
    (configuring ||= fetchConfig().catch((error) => {
      configuring = null;
      throw error;
    }));

  async function fetchConfig() {
    if (disabled) throw failure(reason);
    if (!token || !api) throw failure("invalid_field", "A setting is missing or wrong.", token ? "api" : "token");
    const mine = ++turn;
    if (!config) reason = "loading";
    const query = new URLSearchParams({ token, lang: locale, ...look });
    const body = await fetch(`${api}/api/v1/widget/config?${query}`, { credentials: "omit" })
      .then((response) => response.json())
      .catch(() => ({}));
    if (ended) throw failure("destroyed");
    if (mine != turn) return configuring;
    const why = whyNot(disabled, body);
    const { code, message, field } = body.error || {};
    // What there is stays where only a change was refused.
    if (!config) reason = why;
    if (why) throw failure(reason || code || why, message, field);
    const first = !config;
    config = body;
    surface ||= createSurface(() => setOpen(!open), preload);
    surface.dress(body);
    messenger?.set_look(body);
    render();
    if (!first) return;
    if (hasSession(token)) (window.requestIdleCallback || setTimeout)(preload);
    emit("ready");
  }

  /** Loads and starts the messenger. Whoever asks twice waits for the same one. */
  const load = () =>
    (loading ||= configure()
      .then(start)
      .catch((error) => {
        loading = null;
        failed = true;
        // Nothing is open where there is nothing on the page.
        if (!surface) open = false;
        const known = error.kind ? error : failure("load_failed", "" + error);
        fail(known);
        throw known;
      }));

  const preload = () => void (ended || load().catch(() => {}));

  async function start() {
    failed = false;
    render();
    const loaded = await loadMessenger(base, locale);
    if (ended || !surface || !config) throw failure("destroyed");
    surface.adopt(loaded.css);
    messenger = loaded.messenger;
    await messenger.start({
      root: surface.root,
      token,
      api,
      version: VERSION,
      locale,
      config,
      strings: loaded.strings,
      request_open: setOpen,
      set_icon(shown) {
        worthy = shown;
        render();
      },
      set_unread(count) {
        if (unread == count) return;
        unread = count;
        render();
        emit("unread", count);
      },
      emit(event, detail) {
        if (/** @type {Failure} */ (detail).kind == "token_invalid") reason = "token_invalid";
        emit(event, detail);
      },
      set_link(element) {
        reason = "blocked_by_policy";
        link = true;
        if (element) surface?.setLauncher(element);
        else surface = void surface?.remove();
        render();
      },
    });
    if (ended) throw failure("destroyed");
    ready = true;
    messenger.set_open(open);
    render();
    return messenger;
  }

  /** Has the messenger speak the present language. */
  async function speak() {
    const spoken = locale;
    const strings = await loadWords(base, spoken);
    if (spoken == locale) messenger?.set_words(spoken, strings);
  }

  /**
   * Asks for the configuration anew: with another look, or in another language.
   * @param {Record<string, string>} [patch]
   */
  function change(patch) {
    const before = look;
    look = { ...look, ...patch };
    configuring = fetchConfig().catch((error) => {
      look = before;
      if (!config) configuring = null;
      fail(error);
    });
  }

  /** @param {boolean} wanted */
  function setOpen(wanted) {
    if (open == wanted || disabled) return;
    // A link opens elsewhere.
    if (link && wanted) return messenger?.set_open(true);
    const focused = surface?.root.activeElement;
    if (wanted) opener = document.activeElement;
    open = wanted;
    if (open) hidden = false;
    failed = false;
    render();
    if (ready) messenger?.set_open(open);
    if (open) preload();
    else if (focused) (launcher() ? surface : opener)?.focus();
    emit(open ? "open" : "close");
  }

  /** @param {boolean} shown */
  function setShown(shown) {
    const before = isVisible();
    hidden = !shown;
    forced ||= shown;
    render();
    if (surface && before != isVisible()) emit(shown ? "show" : "hide");
  }

  if (!disabled) configure().catch(fail);

  return {
    load,
    fail,
    setOpen,
    setShown,
    isVisible,
    /** @param {unknown} patch */
    setTheme: (patch) => change(toLook(patch)),
    /** @param {string} tag */
    setLocale(tag) {
      locale = chooseLocale(tag);
      change();
      // Also one that is loading comes with words that are old by then.
      loading?.then(speak).catch(fail);
    },
    isOpen: () => open,
    reason: () => reason,
    unread: () => unread,
    stop() {
      ended = true;
      messenger?.stop();
      surface?.remove();
    },
  };
}

/**
 * A look, as the server is asked for it. A name alone is that of a theme.
 * @param {any} patch
 * @returns {Record<string, string>}
 */
const toLook = (patch) => (patch?.trim ? { theme: patch } : patch);

/**
 * The origin of an address; nothing if it is none.
 * @param {string} address
 */
const originOf = (address) => attempt(() => new URL(address).origin) || "";

/**
 * Whether this browser has written here before, or the page was opened with a recovery link.
 * @param {string} token
 */
const hasSession = (token) =>
  /[?&](porthole|ph_conv)_restore=/.test(location.search) || attempt(() => localStorage.getItem("porthole:" + token));
