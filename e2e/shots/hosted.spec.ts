// The chat where it is not in the page: on its own page, in a frame, behind a link.

import { Panel } from "./panel.ts";
import { inEachLanguage, test } from "./studio.ts";

inEachLanguage(() => {
  test("hosted: the chat page", async ({ page, camera, world, lang }) => {
    const shop = await world(lang);
    const shoot = camera("hosted");
    const address = `${shop.porthole.url}/chat/${await shop.porthole.token()}?lang=${lang}`;
    await page.goto(address);
    const panel = await Panel.on(page, lang, "main");
    await panel.composer.waitFor();
    await shoot.take("empty", { screens: ["desktop", "phone", "narrow"] });
    await shop.become(page);
    await page.reload();
    const list = panel.root.getByRole("list").getByRole("button");
    await list.first().waitFor();
    await shoot.take("list");
    await list.filter({ hasText: /RX 4471/ }).click();
    await panel.root.getByText(/RX 4471/).waitFor();
    await shoot.take("conversation", { themes: ["light", "dark", "forced"] });
    await page.goto(`${shop.porthole.url}/chat/pub_nobody`);
    await shoot.take("nothing-here");
    await page.goto(`${shop.porthole.url}/demo`);
    await page.getByRole("button", { expanded: false }).waitFor();
    await shoot.take("demo");
  });

  test("hosted: frame and link", async ({ page, camera, world, lang }) => {
    const shop = await world(lang);
    const shoot = camera("hosted");
    for (const [site, name] of [["no-wasm", "frame"], ["no-frame", "link"]]) {
      const served = await shop.serve(site);
      await page.goto(served.origin);
      await page.getByRole("button", { expanded: false }).hover();
      if (name === "frame") {
        await page.getByRole("button", { expanded: false }).click();
        await page.frameLocator("porthole-chat iframe").getByRole("dialog").locator("textarea").waitFor();
      } else {
        await page.getByRole("link").last().waitFor();
      }
      await shoot.take(name);
      await served.close();
    }
  });
});
