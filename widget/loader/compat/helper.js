// `window.HelperWidget` and Helper's attributes, for pages that were written for Helper's widget.

import { camelCase } from "../camel_case.js";
import { replay } from "./replay.js";

/** @typedef {import("../porthole").Porthole} Porthole */

/**
 * @param {Porthole} porthole
 * @param {HTMLScriptElement | null} script
 * @param {import("./replay.js").Call[]} calls made before this was there
 */
export function install(porthole, script, calls) {
  let started = false;

  const widget = {
    /** @param {Record<string, any>} [config] over what `window.helperWidgetConfig` says */
    async init(config) {
      if (started) return widget;
      started = true;
      /** @type {Record<string, any>} */
      const given = camelCase({ ...(/** @type {any} */ (window).helperWidgetConfig), ...config });
      const { title, iconColor, showToggleButton } = given;
      const token = given.mailboxSlug || script?.dataset.mailbox || undefined;
      const theme = { ...(iconColor && { color: iconColor }), ...(title && { title }) };
      const { email, emailHash, timestamp, customerMetadata, metadata } = given;
      const said = email || customerMetadata || metadata;
      const identity = said && { email, emailHash, timestamp, ...customerMetadata, ...metadata };
      porthole.init(/** @type {any} */ ({ token, showToggleButton, theme, identity }));
      return widget;
    },
    destroy() {
      started = false;
      porthole.destroy();
    },
    show: () => porthole.open(),
    hide: () => porthole.close(),
    toggle: () => porthole.toggle(),
    /** @param {string | null} prompt what the visitor is made to say, in a conversation of its own */
    async sendPrompt(prompt) {
      porthole.open();
      if (!prompt) return;
      await porthole.showNewMessage();
      porthole.sendMessage(prompt, { newTicket: true });
    },
  };

  /** Tells the page's buttons, as Helper does, whether the chat is open. */
  function tell() {
    for (const button of document.querySelectorAll("[data-helper-toggle]")) {
      button.setAttribute("data-helper-open", String(porthole.isOpen()));
    }
  }

  // One listener for all buttons, also for those that come later.
  addEventListener(
    "click",
    (event) => {
      /** @type {HTMLElement | null} */
      const button = /** @type {any} */ (event.target).closest?.("[data-helper-toggle],[data-helper-prompt]");
      if (!button) return;
      const prompt = button.dataset.helperPrompt;
      if (prompt == null) return widget.toggle();
      widget.sendPrompt(prompt);
      button.dataset.helperPromptSent = "true";
    },
    true,
  );
  porthole.on("open", tell);
  porthole.on("close", tell);
  /** @type {any} */ (window).HelperWidget = widget;
  if (script?.dataset.delayInit == null) widget.init();
  replay(widget, calls);
}
