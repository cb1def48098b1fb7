// The token of a recovery link, where the messenger itself is not in the page: it leaves the address
// at once, and again where a router writes back what it read before (as `widget/src/recovery.rs`
// does it).

const NAMES = /^(porthole|ph_conv)_restore=/;
/** For how long, and how often, the address is looked at again, in milliseconds. */
const WATCH = 30_000;
const LOOK = 250;

/** Takes the token out of the address; empty if there is none. Everything else in it stays. */
function take() {
  const { pathname, search, hash } = location;
  const pairs = search.slice(1).split("&");
  const found = pairs.filter((pair) => NAMES.test(pair)).pop();
  const token = found?.replace(NAMES, "") || "";
  if (!token) return "";
  const kept = pairs.filter((pair) => !NAMES.test(pair)).join("&");
  history.replaceState(history.state, "", pathname + (kept && "?" + kept) + hash);
  return token;
}

/** Takes the token, and keeps it out of the address for a while. */
export function takeRecovery() {
  const token = take();
  if (token) {
    const watch = setInterval(take, LOOK);
    setTimeout(() => clearInterval(watch), WATCH);
  }
  return token;
}
