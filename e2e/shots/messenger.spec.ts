// The messenger: its views, and what can happen in them.

import { Guest } from "../fixtures/api.ts";
import { Panel } from "./panel.ts";
import { inEachLanguage, test } from "./studio.ts";

inEachLanguage(() => {
  test("messenger: a first message", async ({ page, camera, world, lang }) => {
    const shop = await world(lang);
    const shoot = camera("messenger");
    const corner = { corner: true };
    await shop.visit(page);
    const panel = await Panel.on(page, lang);
    await panel.open();
    await panel.composer.waitFor();
    await shoot.take("empty", { ...corner, screens: ["desktop", "phone", "narrow", "zoomed"], themes: ["light", "dark", "forced"] });
    await panel.composer.fill(shop.story.draft);
    await shoot.take("typed", corner);

    await page.route("**/widget/messages", () => {});
    await panel.write(shop.story.told[0][0][1]);
    await panel.says("sending");
    await shoot.take("sending", corner);
    await page.context().setOffline(true);
    await panel.says("offline");
    await shoot.take("offline", corner);
  });

  test("messenger: what fails", async ({ page, camera, world, lang }) => {
    const shop = await world(lang);
    const shoot = camera("messenger");
    await shop.visit(page);
    const panel = await Panel.on(page, lang);
    await panel.open();
    const refusal = { error: { code: "invalid", message: "", field: "text" } };
    await page.route("**/widget/messages", (route) => route.fulfill({ status: 422, json: refusal, headers: { "access-control-allow-origin": "*" } }));
    await panel.write(shop.story.told[0][0][1]);
    await panel.says("failed");
    await shoot.take("failed", { corner: true, themes: ["light", "dark", "forced"] });
    await panel.composer.fill(`${"La ".repeat(3_400)}!`);
    await panel.composer.press("Enter");
    await panel.root.getByText(/10,?000|١٠/).first().waitFor();
    await shoot.take("too-long", { corner: true });
  });

  test("messenger: conversations", async ({ page, camera, world, lang }) => {
    const shop = await world(lang);
    const shoot = camera("messenger");
    await shop.become(page);
    await shop.visit(page);
    const panel = await Panel.on(page, lang);
    await panel.open();
    const list = panel.root.getByRole("list").getByRole("button");
    await list.first().waitFor();
    await shoot.take("list", { corner: true, screens: ["desktop", "phone", "narrow", "zoomed"], themes: ["light", "dark", "forced"] });
    await list.filter({ hasText: /RX 4471/ }).click();
    await panel.root.getByText(/RX 4471/).waitFor();
    await shoot.take("conversation", { corner: true, screens: ["desktop", "phone", "narrow", "zoomed"], themes: ["light", "dark", "forced"] });
    await panel.root.getByRole("log").locator("..").locator("..").evaluate((scroller) => (scroller.scrollTop = -10_000));
    await shoot.take("conversation-top", { corner: true });

    const member = await shop.member();
    await member.typing(shop.told);
    await panel.root.getByText(panel.words.typing.replace("{name}", shop.story.agent)).waitFor();
    await shoot.take("typing", { corner: true });
    await panel.write(shop.story.long);
    await panel.write("🎉");
    await panel.write(`${"W".repeat(90)} ${"x".repeat(700)}`);
    await panel.root.getByText(/x{700}/).waitFor();
    await shoot.take("long-words", { corner: true });
    await member.change(shop.told, { status: "resolved" });
    await panel.root.getByText(/x{700}/).waitFor();
    await panel.says("resolved");
    await shoot.take("resolved", { corner: true });
    await member.change(shop.told, { status: "open" });
  });

  test("messenger: the form", async ({ page, camera, world, lang }) => {
    const shop = await world(lang);
    const shoot = camera("messenger");
    await page.route("**/widget/config*", async (route) => {
      const response = await fetch(route.request().url(), { headers: route.request().headers() });
      const json = { ...(await response.json()), require_email: true, collect_name: true };
      await route.fulfill({ json, headers: { "access-control-allow-origin": "*" } });
    });
    await shop.visit(page);
    const panel = await Panel.on(page, lang);
    await panel.open();
    await panel.write(shop.story.told[0][0][1]);
    await panel.root.getByLabel(panel.words.email).waitFor();
    await shoot.take("form", { corner: true, screens: ["desktop", "phone", "narrow", "zoomed"], themes: ["light", "dark", "forced"] });
    await panel.root.getByLabel(panel.words.email).fill("vera");
    await panel.button("start").click();
    await panel.says("email_bad");
    await shoot.take("form-error", { corner: true });
  });

  test("messenger: loading", async ({ page, camera, world, lang }) => {
    const shop = await world(lang);
    const shoot = camera("messenger");
    await shop.become(page, await Guest.arrive(shop.porthole));
    await page.route("**/widget/boot", () => {});
    await shop.visit(page);
    const panel = await Panel.on(page, lang);
    await panel.open();
    await panel.says("loading");
    await shoot.take("loading", { corner: true });
  });
});
