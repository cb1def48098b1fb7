// Where the element is, and what the page may not do to it.

/**
 * Pages come and go with their `body` (Turbo and the like, or a script in the head that runs
 * before there is one), and a modal dialog makes all that is outside of it dead: the element is
 * always at the end of the present body, or of the dialog that was opened last. Waiting for a
 * turn of the event loop keeps a page that fights it from spinning.
 * @param {HTMLElement} host
 * @param {AbortSignal} signal ends it
 */
export function keepInPlace(host, signal) {
  let timer = 0;
  /** @type {Element[]} modal dialogs in the order of their opening */
  let modals = [];
  const observer = new MutationObserver(() => {
    if (!timer && (host.parentNode != home() || host.matches("[inert],[aria-hidden]"))) timer = window.setTimeout(attach);
  });

  function home() {
    const open = [...document.querySelectorAll("dialog:modal")];
    modals = [...new Set([...modals, ...open])].filter((dialog) => open.includes(dialog));
    return modals[modals.length - 1] || document.body;
  }

  function attach() {
    timer = 0;
    const place = home();
    observer.disconnect();
    // A dialog may lie deep in the page, and be taken away with a part of it.
    observer.observe(document, { attributeFilter: ["open"], subtree: true, childList: place != document.body });
    observer.observe(document.documentElement, { childList: true });
    if (!place) return;
    observer.observe(place, { childList: true });
    observer.observe(host, { attributeFilter: ["inert", "aria-hidden"] });
    // A cached copy of the page may hold an empty copy of the element.
    for (const copy of document.querySelectorAll(host.localName)) if (copy != host) copy.remove();
    for (const name of ["inert", "aria-hidden"]) host.removeAttribute(name);
    if (host.parentNode != place) place.append(host);
    // The last one shown is the topmost.
    host.hidePopover?.();
    host.showPopover?.();
  }

  attach();
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    observer.disconnect();
  });
}
