// What this browser gives: storage and randomness.

/** The storage of this page's origin; nothing where it is blocked. */
export function storage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** 256 random bits in hex, also on pages without a secure context. */
export function randomHex() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
