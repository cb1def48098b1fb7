// The inbox, as the camera needs it.

import type { Page } from "@playwright/test";
import { OWNER, type Porthole } from "../fixtures/porthole.ts";

/** Signs in, and waits for the list. */
export async function signIn(page: Page, porthole: Porthole): Promise<void> {
  await page.goto(`${porthole.url}/inbox`);
  await page.locator("input[type=email]").fill(OWNER.email);
  await page.locator("input[type=password]").fill(OWNER.password);
  await page.locator("form button[type=submit]").click();
  await page.locator(".shell").waitFor();
}
