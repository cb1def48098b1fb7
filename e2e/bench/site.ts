// What the measurements of `cargo xtask bench` share.

import { writeFile } from "node:fs/promises";
import { Site } from "../fixtures/site.ts";

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run \`cargo xtask bench\``);
  return value;
}

/** The server under measurement. */
export const server = given("BENCH_SERVER");

/** A customer's page with the tag of that server. */
export function serve(before = ""): Promise<Site> {
  return Site.serve("plain", { host: server, token: given("BENCH_TOKEN"), before });
}

/** Hands the figures over. */
export function tell(figures: Record<string, number>): Promise<void> {
  return writeFile(given("BENCH_TOLD"), JSON.stringify(figures));
}
