// The browsers of `cargo xtask test faults`. The suite has the server and the bad network; here
// are the visitors, one browser page each.

import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";

const seconds = Number(process.env.TRIAL_SECONDS ?? 0);
const slack = Number(process.env.TRIAL_SLACK ?? 180);

export default defineConfig({
  ...base,
  testDir: "faults",
  reporter: "line",
  // All of them at once, whatever the machine: that is the point.
  workers: 1,
  timeout: (2 * slack + seconds) * 1_000,
  globalTimeout: (2 * slack + seconds) * 1_000,
  expect: { timeout: slack * 1_000 },
  use: { ...base.use, trace: "off" },
  projects: base.projects?.filter((project) => project.name === "chromium"),
});
