// Brings the messenger onto the page: everything at once, so that the slowest part is the wait.
// Where the page's policy, or the browser, forbids it to run, what stands in for it.

import { attempt } from "./events.js";

let tries = 0;

/**
 * @param {string} base the address that the paths are relative to
 * @param {string} locale
 * @returns {Promise<{ messenger: import("./contract").Messenger, css: string, strings: Record<string, string> }>}
 */
export async function loadMessenger(base, locale) {
  /** @param {string} path @returns {Promise<import("./contract").Messenger>} */
  const load = (path) => import(new URL(path, base) + again);
  // A browser remembers that a module could not be fetched; under another fragment it asks again.
  const again = tries++ ? "#" + tries : "";
  if (!mayRun()) return { messenger: await load(ASSETS.fallback), css: "", strings: {} };
  const wasm = get(base, ASSETS.wasm);
  // The module may fail before anybody awaits this one; its failure is then told below.
  wasm.catch(() => {});
  const [messenger, css, strings] = await Promise.all([
    load(ASSETS.glue),
    get(base, ASSETS.css).then((response) => response.text()),
    loadWords(base, locale),
  ]);
  await messenger.default({ module_or_path: wasm });
  return { messenger, css, strings };
}

/**
 * The words of a language.
 * @param {string} base
 * @param {string} locale
 * @returns {Promise<Record<string, string>>}
 */
export const loadWords = (base, locale) => get(base, ASSETS.words.replace("*", locale)).then((response) => response.json());

/**
 * @param {string} base
 * @param {string} path
 */
async function get(base, path) {
  const response = await fetch(new URL(path, base), { credentials: "omit" });
  if (!response.ok) throw new Error(path);
  return response;
}

/** Whether this page may run WebAssembly: an empty module tells it at once. */
const mayRun = () => attempt(() => new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));

/**
 * The language to use: the first wanted one that there is a catalogue for, else English.
 * @param {string | undefined} wanted what the page asks for
 * @returns {string}
 */
export function chooseLocale(wanted) {
  const tags = [wanted, document.documentElement.lang, ...navigator.languages, "en"];
  const names = tags.map((tag) => String(tag).toLowerCase().split("-")[0]);
  return names.find((name) => ASSETS.locales.split(" ").includes(name)) || "en";
}
