// The way into the inbox, and the pages beside it.

import { OWNER, Porthole } from "../fixtures/porthole.ts";
import { inEachLanguage, test } from "./studio.ts";
import { DAYS } from "./world.ts";

inEachLanguage(() => {
  test("entry: the first run", async ({ page, camera }) => {
    const shoot = camera("entry");
    const porthole = await Porthole.firstRun(DAYS.now);
    try {
      await page.goto(porthole.url);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await shoot.take("no-link");
      await page.goto("about:blank");
      await page.goto(porthole.setupLink);
      await page.locator("form").waitFor();
      await shoot.take("set-up", { screens: ["desktop", "phone", "narrow"], themes: ["light", "dark", "forced"] });
      await page.locator("form button[type=submit]").click();
      await page.locator("[aria-invalid=true]").first().waitFor();
      await shoot.take("set-up-error");
    } finally {
      await porthole.remove();
    }
  });

  test("entry: signing in", async ({ page, camera, world, lang }) => {
    const { porthole } = await world(lang);
    const shoot = camera("entry");
    await page.goto(`${porthole.url}/inbox`);
    await page.locator("form").waitFor();
    await shoot.take("sign-in", { screens: ["desktop", "phone", "narrow", "zoomed"], themes: ["light", "dark", "forced"] });
    await page.locator("input[type=email]").fill(OWNER.email);
    await page.locator("input[type=password]").fill("something else");
    await page.locator("form button[type=submit]").click();
    await page.getByRole("alert").filter({ hasText: /./ }).first().waitFor();
    await shoot.take("sign-in-error");
    await page.route("**/inbox/state", (route) => route.abort());
    await page.reload();
    await page.getByRole("heading", { level: 1 }).waitFor();
    await shoot.take("no-answer");
  });
});
