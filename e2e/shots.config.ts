// The studio of `cargo xtask shots`: Chromium alone, and no test among its stories.

import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";

export default defineConfig({
  ...base,
  testDir: "shots",
  outputDir: join(import.meta.dirname, "../target/shots-trouble"),
  globalTeardown: "./shots/contact_sheet.ts",
  reporter: "list",
  timeout: 120_000,
  use: { ...base.use, trace: "off", actionTimeout: 15_000 },
  projects: base.projects?.filter((project) => project.name === "chromium"),
});
