// What the page wants: attributes of the script tag, overridden key by key.

/** @typedef {import("./porthole").Settings} Settings */

const BOOLEANS = /^(disable|showToggle)/;

/**
 * @param {HTMLScriptElement | null} script
 * @param {...unknown} overrides later ones win
 * @returns {Settings}
 */
export function readSettings(script, ...overrides) {
  /** @type {Record<string, unknown>} */
  const settings = {};
  for (const source of [attributes(script), ...overrides]) {
    for (const [name, given] of Object.entries(source || {})) {
      // Both spellings: `show_toggle_button` as well.
      const key = name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
      const value = BOOLEANS.test(key) ? toBoolean(key, given) : given;
      if (value != null) settings[key] = value;
    }
  }
  return settings;
}

/**
 * `data-porthole-show-toggle-button` becomes `showToggleButton`.
 * @param {HTMLScriptElement | null} script
 */
function attributes(script) {
  /** @type {Record<string, unknown>} */
  const found = {};
  for (const [name, value] of Object.entries(script ? script.dataset : {})) {
    if (/^porthole[A-Z]/.test(name)) found[name[8].toLowerCase() + name.slice(9)] = value;
  }
  return found;
}

/**
 * @param {string} key
 * @param {unknown} given
 * @returns {boolean | undefined}
 */
function toBoolean(key, given) {
  if (given == null) return;
  if (/^(|1|true|yes|on)$/i.test(String(given))) return true;
  if (/^(0|false|no|off)$/i.test(String(given))) return false;
  console.warn("Porthole: neither true nor false:", key, given);
}
