/** What the loader and the messenger (the WASM module) are to each other. */

/** What the bundler puts in: paths relative to the address of the loader's script. */
export interface Assets {
  glue: string;
  wasm: string;
  css: string;
  /** What stands in for the messenger where it may not run. */
  fallback: string;
  /** The calls of other products, with a star where their name stands. */
  compat: string;
  /** What the messenger loads when there is a sound to make or a notification to show. */
  attention: string;
  /** The catalogues, with a star where their language stands. */
  words: string;
  /** The languages that there are catalogues for, with spaces between them. */
  locales: string;
}

/** How the widget looks at present. */
export interface Look {
  theme: "auto" | "light" | "dark";
  /**
   * The sheet of `.launcher`, `.notice` and the corner of `.panel`, with the colours as custom
   * properties.
   */
  style: string;
}

/** The part of the public configuration that the loader reads; the messenger reads all of it. */
export interface Config extends Look {
  conversations_enabled: boolean;
  widget_enabled: boolean;
  chat_page: boolean;
  chat_icon: "always" | "revenue_based" | "off";
  /** The title of a page that nobody looks at tells how much is unread. */
  title_unread: boolean;
  title: string;
  /** The lines of the launcher's two drawings: chat, and down. */
  icons: string[];
  labels: { open: string; close: string; unread: string; failed: string; new_tab: string };
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
  /** Tells whether this visitor sees the launcher, where that goes by revenue. */
  set_icon(shown: boolean): void;
  /** Tells the page's listeners. */
  emit(event: string, detail: unknown): void;
  /**
   * For the fall-back alone: neither the messenger nor its frame may be on this page. The link
   * has taken the launcher's place; where there is none, the launcher goes away.
   */
  set_link?(link: HTMLElement | null): void;
  /** Where the messenger keeps what it keeps; the page's `localStorage` unless given. */
  readonly storage?: Pick<Storage, "length" | "key" | "getItem" | "setItem" | "removeItem">;
  /** The page that the visitor is on; the one that the messenger is in unless given. */
  readonly page?: Place;
  /** The messenger is a page of its own: it cannot be closed. */
  readonly whole_page?: boolean;
}

/** What the team learns of the visitor's page. */
export interface Place {
  url: string;
  title: string;
  referrer: string;
}

/** The glue module. Between `start` and `stop` there is one messenger. */
export interface Messenger {
  default(options: { module_or_path: Promise<Response> }): Promise<unknown>;
  /** What it returns, if anything, settles when the messenger takes commands. */
  start(host: Host): Promise<void> | void;
  /** Shows or hides the panel. */
  set_open(open: boolean): void;
  /** A command of the page by the name that `window.Porthole` gives it, with what it was given. */
  run(command: string, given: unknown[]): Promise<unknown>;
  /** Speaks another language from now on. */
  set_words(locale: string, strings: Record<string, string>): void;
  /** Takes another look. The loader's own style sheet has it already. */
  set_look(look: Look): void;
  /** Removes the panel, listeners, timers and the live connection. */
  stop(): void;
}

declare global {
  const ASSETS: Assets;
  const VERSION: string;
}
