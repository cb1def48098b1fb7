// The messenger as the loader gets it: the WASM module, and what takes fewer bytes in JavaScript
// and is of no use before somebody turns to the chat.

import * as wasm from "wasm";
import { camelCase } from "./camel_case.js";
import { keepPrivate } from "./private.js";
import { keepTheme } from "./theme.js";
import { keepTitle } from "./title.js";

export { default, set_open, set_words } from "wasm";

let living = new AbortController();
/** @type {(theme: import("./contract").Look["theme"]) => void} */
let setTheme = () => {};

/** @param {import("./contract").Host} host */
export function start(host) {
  stop();
  living = new AbortController();
  // On our own pages there is nobody to keep apart from, and they count by themselves.
  const isGuest = !host.page && !host.whole_page;
  if (isGuest) {
    keepPrivate(host.root, living.signal);
    setTheme = keepTheme(host.root.host, living.signal);
    setTheme(host.config.theme);
  }
  const setTitle = isGuest && host.config.title_unread ? keepTitle(living.signal) : () => {};
  wasm.start({
    ...host,
    emit: (event, detail) => host.emit(event, camelCase(detail)),
    set_unread(count) {
      setTitle(count);
      host.set_unread(count);
    },
    permission: () => window.Notification?.permission,
    ask_permission: () => void Notification.requestPermission(),
    play: () => tell((how) => how.play()),
    notify: (...note) => tell((how) => how.notify(...note)),
  });
}

/**
 * @param {string} command
 * @param {unknown[]} given
 */
export const run = async (command, given) => camelCase(await wasm.run(command, given));

/** @param {import("./contract").Look} look */
export const set_look = ({ theme }) => setTheme(theme);

export function stop() {
  living.abort();
  wasm.stop();
}

/**
 * What cannot be told to somebody who is elsewhere is told by the unread count.
 * @param {(how: typeof import("./attention.js")) => Promise<unknown>} way
 */
const tell = (way) => void import("" + new URL("../" + ASSETS.attention, import.meta.url)).then(way).catch(() => {});
