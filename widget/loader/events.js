// What the page is told: failures, and events for its listeners.

/**
 * @param {string | null} kind
 * @param {string} [message]
 * @param {string} [field]
 * @returns {import("./porthole").Failure}
 */
export const failure = (kind, message = "The chat is not available.", field) => ({ kind: String(kind), message, field });

/**
 * What a call gives; nothing where the browser or the page's policy refuses it.
 * @template T
 * @param {() => T} call
 * @returns {T | undefined}
 */
export function attempt(call) {
  try {
    return call();
  } catch {}
}

/** Listeners of the page. What one of them throws harms nobody else. */
export function createEvents() {
  /** @type {Map<unknown, Set<unknown>>} */
  const listeners = new Map();

  /**
   * @param {unknown} event
   * @param {unknown} listener
   */
  const off = (event, listener) => void listeners.get(event)?.delete(listener);

  /**
   * @param {unknown} event
   * @param {unknown} listener
   */
  function on(event, listener) {
    if (typeof listener != "function") emit("error", failure("invalid_field", "on: no function.", "listener"));
    else listeners.set(event, (listeners.get(event) || new Set()).add(listener));
    return () => off(event, listener);
  }

  /**
   * @param {string} event
   * @param {unknown} [detail]
   */
  function emit(event, detail) {
    for (const listener of [...(listeners.get(event) || [])]) {
      try {
        /** @type {Function} */ (listener)(detail);
      } catch (error) {
        console.error(error);
      }
    }
  }

  return { on, off, emit };
}
