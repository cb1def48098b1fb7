/** What the loader and the messenger (the WASM module) are to each other. */

/** What the bundler puts in: paths relative to the address of the loader's script. */
export interface Assets {
  glue: string;
  wasm: string;
  css: string;
  locales: Record<string, string>;
}

/** The part of the public configuration that the loader reads; the messenger reads all of it. */
export interface Config {
  conversations_enabled: boolean;
  widget_enabled: boolean;
  position: "bottom_right" | "bottom_left" | "top_right" | "top_left";
  offset_x: number;
  offset_y: number;
  theme: "auto" | "light" | "dark";
  light: Palette;
  dark: Palette;
  labels: { open: string; close: string; unread: string; failed: string };
}

export interface Palette {
  brand: string;
  on_brand: string;
  edge: string;
  accent: string;
}

/** What the loader hands to `start`. */
export interface Host {
  readonly root: ShadowRoot;
  readonly token: string;
  readonly api: string;
  readonly version: string;
  readonly locale: string;
  readonly config: Config;
  readonly strings: Record<string, string>;
  /** Opens or closes the messenger. The loader answers with `set_open`. */
  request_open(open: boolean): void;
  /** Tells how much is unread; the launcher shows it. */
  set_unread(count: number): void;
  /** Tells the page's listeners. */
  emit(event: string, detail: unknown): void;
}

/** The glue module. Between `start` and `stop` there is one messenger. */
export interface Messenger {
  default(options: { module_or_path: Promise<Response> }): Promise<unknown>;
  start(host: Host): void;
  /** Shows or hides the panel. */
  set_open(open: boolean): void;
  /** A command of the page by the name that `window.Porthole` gives it. */
  run(command: string, options: Record<string, unknown>): Promise<unknown>;
  /** Removes the panel, listeners, timers and the live connection. */
  stop(): void;
}

declare global {
  const ASSETS: Assets;
  const VERSION: string;
}
