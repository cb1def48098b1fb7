// The browser of `cargo xtask bench`: Chromium alone, one page at a time.

import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";

export default defineConfig({
  ...base,
  testDir: "bench",
  reporter: "line",
  workers: 1,
  timeout: 100_000,
  globalTimeout: 110_000,
  use: { ...base.use, trace: "off" },
  projects: base.projects?.filter((project) => project.name === "chromium"),
});
