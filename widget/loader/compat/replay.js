// What a page called before the shim was there.

/** @typedef {[method: string, given: unknown[]]} Call */

/**
 * Makes the calls in their order. Whatever is called later by the way of before is made at once.
 * @param {any} target
 * @param {Call[]} calls
 */
export function replay(target, calls) {
  /** @param {Call} call */
  const make = ([method, given]) => {
    if (typeof target[method] == "function") target[method](...given);
  };
  calls.splice(0).forEach(make);
  calls.push = (...later) => {
    later.forEach(make);
    return 0;
  };
}
