// `posthog.conversations` and what goes with it, for pages that were written for posthog-js. Next
// to a real posthog the conversations are ours, and everything else stays what it is.

import { replay } from "./replay.js";

/** @typedef {import("../porthole").Porthole} Porthole */

/** What that API calls the reasons. */
const REASONS = {
  loading: "remote_config_pending",
  conversations_disabled: "disabled_in_project",
  widget_disabled: "disabled_in_project",
  config_failed: "load_failed",
  blocked_by_policy: "load_failed",
  token_invalid: "missing_token",
};

/** @param {number} milliseconds */
const time = (milliseconds) => new Date(milliseconds).toISOString();

/** @param {import("../porthole").Message} message */
const toMessage = ({ id, text, author, at }) => ({
  id,
  content: text,
  author_type: author.side == "team" ? "human" : "customer",
  author_name: author.name || undefined,
  created_at: time(at),
  is_private: false,
});

/**
 * @param {Porthole} porthole
 */
export function install(porthole) {
  /** @type {any} */
  const page = window;
  /** @type {any} a real one, or an array of calls made before it came */
  const found = page.posthog;
  const theirReset = found?.__loaded ? found.reset : null;
  /** @type {string | null} the ticket of the last message, sent or asked for */
  let current = null;

  /**
   * Before there is a chat the answer is null, as that API has it.
   * @template T
   * @param {() => Promise<T>} call
   */
  const ask = async (call) => (porthole.isAvailable() ? call() : null);

  const allTickets = () => porthole.getTickets({ limit: 1_000 });

  /** @param {string} [ticketId] */
  async function ticketOf(ticketId) {
    const tickets = await allTickets();
    const id = ticketId || current || tickets[0]?.id;
    return tickets.find((ticket) => ticket.id == id);
  }

  const conversations = {
    show: porthole.show,
    hide: porthole.hide,
    open: () => porthole.open(),
    close: porthole.close,
    setTheme: porthole.setTheme,
    isVisible: porthole.isVisible,
    isAvailable: porthole.isAvailable,
    getUnavailableReason() {
      const reason = porthole.unavailableReason();
      return (reason && /** @type {Record<string, string>} */ (REASONS)[reason]) || reason;
    },
    /**
     * @param {string} message
     * @param {{ name?: string, email?: string }} [traits]
     * @param {boolean} [newTicket]
     */
    sendMessage: (message, traits, newTicket) =>
      ask(async () => {
        const options = { traits, newTicket: !!newTicket, ticketId: newTicket ? undefined : current || undefined };
        const { ticket, message: sent } = await porthole.sendMessage(message, options);
        current = ticket.id;
        return {
          ticket_id: ticket.id,
          message_id: sent.id,
          ticket_status: ticket.status,
          created_at: time(sent.at),
          unread_count: ticket.unread,
        };
      }),
    /**
     * @param {string} [ticketId]
     * @param {string} [after] an ISO time
     */
    getMessages: (ticketId, after) =>
      ask(async () => {
        const ticket = await ticketOf(ticketId);
        if (!ticket) return null;
        const since = after ? Date.parse(after) : -Infinity;
        const messages = (await porthole.getMessages(ticket.id)).filter(({ at }) => at > since);
        return {
          ticket_id: ticket.id,
          ticket_status: ticket.status,
          messages: messages.map(toMessage),
          has_more: false,
          unread_count: ticket.unread,
        };
      }),
    /** @param {string} [ticketId] */
    markAsRead: (ticketId) =>
      ask(async () => {
        const ticket = await ticketOf(ticketId);
        if (!ticket) return null;
        await porthole.markAsRead(ticket.id);
        return { success: true, unread_count: 0 };
      }),
    /** @param {{ status?: string, limit?: number, offset?: number }} [options] */
    getTickets: ({ status, limit = 20, offset = 0 } = {}) =>
      ask(async () => {
        const all = await porthole.getTickets({ status, limit: 1_000 });
        const results = all.slice(offset, offset + limit).map((ticket) => ({
          id: ticket.id,
          status: ticket.status,
          last_message: ticket.preview,
          last_message_at: time(ticket.updatedAt),
          created_at: time(ticket.createdAt),
          unread_count: ticket.unread,
        }));
        return { count: all.length, results };
      }),
    getCurrentTicketId: () => current,
  };

  /** @type {any} */
  const who = porthole;
  /** @type {Record<string, any>} */
  const ours = {
    conversations,
    setIdentity: (/** @type {string} */ id, /** @type {string} */ hash) => void who.setIdentity?.(id, hash),
    clearIdentity: () => void who.clearIdentity?.(),
    reset(/** @type {unknown[]} */ ...given) {
      who.logout?.();
      return theirReset?.apply(found, given);
    },
  };

  if (found?.__loaded) return void Object.assign(found, ours);
  /** @type {Record<string, any>} */
  const posthog = {
    ...ours,
    __loaded: true,
    /**
     * @param {string} token
     * @param {Record<string, any>} [options]
     */
    init(token, options = {}) {
      const { identity_distinct_id: userId, identity_hash: userHash } = options;
      const settings = {
        token,
        disable: !!options.disable_conversations,
        theme: options.conversations?.theme,
        identity: userHash && { userId, userHash },
      };
      porthole.init(settings);
      options.loaded?.(posthog);
      return posthog;
    },
  };
  // What the snippet promises and has nothing to do with conversations is heard and passed over.
  for (const name in found) if (typeof found[name] == "function") posthog[name] ??= () => {};
  page.posthog = posthog;
  // The snippet of that product: `_i` are its inits, and the array itself what was called since.
  for (const [token, options] of found?._i || []) posthog.init(token, options);
  if (Array.isArray(found)) replay(posthog, found.map(([name, ...given]) => [name, given]));
}
