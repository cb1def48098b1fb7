// Where neither the messenger nor its frame may be: the launcher is a link to the chat page in a
// new tab. A code in the link's fragment, good for a minute and once, makes it the same visitor
// there.

import { randomHex, storage } from "./device.js";

/** How long a code is used for the next opening, in milliseconds: well below its life. */
const FRESH = 20_000;

/**
 * @param {import("./contract").Host} host
 * @param {string} recovery the token of the recovery link that the page was opened with, if it was
 */
export function offerLink(host, recovery) {
  const { token, api, config, root } = host;
  const blocked = { kind: "blocked_by_policy", message: "This page's policy forbids the chat here." };
  const visitor = createVisitor(token, api);
  const address = `${api}/chat/${encodeURIComponent(token)}?${new URLSearchParams({ lang: host.locale, ...(recovery && { porthole_restore: recovery }) })}`;
  /** @type {HTMLAnchorElement[]} */
  const links = [];
  let href = "";
  let madeAt = 0;

  /** The address with a code, which the server learns of at the same time. */
  function prepare() {
    if (Date.now() - madeAt < FRESH) return href;
    const code = randomHex();
    madeAt = Date.now();
    href = `${address}#handoff=${code}`;
    for (const link of links) link.href = href;
    // Without it the chat page begins as somebody new: still better than no chat.
    visitor.offer(code).catch(() => {});
    return href;
  }

  /** @param {string} text */
  function makeLink(text) {
    const link = document.createElement("a");
    link.href = address;
    link.target = "_blank";
    // Not `noreferrer`: the team sees which page the visitor came from.
    link.rel = "noopener";
    link.append(text);
    for (const event of ["pointerdown", "contextmenu", "click"]) link.addEventListener(event, prepare);
    // A code works once: whoever opens the chat again gets another one.
    for (const event of ["click", "auxclick"]) link.addEventListener(event, () => setTimeout(() => (madeAt = 0)));
    links.push(link);
    return link;
  }

  const notice = makeLink(config.labels.new_tab);
  notice.className = "notice";
  notice.addEventListener("click", () => setTimeout(() => notice.remove()));
  host.set_link?.(config.chat_page ? takePlace(makeLink("")) : null);

  /**
   * The launcher becomes the link.
   * @param {HTMLAnchorElement} link
   */
  function takePlace(link) {
    const launcher = /** @type {HTMLElement} */ (root.querySelector(".launcher"));
    const focused = root.activeElement == launcher;
    link.className = "launcher";
    link.append(...launcher.childNodes);
    launcher.replaceWith(link);
    if (focused) link.focus();
    return link;
  }

  return {
    /** @param {boolean} open */
    set_open(open) {
      if (!open) return;
      // Somebody clicked before it was clear that there is only a link, or the page opens the chat.
      host.request_open(false);
      if (!config.chat_page) return;
      const tab = navigator.userActivation?.isActive === false ? null : window.open(prepare(), "_blank");
      madeAt = tab ? 0 : madeAt;
      if (tab) tab.opener = null;
      else root.querySelector("[role=status]")?.replaceChildren(notice);
    },
    run: () => Promise.reject(blocked),
    stop: () => notice.remove(),
  };
}

/**
 * The visitor of this page, as the messenger keeps them (`widget/src/session.rs`), or a new one.
 * @param {string} token
 * @param {string} api
 */
function createVisitor(token, api) {
  const key = "porthole:" + token;
  const area = storage();
  /** @type {Record<string, any>} */
  let kept = {};

  function read() {
    try {
      kept = JSON.parse(area?.getItem(key) || "null") || kept;
    } catch {
      // What cannot be read is nothing that the messenger wrote.
    }
    return kept;
  }

  /** @param {Record<string, any>} change */
  function keep(change) {
    kept = { ...read(), ...change };
    try {
      area?.setItem(key, JSON.stringify(kept));
    } catch {
      // Blocked or full: this page remembers it.
    }
  }

  /**
   * @param {string} path
   * @param {Record<string, unknown>} body
   * @param {string} [session]
   */
  function post(path, body, session) {
    /** @type {Record<string, string>} */
    const headers = { "content-type": "application/json" };
    if (session) headers.authorization = "Bearer " + session;
    const init = { method: "POST", headers, body: JSON.stringify(body), keepalive: true };
    return fetch(`${api}/api/v1/widget/${path}`, { ...init, credentials: "omit" });
  }

  /** @returns {Promise<string>} a session token */
  async function session() {
    const { session_token, expires_at } = read();
    if (session_token && Date.now() < expires_at) return session_token;
    // Kept before it is sent: should the answer get lost, the next try is the same visitor.
    if (!read().device_key) keep({ device_key: randomHex() });
    const reply = await (await post("boot", { token, device_key: kept.device_key })).json();
    keep({ session_token: reply.session_token, life: reply.life, expires_at: Date.now() + reply.life });
    return reply.session_token;
  }

  return {
    /**
     * Lets the chat page go on as this visitor.
     * @param {string} code
     */
    async offer(code) {
      // The second time with a new session, where the first one had ended.
      for (let tries = 0; tries < 2; tries++) {
        const { status } = await post("handoff", { code }, await session());
        if (status != 401) return;
        keep({ session_token: "" });
      }
    },
  };
}
