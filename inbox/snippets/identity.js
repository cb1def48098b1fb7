// Node, on your server. Give the page only what these return.
import { createHmac } from "node:crypto";

const hmac = (secret, text) => createHmac("sha256", secret).update(text);

export const userHash = (secret, userId) => hmac(secret, userId).digest("hex");

export const emailHash = (secret, email, timestamp) => hmac(secret, `${email}:${timestamp}`).digest("hex");

export function identityToken(secret, claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${hmac(secret, signed).digest("base64url")}`;
}
