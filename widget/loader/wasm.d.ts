/** The WASM module with the glue that wasm-bindgen writes: `widget/src/lib.rs`. */

import type { Host, Messenger } from "./contract";

/** What the module is given: the loader, and what JavaScript does for it. */
export interface WasmHost extends Host {
  /** What the browser says of notifications; nothing where it has none. */
  permission(): string | undefined;
  /** Has the browser ask the visitor whether notifications may be shown. */
  ask_permission(): void;
  /** Makes the sound of a new message. */
  play(): void;
  /** Shows a notification. */
  notify(title: string, body: string, tag: string, clicked: () => void): void;
}

declare const init: Messenger["default"];
export default init;
export function start(host: WasmHost): void;
export const set_open: Messenger["set_open"];
export const run: Messenger["run"];
export const set_words: Messenger["set_words"];
export const stop: Messenger["stop"];
