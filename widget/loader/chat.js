// The messenger on our own page: by itself, or in the frame that a customer's page shows where
// its policy keeps the messenger out. This script is to the messenger what the loader is on a
// customer's page.

import { ROOM } from "./chat_style.js";
import { takeHandoff } from "./handoff.js";
import { chooseLocale, loadMessenger } from "./messenger.js";
import { meetPage } from "./parent.js";
import { keepTheme } from "./theme.js";

/** @typedef {import("./contract").Messenger} Messenger */

const query = new URLSearchParams(location.search);
const token = decodeURIComponent(location.pathname.split("/")[2]);
/** @type {import("./contract").Config} */
const config = JSON.parse(document.getElementById("config")?.textContent || "{}");
const locale = chooseLocale(query.get("lang") || undefined);
const parentOrigin = query.get("parent");
const framed = parentOrigin != null && window.parent != window;

const host = /** @type {HTMLElement} */ (document.querySelector("porthole-chat"));
const root = host.attachShadow({ mode: "open" });
const forever = new AbortController().signal;
const themes = [host, document.documentElement].map((element) => keepTheme(element, forever));
host.toggleAttribute("whole-page", !framed);
const sheet = adopt("");
dress(config);
const wait = show("wait");
/** Under way while the page around says hello, or the server takes the handoff. */
let loading = loadMessenger(location.origin, locale);
loading.catch(() => {});

/** @param {string} css */
function adopt(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return sheet;
}

/** @param {import("./contract").Look} look */
function dress({ style, theme }) {
  sheet.replaceSync(style + ROOM);
  for (const keep of themes) keep(theme);
}

/**
 * Puts a sign in the middle.
 * @param {string} name
 * @param {...Node} children
 */
function show(name, ...children) {
  const sign = document.createElement("div");
  sign.className = name;
  sign.role = "status";
  sign.append(...children);
  root.append(sign);
  return sign;
}

/** @param {Partial<import("./contract").Host>} more */
async function start(more) {
  wait.hidden = false;
  try {
    const { messenger, css, strings } = await loading;
    adopt(css);
    const { origin: api } = location;
    const ignore = () => {};
    await messenger.start({
      ...{ root, token, api, version: VERSION, locale, config, strings },
      ...{ request_open: ignore, set_unread: ignore, set_icon: ignore, emit: ignore },
      ...more,
    });
    wait.remove();
    return messenger;
  } catch (error) {
    console.error(error);
    wait.hidden = true;
    await again();
    loading = loadMessenger(location.origin, locale);
    return start(more);
  }
}

/** Says that it did not work, until somebody wants to try again. */
async function again() {
  const button = document.createElement("button");
  button.append(config.labels.failed);
  const sign = show("failed", button);
  await new Promise((resolve) => (button.onclick = resolve));
  sign.remove();
}

async function byItself() {
  const storage = await takeHandoff(token);
  const messenger = await start({
    storage,
    whole_page: true,
    set_unread: (count) => (document.title = (count ? `(${count}) ` : "") + config.title),
  });
  messenger.set_open(true);
}

if (framed) meetPage(parentOrigin, dress, start);
else byItself();
