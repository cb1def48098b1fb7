// The inbox at work.

import { Porthole } from "../fixtures/porthole.ts";
import { signIn } from "./desk.ts";
import { inEachLanguage, test } from "./studio.ts";
import { DAYS } from "./world.ts";

inEachLanguage(() => {
  test("inbox: the first day", async ({ page, camera, lang }) => {
    const shoot = camera("inbox");
    const porthole = await Porthole.ready({}, [], DAYS.now);
    try {
      await signIn(page, porthole);
      await page.locator(".steps").waitFor();
      await shoot.take("first-day", { screens: ["desktop", "phone"] });
    } finally {
      await porthole.remove();
    }
  });

  test("inbox: at work", async ({ page, camera, world, lang }) => {
    const shop = await world(lang);
    const { porthole, tickets, told } = shop;
    const shoot = camera("inbox");
    await signIn(page, porthole);
    await page.locator(`a[href$="${told}"]`).waitFor();
    await shoot.take("list", { screens: ["desktop", "phone", "narrow", "zoomed"], themes: ["light", "dark", "forced"] });
    await page.locator(`a[href$="${told}"]`).click();
    await page.getByRole("log").getByText(/RX 4471/).waitFor();
    await shoot.take("conversation", { screens: ["desktop", "phone", "narrow", "zoomed"], themes: ["light", "dark", "forced"] });
    await page.locator(`a[href$="${tickets[0]}"]`).click();
    await page.getByRole("log").getByText(/./).first().waitFor();
    await shoot.take("long-names");
    await page.goto(`${porthole.url}/inbox/nothing/here`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await shoot.take("not-found");
    await page.goto(`${porthole.url}/inbox/tickets/tic_nothing`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await shoot.take("ticket-missing");
  });
});
