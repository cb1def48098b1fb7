// What goes on inside the chat is none of the page's business, and the other way round.

// Keys, clipboard, drags and clicks inside the chat are none of the page's business; neither is
// the focus, which a focus trap would otherwise take away.
const PRIVATE_EVENTS =
  "keydown keyup keypress copy cut paste dragenter dragover dragleave drop focusin focusout pointerdown mousedown click";

/**
 * The page's handlers hear nothing of what goes on inside, also those that listen on the way
 * down: what arrives at the window is stopped there and told again inside alone.
 * @param {ShadowRoot} root
 * @param {AbortSignal} signal ends it
 */
export function keepPrivate({ host }, signal) {
  /** @param {any} event */
  function relay(event) {
    const inner = event.composedPath()[0];
    // A click on a link is left alone: browsers trust only the real one with a new tab.
    if (event.target != host || !event.isTrusted || (event.type == "click" && inner.closest("a"))) return;
    event.stopImmediatePropagation();
    // A plain event, which never leaves the shadow root: Firefox lets every keyboard event out.
    const copy = new (event.type == "click" ? MouseEvent : Event)(event.type, { bubbles: true, cancelable: true });
    for (const key in event) if (!(key in copy)) Object.defineProperty(copy, key, { value: event[key] });
    const again = inner.dispatchEvent(copy);
    // The second click does what the first one would have done.
    if (!again || event.type == "click") event.preventDefault();
  }
  for (const type of PRIVATE_EVENTS.split(" ")) addEventListener(type, relay, { capture: true, signal });
  // A page that locks its scrolling while a dialog is open does not lock the chat's.
  for (const type of ["wheel", "touchmove"]) host.addEventListener(type, (event) => event.stopPropagation(), { passive: true });
}
