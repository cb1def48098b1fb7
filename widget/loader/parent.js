// The messenger in a frame, seen from the frame: the page around it opens and closes it, runs
// its commands, and keeps what it keeps.

import { talk } from "./port.js";

/** @typedef {import("./contract").Host} Host */
/** @typedef {import("./contract").Messenger} Messenger */

/**
 * Says hello to the page of this origin, and starts the messenger when it answers.
 * @param {string} origin the server has checked it, and the browser holds the frame to it
 * @param {(look: import("./contract").Look) => void} dress
 * @param {(more: Partial<Host>) => Promise<Messenger>} start
 */
export function meetPage(origin, dress, start) {
  addEventListener("message", answer);
  // A page without an origin of its own (a sandbox, a file) can be named by nothing else.
  window.parent.postMessage("porthole", origin == "null" ? "*" : origin);

  /** @param {MessageEvent} event */
  function answer(event) {
    if (event.source != window.parent || event.origin != origin || !event.ports[0]) return;
    removeEventListener("message", answer);
    const { kept, page, open, look } = event.data;
    // A page's copy of the script may be older than this one.
    if (look) dress(look);
    serve(event.ports[0], kept, page, open);
  }

  /**
   * @param {MessagePort} port
   * @param {[string, string][]} kept
   * @param {import("./contract").Place} place
   * @param {boolean} open
   */
  function serve(port, kept, place, open) {
    const memory = new Map(kept);
    /** @type {Messenger | undefined} */
    let messenger;
    const page = talk(port, {
      open(wanted) {
        open = wanted;
        messenger?.set_open(open);
      },
      look: dress,
      page: (now) => void Object.assign(place, now),
      run: async (command, given) => (await started).run(command, given),
      keep(key, value) {
        if (value == null) memory.delete(key);
        else memory.set(key, value);
        // As the browser tells a tab of what another one stored.
        dispatchEvent(new StorageEvent("storage", { key, newValue: value }));
      },
    });
    const started = start({
      page: place,
      storage: mirror(memory, (key, value) => page.tell("keep", key, value)),
      request_open: (wanted) => page.tell("open", wanted),
      set_icon: (shown) => page.tell("icon", shown),
      set_unread: (count) => page.tell("unread", count),
      emit: (name, detail) => page.tell("emit", name, detail),
    });
    started.then((running) => {
      messenger = running;
      messenger.set_open(open);
    });
  }
}

/**
 * A storage that tells the page of every change.
 * @param {Map<string, string>} memory
 * @param {(key: string, value: string | null) => void} tell
 * @returns {NonNullable<Host["storage"]>}
 */
const mirror = (memory, tell) => ({
  get length() {
    return memory.size;
  },
  key: (index) => [...memory.keys()][index] ?? null,
  getItem: (key) => memory.get(key) ?? null,
  setItem(key, value) {
    memory.set(key, value);
    tell(key, value);
  },
  removeItem(key) {
    memory.delete(key);
    tell(key, null);
  },
});
