// What stands in for the messenger on pages where it may not run: the same messenger in a frame
// of our own origin; where frames are forbidden too, a link to it. Either way it is the same
// visitor: the page keeps the credential, and hands it to the frame or, by a code, to the link.

import { openFrame } from "./frame.js";
import { offerLink } from "./link.js";

/** @typedef {import("./contract").Host} Host */
/** @typedef {Pick<import("./contract").Messenger, "set_open" | "run" | "stop">} StandIn */

/** @type {StandIn | null} */
let standIn = null;

/**
 * Settles once it is clear which of the two it is.
 * @param {Host} host
 */
export async function start(host) {
  stop();
  const frame = openFrame(host);
  standIn = frame;
  if (await frame.isThere || standIn != frame) return;
  frame.stop();
  standIn = offerLink(host);
}

/** @param {boolean} open */
export const set_open = (open) => standIn?.set_open(open);

/**
 * @param {string} command
 * @param {Record<string, unknown>} options
 */
export const run = async (command, options) => standIn?.run(command, options);

export function stop() {
  standIn?.stop();
  standIn = null;
}
