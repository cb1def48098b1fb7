// The page's title tells how much is unread while nobody looks at the page.

/**
 * How often a title is written again that the page has changed, until somebody looks. A page
 * that changes it back each time wins in the end.
 */
const TRIES = 50;

/**
 * Gives what counts from now on.
 * @param {AbortSignal} signal ends it, and the page's own title stands there again
 * @returns {(unread: number) => void}
 */
export function keepTitle(signal) {
  let count = 0;
  let tries = 0;
  /** @type {string | null} the page's own title while another one stands in its place */
  let own = null;
  let ours = "";
  const element = () => document.querySelector("head > title");
  const shown = () => element()?.textContent;

  /** @param {string | null | undefined} title */
  function put(title) {
    const place = element();
    if (!place || title == null) return;
    own = title;
    place.textContent = ours = `(${count}) ${own}`;
  }

  function restore() {
    const place = element();
    if (place && own != null && place.textContent == ours) place.textContent = own;
    own = null;
    tries = 0;
  }

  function write() {
    restore();
    if (count && document.visibilityState == "hidden" && !signal.aborted) put(shown());
  }

  // The page has changed its title: that is the one to go back to.
  const observer = new MutationObserver(() => {
    if (own != null && shown() != ours && tries < TRIES) {
      tries++;
      put(shown());
    }
  });
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
  document.addEventListener("visibilitychange", write, { signal });
  signal.addEventListener("abort", () => {
    observer.disconnect();
    restore();
  });
  return (unread) => {
    count = unread;
    write();
  };
}
