// How the page and the frame talk once they have found each other: calls over a message port.

/**
 * What one side can be asked by the other; a call may return a promise.
 * @typedef {Record<string, (...given: any[]) => unknown>} Calls
 */

/**
 * @param {MessagePort} port
 * @param {Calls} calls what the other side may call; what is not here is passed over
 */
export function talk(port, calls) {
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: unknown) => void }>} */
  const asked = new Map();
  let last = 0;

  port.onmessage = async ({ data }) => {
    const [name, id, ...given] = data;
    if (name == "answer") {
      const [error, value] = given;
      const waiting = asked.get(id);
      asked.delete(id);
      return error ? waiting?.reject(error) : waiting?.resolve(value);
    }
    if (!Object.keys(calls).includes(name)) return;
    try {
      const value = await calls[name](...given);
      if (id) port.postMessage(["answer", id, null, value]);
    } catch (error) {
      if (id) port.postMessage(["answer", id, plain(error)]);
    }
  };

  return {
    /**
     * Calls the other side and does not wait.
     * @param {string} name
     * @param {...unknown} given
     */
    tell: (name, ...given) => port.postMessage([name, 0, ...given]),
    /**
     * Calls the other side for its answer.
     * @param {string} name
     * @param {...unknown} given
     * @returns {Promise<any>}
     */
    ask: (name, ...given) =>
      new Promise((resolve, reject) => {
        asked.set(++last, { resolve, reject });
        port.postMessage([name, last, ...given]);
      }),
    /** Ends it. Whoever still waits hears that it was interrupted. */
    close() {
      port.close();
      for (const { reject } of asked.values()) reject({ kind: "interrupted", message: "The chat was closed." });
      asked.clear();
    },
  };
}

/**
 * A failure in the form in which it crosses.
 * @param {any} error
 */
const plain = (error) =>
  error && error.kind ? { kind: error.kind, message: error.message, field: error.field } : { kind: "internal", message: String(error) };
