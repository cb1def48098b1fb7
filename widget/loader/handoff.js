// The chat page takes a visitor over from the page that opened it.

import { randomHex, storage } from "./device.js";

/** How often a code is tried: the page may still be telling the server of it. */
const TRIES = 20;
/** Between two tries, in milliseconds. */
const PAUSE = 250;

/**
 * Uses up the code in the address, if there is one, and says where this tab keeps its visitor.
 * @param {string} token
 * @returns {Promise<Storage | undefined>} nothing for the storage of this origin
 */
export async function takeHandoff(token) {
  const own = storage();
  const tab = tabStorage();
  const name = "porthole:" + token;
  const code = new URLSearchParams(location.hash.slice(1)).get("handoff");
  // A tab that was handed a visitor goes on with them after a reload.
  if (!code) return tab?.getItem(name) ? tab : undefined;
  // Nobody who looks at the address later can use it.
  history.replaceState(history.state, "", location.pathname + location.search);
  if ((await redeem(own)) != 409) return undefined;
  // This browser has conversations of its own here; those stay, and this tab shows the other's.
  return (await redeem(tab)) == 204 && tab ? tab : undefined;

  /**
   * Makes the browser with the key in this storage, or a new key, the visitor's.
   * @param {Storage | null} area
   */
  async function redeem(area) {
    const kept = read(area, name);
    const device_key = kept.device_key || randomHex();
    const body = JSON.stringify({ token, device_key, code });
    const init = { method: "POST", headers: { "content-type": "application/json" }, body };
    for (let tries = 0; tries < TRIES; tries++) {
      if (tries) await new Promise((resolve) => setTimeout(resolve, PAUSE));
      const { status } = await fetch("/api/v1/widget/handoff/redeem", init).catch(() => ({ status: 0 }));
      if (status == 204) keep(area, name, { device_key });
      // Not there yet, or the server could not be reached; everything else stays as it is.
      if (status && status != 404 && status != 429 && status < 500) return status;
    }
    return 0;
  }
}

/**
 * @param {Storage | null} area
 * @param {string} name
 */
function read(area, name) {
  try {
    return JSON.parse(area?.getItem(name) || "{}");
  } catch {
    return {};
  }
}

/**
 * Only the key is kept: the session that came with an earlier visitor ended.
 * @param {Storage | null} area
 * @param {string} name
 * @param {Record<string, unknown>} value
 */
function keep(area, name, value) {
  try {
    area?.setItem(name, JSON.stringify(value));
  } catch {
    // Full: the visitor is handed over once, and the next visit begins anew.
  }
}

function tabStorage() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
