/** What a page may say to Porthole, and what it hears. */

export type EventName =
  | "ready" | "open" | "close" | "show" | "hide"
  | "message" | "unread" | "ticket" | "identity" | "error";

/** Why something could not be done. */
export interface Failure {
  kind: string;
  message: string;
  field?: string;
}

export type UnavailableReason =
  | "disabled_by_config" | "not_loaded" | "loading" | "config_failed"
  | "conversations_disabled" | "widget_disabled" | "domain_not_allowed"
  | "identity_required" | "identity_expired" | "token_invalid" | "blocked_by_policy";

/** A part of the messenger. */
export type Tab = "home" | "messages" | "help" | "tours" | "tasks" | "tickets";

export type Theme = "light" | "dark" | "auto";

/** How the widget looks; what is left out stays as it is. */
export interface Look {
  /** The name over the conversation, where the look is one to begin with. */
  title?: string;
  theme?: Theme;
  /** The main colour, `#rrggbb` or `#rgb`; the others follow from it. */
  color?: string;
  position?: "bottom_right" | "bottom_left" | "top_right" | "top_left";
  /** Pixels from the side of the window, and from its top or bottom: 0 to 400. */
  offsetX?: number;
  offsetY?: number;
}

/** `window.portholeSettings`, the options of `init`, or `data-porthole-...` attributes. */
export interface Settings {
  /** The workspace's public token. */
  token?: string;
  /** The origin of the server; the script's own unless given. */
  api?: string;
  /** A BCP 47 tag; else that of the page, else that of the browser. */
  locale?: string;
  /** Other products whose calls are understood, with spaces between them: `posthog`, `helper`. */
  compat?: string;
  /** The look to begin with; else as the server says. */
  theme?: Theme | Look;
  /** The launcher is always (true) or never (false) shown; else as the server says. */
  showToggleButton?: boolean;
  /** Nothing is loaded or requested. */
  disable?: boolean;
  /** The same, by another product's name. */
  disableConversations?: boolean;
}

export interface Author {
  side: "visitor" | "team";
  name: string;
}

export interface Ticket {
  id: string;
  number: number;
  status: "new" | "open" | "pending" | "on_hold" | "resolved";
  /** Milliseconds since 1970. */
  createdAt: number;
  updatedAt: number;
  preview: string;
  lastAuthor: Author;
  unread: number;
  /** The ticket that the team merged this one into. Told once, by the event `ticket`. */
  mergedInto?: string | null;
  /** It was begun in another browser and recovered in this one. */
  restored: boolean;
}

export interface Message {
  id: string;
  ticket: string;
  seq: number;
  author: Author;
  text: string;
  /** Milliseconds since 1970. */
  at: number;
  attachments: Attachment[];
}

/** A file that came with a message. */
export interface Attachment {
  id: string;
  name: string;
  /** The media type. */
  type: string;
  /** In bytes. */
  size: number;
  /** Of pictures, in pixels. */
  width?: number | null;
  height?: number | null;
  /** Within the API's origin, for five minutes. */
  url: string;
}

export interface Recovery {
  outcome: "restored" | "expired" | "used" | "invalid";
  /** How many tickets are seen by it. */
  tickets: number;
}

/** `window.Porthole`. No call throws; promises reject with a {@link Failure}. */
export interface Porthole {
  readonly version: string;
  init(options?: Settings): void;
  destroy(): void;
  show(): void;
  hide(): void;
  isVisible(): boolean;
  /** Opens the chat. Of the tabs there is one at present, which every name leads to. */
  open(tab?: Tab): void;
  close(): void;
  toggle(): void;
  isOpen(): boolean;
  /** Changes the look at once; a word alone names the theme. What is wrong is told by `error`. */
  setTheme(patch: Theme | Look): void;
  /** Changes the language at once. A BCP 47 tag; one that there is no language for is passed over. */
  setLocale(tag: string): void;
  /** Opens an empty conversation. `prefill` is put before what was typed there. */
  showNewMessage(prefill?: string): Promise<void>;
  sendMessage(
    text: string,
    options?: { ticketId?: string; newTicket?: boolean },
  ): Promise<{ ticket: Ticket; message: Message }>;
  getTickets(options?: { status?: string; limit?: number; offset?: number }): Promise<Ticket[]>;
  getMessages(ticketId: string, options?: { after?: number }): Promise<Message[]>;
  markAsRead(ticketId: string): Promise<void>;
  /** Has a link to the tickets of this address sent to it. The same whether or not there are any. */
  requestRecovery(email: string): Promise<void>;
  /** Uses the token of such a link up, and shows what became of it. */
  redeemRecovery(token: string): Promise<Recovery>;
  unreadCount(): number;
  on(event: EventName, listener: (detail: any) => void): () => void;
  off(event: EventName, listener: (detail: any) => void): void;
  /** Makes the call `[method, ...arguments]`, as the array that stood here before the script did. */
  push(call: [string, ...unknown[]]): void;
  isAvailable(): boolean;
  unavailableReason(): UnavailableReason | null;
}

declare global {
  interface Window {
    /** An array of `[method, ...arguments]` put here before the script arrives is replayed. */
    Porthole?: Porthole;
    portholeSettings?: Settings;
  }
}
