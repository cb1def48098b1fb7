// The way into the inbox.

import type { Page } from "@playwright/test";
import { OWNER, Porthole } from "../fixtures/porthole.ts";
import { DAYS } from "../fixtures/world.ts";
import { EVERYWHERE, type Tour } from "./tour.ts";

export const entry: Tour[] = [
  {
    title: "entry: the first run",
    ours: true,
    walk: async ({ page, look }) => {
      const porthole = await Porthole.firstRun(DAYS.now);
      try {
        await page.goto(porthole.url);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await look("no-link");
        await page.goto("about:blank");
        await page.goto(porthole.setupLink);
        const submit = page.locator("form button[type=submit]");
        await submit.waitFor();
        await look("set-up", EVERYWHERE);
        await submit.click();
        await page.locator("[aria-invalid=true]").first().waitFor();
        await look("set-up-error");
      } finally {
        await porthole.remove();
      }
    },
  },
  {
    title: "entry: signing in",
    ours: true,
    walk: async ({ page, world, look }) => {
      await page.goto(`${world.porthole.url}/inbox`);
      const submit = page.locator("form button[type=submit]");
      await submit.waitFor();
      await look("sign-in", EVERYWHERE);
      await page.locator("input[type=email]").fill(OWNER.email);
      await page.locator("input[type=password]").fill("something else");
      await submit.click();
      await page.getByRole("alert").filter({ hasText: /./ }).first().waitFor();
      await look("sign-in-error");
      await page.route("**/inbox/state", (route) => route.abort());
      await page.reload();
      await page.getByRole("heading", { level: 1 }).waitFor();
      await look("no-answer");
    },
  },
];

/** Signs in, and waits for the frame around all pages. */
export async function signIn(page: Page, porthole: Porthole): Promise<void> {
  await page.goto(`${porthole.url}/inbox`);
  await page.locator("input[type=email]").fill(OWNER.email);
  await page.locator("input[type=password]").fill(OWNER.password);
  await page.locator("form button[type=submit]").click();
  await page.getByRole("navigation").first().waitFor();
}
