// The settings.

import { signIn } from "./desk.ts";
import { inEachLanguage, test } from "./studio.ts";

inEachLanguage(() => {
  test("settings", async ({ page, camera, world, lang }) => {
    const { porthole } = await world(lang);
    const shoot = camera("settings");
    await signIn(page, porthole);
    await page.goto(`${porthole.url}/inbox/settings`);
    await page.locator("form, fieldset, section").first().waitFor();
    await shoot.take("top");
    await shoot.take("whole", { screens: ["tall"] });
  });
});
