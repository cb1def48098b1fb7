// What keeps the widget away, and what its launcher: the page's part of the table in
// `shared/src/visibility.rs`. The server's part comes with its answer.

/** @typedef {import("./porthole").UnavailableReason} Reason */

/**
 * Why there is no widget; null if there is one.
 * @param {boolean | undefined} disabled what the page says
 * @param {any} [answer] the server's: a configuration or a refusal
 * @returns {Reason | null}
 */
export function whyNot(disabled, answer) {
  if (disabled) return "disabled_by_config";
  const code = answer.error?.code;
  // What the server refuses for good has the same words here; the rest may pass.
  if (/^(token|domain|widget|conv|identity)/.test(code)) return code;
  return answer.labels ? null : "config_failed";
}

/**
 * Whether the launcher is there. None of this keeps the chat from being opened.
 * @param {boolean} forced `show()` was called
 * @param {boolean | undefined} toggle `showToggleButton` of the page
 * @param {string | undefined} chatIcon the workspace's setting
 * @param {boolean | undefined} worthy by revenue: the server's word on this visitor, once it is known
 * @returns {boolean}
 */
export const hasLauncher = (forced, toggle, chatIcon, worthy) =>
  forced || (toggle ?? (chatIcon == "revenue_based" ? !!worthy : chatIcon != "off"));
