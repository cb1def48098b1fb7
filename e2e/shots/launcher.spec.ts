// The launcher and the panel in their corners, over a page.

import { Panel } from "./panel.ts";
import { expect, inEachLanguage, test } from "./studio.ts";

inEachLanguage(() => {
  test("launcher", async ({ page, camera, world, lang }) => {
    const { porthole, told, ...rest } = await world(lang);
    const shop = await world(lang);
    const shoot = camera("launcher");
    await shop.become(page);
    for (const position of ["bottom_left", "top_right", "top_left", "bottom_right"]) {
      await porthole.admin(["set", "position", JSON.stringify(position)]);
      await expect(async () => {
        await shop.visit(page);
        await page.getByRole("button", { expanded: false }).waitFor();
        const box = (await page.getByRole("button", { expanded: false }).boundingBox())!;
        expect([box.y < 450 ? "top" : "bottom", box.x < 720 ? "left" : "right"].join("_")).toBe(position);
      }).toPass();
      await shoot.take(`closed-${position}`, { themes: ["light"] });
      await (await Panel.on(page, lang)).open();
      await shoot.take(`open-${position}`, { themes: ["light"], screens: ["desktop"] });
    }
    await shoot.take("open-over-a-page", {});

    await page.reload();
    const member = await shop.member();
    await member.reply(told, rest.story.others[0][1]);
    await page.getByRole("button", { expanded: false, name: /1|١/ }).waitFor();
    await shoot.take("unread", { themes: ["light", "dark", "forced"] });
  });
});
