// Stories that take minutes each and are run by hand: `npx playwright test -c long.config.ts`.

import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";

export default defineConfig({ ...base, testDir: "long", reporter: "list", timeout: 300_000 });
