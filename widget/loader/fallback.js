// What stands in for the messenger on pages where it may not run: the same messenger in a frame
// of our own origin; where frames are forbidden too, a link to it. Either way it is the same
// visitor: the page keeps the credential, and hands it to the frame or, by a code, to the link.

import { openFrame } from "./frame.js";
import { offerLink } from "./link.js";
import { keepPrivate } from "./private.js";
import { takeRecovery } from "./recovery.js";
import { keepTheme } from "./theme.js";
import { keepTitle } from "./title.js";

/** @typedef {import("./contract").Host} Host */
/** @typedef {Pick<import("./contract").Messenger, "set_open" | "run" | "stop"> & { set_look?: () => void }} StandIn */

/** @type {Host | null} */
let present = null;
let isOpen = false;
let living = new AbortController();
/** @type {(theme: import("./contract").Look["theme"]) => void} */
let setTheme = () => {};

/** @type {StandIn | null} */
let standIn = null;

/**
 * Settles once it is clear which of the two it is.
 * @param {Host} host
 */
export async function start(host) {
  stop();
  present = host;
  const recovery = takeRecovery();
  living = new AbortController();
  keepPrivate(host.root, living.signal);
  setTheme = keepTheme(host.root.host, living.signal);
  setTheme(host.config.theme);
  const setTitle = host.config.title_unread ? keepTitle(living.signal) : () => {};
  const frame = openFrame({
    ...host,
    set_unread(count) {
      setTitle(count);
      host.set_unread(count);
    },
  });
  standIn = frame;
  if (await frame.isThere || standIn != frame) {
    if (recovery && standIn == frame) frame.run("redeemRecovery", [recovery]).catch(() => {});
    return;
  }
  frame.stop();
  standIn = offerLink(host, recovery);
}

/** @param {boolean} open */
export function set_open(open) {
  isOpen = open;
  standIn?.set_open(open);
}

/** @param {import("./contract").Look} look */
export function set_look({ style, theme }) {
  // A frame that is loaded anew begins with it.
  if (present) Object.assign(present.config, { style, theme });
  setTheme(theme);
  standIn?.set_look?.();
}

/**
 * @param {string} command
 * @param {unknown[]} given
 */
export const run = async (command, given) => standIn?.run(command, given);

/**
 * Another language: the frame is loaded anew in it. What is kept is kept in the page.
 * @param {string} locale
 */
export async function set_words(locale) {
  const open = isOpen;
  if (!present) return;
  await start({ ...present, locale });
  set_open(open);
}

export function stop() {
  living.abort();
  standIn?.stop();
  standIn = null;
}
