// Starts the inbox in the language of its user. The bundler puts the glue that wasm-bindgen wrote in
// place of "glue", the address of the WASM in place of INBOX_WASM, and those of the catalogues, by
// their language, in place of INBOX_LOCALES.
import init from "glue";

start();

async function start() {
  // Both are on their way at once.
  const wasm = fetch(INBOX_WASM);
  const language = chosen();
  const response = await fetch(INBOX_LOCALES[language]);
  const words = await response.json();
  document.documentElement.lang = language;
  document.documentElement.dir = words.direction;
  // host.rs gives them to the catalogues and to the choice of the language.
  globalThis.porthole = { words, languages: Object.keys(INBOX_LOCALES) };
  await init({ module_or_path: wasm });
}

/** What was chosen in this browser, else what the browser prefers, else English. */
function chosen() {
  const tags = [kept(), ...navigator.languages];
  const names = tags.flatMap((tag) => [String(tag), String(tag).split("-")[0]]);
  return names.find((name) => Object.hasOwn(INBOX_LOCALES, name)) ?? "en";
}

/** The language that storage.rs keeps; nothing where storage is blocked. */
function kept() {
  try {
    return JSON.parse(localStorage.getItem("porthole-inbox:language"));
  } catch {
    return null;
  }
}
