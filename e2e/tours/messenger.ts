// The messenger: its views, and what can happen in them.

import { expect } from "@playwright/test";
import { Panel } from "../fixtures/panel.ts";
import { EVERYWHERE, type Tour } from "./tour.ts";

const corner = { corner: true };
const everywhere = { ...EVERYWHERE, ...corner };
/** The widget's calls go to another origin than its page's. */
const headers = { "access-control-allow-origin": "*" };

export const messenger: Tour[] = [
  {
    title: "messenger: a first message",
    ours: false,
    walk: async ({ page, world, lang, look }) => {
      await world.visit(page);
      const panel = await Panel.on(page, lang);
      await panel.open();
      await panel.composer.waitFor();
      await look("empty", everywhere);
      await panel.composer.fill(world.story.draft);
      await look("typed", corner);
      await page.route("**/widget/messages", () => {});
      await panel.write(world.story.told[0][0][1]);
      await panel.says("sending");
      await look("sending", corner);
      await page.context().setOffline(true);
      await panel.says("offline");
      await look("offline", corner);
      await page.context().setOffline(false);
    },
  },
  {
    title: "messenger: what fails",
    ours: false,
    walk: async ({ page, world, lang, look }) => {
      await world.visit(page);
      const panel = await Panel.on(page, lang);
      await panel.open();
      const json = { error: { code: "not_found", message: panel.words.no_ticket } };
      await page.route("**/widget/messages", (route) => route.fulfill({ status: 404, json, headers }));
      await panel.write(world.story.told[0][0][1]);
      await panel.says("failed");
      await look("failed", everywhere);
      await panel.composer.fill(`${"La ".repeat(3_400)}!`);
      await panel.composer.press("Enter");
      await panel.root.getByText(/10[,.]?000|١٠[٬]?٠٠٠/).first().waitFor();
      await look("too-long", corner);
    },
  },
  {
    title: "messenger: conversations",
    ours: false,
    walk: async ({ page, world, lang, look }) => {
      await world.become(page);
      await world.visit(page);
      const panel = await Panel.on(page, lang);
      await panel.open();
      await panel.tickets.first().waitFor();
      await look("list", everywhere);
      await panel.tickets.filter({ hasText: /RX 4471/ }).click();
      await panel.root.getByText(/RX 4471/).waitFor();
      await look("conversation", everywhere);
      await panel.root.getByText(world.story.told[0][0][1]).scrollIntoViewIfNeeded();
      await look("conversation-top", corner);
      await panel.composer.focus();
      const member = await world.member();
      const typing = panel.root.getByText(panel.words.typing.replace("{name}", world.story.agent));
      // The hint is gone after a while, and lost while the stream is not there yet.
      await expect(async () => {
        await member.typing(world.told);
        await typing.waitFor({ timeout: 3_000 });
      }).toPass();
      await look("typing", corner);
    },
  },
  {
    title: "messenger: the end",
    ours: false,
    walk: async ({ page, world, lang, look }) => {
      await world.become(page, await world.newcomer());
      await world.visit(page);
      const panel = await Panel.on(page, lang);
      await panel.open();
      await panel.write(world.story.long);
      await panel.write("🎉");
      await panel.write(`${"W".repeat(90)} ${"x".repeat(300)}`);
      await panel.says("sent");
      const member = await world.member();
      const { tickets } = await (await member.call("GET", "tickets?view=active")).json();
      await member.reply(tickets[0].id, world.story.long);
      await panel.root.getByText(world.story.long).nth(1).waitFor();
      await look("long-words", { ...corner, screens: ["desktop", "phone", "narrow"] });
      await member.change(tickets[0].id, { status: "resolved" });
      await panel.says("resolved");
      await look("resolved", { ...corner, screens: ["desktop", "phone", "narrow"] });
      await page.route("**/widget/*", (route) =>
        route.fulfill({ status: 401, json: { error: { code: "token_invalid", message: "This public token is not valid." } }, headers }),
      );
      await panel.write(world.story.others[1][0]);
      await panel.says("reload");
      await look("renewed", corner);
    },
  },
  {
    title: "messenger: the form",
    ours: false,
    walk: async ({ page, world, lang, look }) => {
      await page.route("**/widget/config*", async (route) => {
        const response = await fetch(route.request().url(), { headers: route.request().headers() });
        const config = await response.json();
        await route.fulfill({ json: { ...config, form: { ...config.form, require_email: true, collect_name: true } }, headers });
      });
      await world.visit(page);
      const panel = await Panel.on(page, lang);
      await panel.open();
      await panel.write(world.story.told[0][0][1]);
      const email = panel.root.getByLabel(panel.words.email);
      await email.waitFor();
      await look("form", everywhere);
      await email.fill("vera");
      await panel.button("start").click();
      await panel.says("email_bad");
      await look("form-error", corner);
    },
  },
  {
    title: "messenger: loading",
    ours: false,
    walk: async ({ page, world, lang, look }) => {
      await world.become(page, await world.newcomer());
      await page.route("**/widget/boot", () => {});
      await world.visit(page);
      const panel = await Panel.on(page, lang);
      await panel.open();
      await panel.says("loading");
      await look("loading", corner);
    },
  },
];
