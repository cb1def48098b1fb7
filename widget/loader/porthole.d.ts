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

/** `window.portholeSettings`, the options of `init`, or `data-porthole-...` attributes. */
export interface Settings {
  /** The workspace's public token. */
  token?: string;
  /** The origin of the server; the script's own unless given. */
  api?: string;
  /** A BCP 47 tag; else that of the page, else that of the browser. */
  locale?: string;
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
}

export interface Message {
  id: string;
  ticket: string;
  seq: number;
  author: Author;
  text: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** `window.Porthole`. No call throws; promises reject with a {@link Failure}. */
export interface Porthole {
  readonly version: string;
  init(options?: Settings): void;
  destroy(): void;
  show(): void;
  hide(): void;
  isVisible(): boolean;
  open(): void;
  close(): void;
  toggle(): void;
  isOpen(): boolean;
  sendMessage(
    text: string,
    options?: { ticketId?: string; newTicket?: boolean },
  ): Promise<{ ticket: Ticket; message: Message }>;
  getTickets(options?: { status?: string; limit?: number; offset?: number }): Promise<Ticket[]>;
  getMessages(ticketId: string, options?: { after?: number }): Promise<Message[]>;
  markAsRead(ticketId: string): Promise<void>;
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
