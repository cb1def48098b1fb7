// Browser tests: the real binary, a real page on another origin, real Chromium and Firefox.
// `cargo xtask test` names the browsers and the binary; see CONTRIBUTING.md for running one test.

import { defineConfig } from "@playwright/test";

const chromium = process.env.PORTHOLE_CHROMIUM ?? "/usr/bin/chromium";
const firefox = process.env.PORTHOLE_FIREFOX ?? "/usr/bin/firefox-esr";
/** Names that lead to this machine. Other than its address, they are no secure context. */
const names = ["shop.test", "chat.test"];

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: { trace: "retain-on-failure", locale: "en-GB", timezoneId: "UTC" },
  projects: [
    {
      name: "chromium",
      use: {
        browserName: "chromium",
        launchOptions: {
          executablePath: chromium,
          args: ["--no-sandbox", "--disable-quic", `--host-resolver-rules=${names.map((name) => `MAP ${name} 127.0.0.1`)}`],
        },
      },
    },
    {
      name: "firefox",
      use: {
        browserName: "firefox",
        channel: "moz-firefox",
        launchOptions: { executablePath: firefox, firefoxUserPrefs: { "network.dns.localDomains": names.join(",") } },
      },
    },
  ],
});
