// Who sees the widget and its launcher, and how the chat opens for everybody else.

import { Chat, expectFocus } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";
import { hasLauncher, whyNot } from "../../widget/loader/sight.js";

test.describe("the table", () => {
  const config = { labels: {} };
  const refusal = (code: string) => ({ error: { code } });
  for (const [disabled, answer, reason] of [
    [true, refusal("domain_not_allowed"), "disabled_by_config"],
    [true, config, "disabled_by_config"],
    [false, refusal("conversations_disabled"), "conversations_disabled"],
    [false, refusal("widget_disabled"), "widget_disabled"],
    [false, refusal("domain_not_allowed"), "domain_not_allowed"],
    [false, refusal("identity_required"), "identity_required"],
    [false, refusal("token_invalid"), "token_invalid"],
    [false, refusal("too_many"), "config_failed"],
    [false, {}, "config_failed"],
    [undefined, config, null],
  ] as const) {
    test(`${disabled} and ${JSON.stringify(answer)}: ${reason}`, () => expect(whyNot(disabled, answer)).toBe(reason));
  }

  for (const [forced, toggle, icon, worthy, shown] of [
    [false, undefined, "always", undefined, true],
    [false, undefined, "off", undefined, false],
    [false, undefined, "off", true, false],
    [false, undefined, "revenue_based", undefined, false],
    [false, undefined, "revenue_based", false, false],
    [false, undefined, "revenue_based", true, true],
    // What the page says comes before what the workspace says.
    [false, true, "off", undefined, true],
    [false, true, "revenue_based", false, true],
    [false, false, "always", undefined, false],
    [false, false, "revenue_based", true, false],
    // And `show()` before both.
    [true, undefined, "off", undefined, true],
    [true, false, "always", undefined, true],
    [true, false, "revenue_based", false, true],
  ] as const) {
    test(`show() ${forced}, showToggleButton ${toggle}, ${icon} and ${worthy}: ${shown ? "shown" : "hidden"}`, () =>
      expect(hasLauncher(forced, toggle, icon, worthy)).toBe(shown));
  }
});

const launcher = (page: Chat["page"]) => page.getByRole("button", { name: /^(Open|Close) chat/ });

for (const chat_icon of ["always", "revenue_based", "off"]) {
  test.describe(chat_icon, () => {
    test.use({ settings: { chat_icon, min_value: 99.5 } });

    for (const [spelling, before] of [
      ["nothing said", ""],
      ["showToggleButton: true", "<script>portholeSettings = { showToggleButton: true }</script>"],
      ["show_toggle_button: 'yes'", "<script>portholeSettings = { show_toggle_button: 'yes' }</script>"],
      ["show_toggle_button: false", "<script>portholeSettings = { show_toggle_button: false }</script>"],
      ["showToggleButton: undefined", "<script>portholeSettings = { showToggleButton: undefined }</script>"],
    ]) {
      test(`with ${spelling}`, async ({ page, serveSite }) => {
        await page.goto((await serveSite("buttons", { before })).origin);
        await page.waitForFunction(() => window.Porthole?.isAvailable());
        const shown = /true|yes/.test(spelling) || (!/false/.test(spelling) && chat_icon === "always");
        await expect(launcher(page)).toHaveCount(shown ? 1 : 0);
        expect(await page.evaluate(() => window.Porthole.isVisible())).toBe(shown);
        expect(await page.evaluate(() => window.Porthole.unavailableReason())).toBeNull();
        // Nobody is kept from chatting.
        await page.evaluate(() => window.Porthole.show());
        await expect(launcher(page)).toBeVisible();
      });
    }
  });
}

test.describe("without an icon", () => {
  test.use({ settings: { chat_icon: "off" } });

  test("buttons of the page open the chat, also later ones, and get the focus back", async ({ page, serveSite }) => {
    const { origin } = await serveSite("buttons");
    await page.goto(origin);
    await page.waitForFunction(() => window.Porthole?.isAvailable());
    const chat = new Chat(page);
    const ask = page.getByRole("button", { name: "Ask us" });
    await ask.click();
    await expectFocus(chat.composer);
    // The one in the panel.
    await expect(launcher(page)).toHaveCount(1);
    await page.keyboard.press("Escape");
    await expect(chat.panel).toBeHidden();
    await expectFocus(ask);

    // A link stays on the page, and what lies inside of it counts.
    await page.getByText("Your questions").click();
    await expect(chat.panel).toBeVisible();
    expect(page.url()).toBe(`${origin}/`);
    await page.keyboard.press("Escape");

    await page.evaluate(() => {
      const button = document.createElement("button");
      button.dataset.portholeOpen = "";
      button.append("Added later");
      // A page that keeps its clicks to itself keeps this one too.
      button.addEventListener("click", (event) => event.stopPropagation());
      document.getElementById("later")!.append(button);
    });
    await page.getByRole("button", { name: "Added later" }).click();
    await expect(chat.panel).toBeVisible();

    await page.evaluate(() => window.Porthole.destroy());
    await page.getByText("Your questions").click();
    await expect(page).toHaveURL(`${origin}/?contact`);
  });
});

test("several reasons at once: the first one is told", async ({ page, porthole, serveSite }) => {
  const { origin } = await serveSite("plain");
  const reason = async () => {
    await page.goto(origin);
    await page.waitForFunction(() => window.Porthole && !["not_loaded", "loading"].includes(window.Porthole.unavailableReason()));
    return page.evaluate(() => window.Porthole.unavailableReason());
  };
  await porthole.admin(["set", "allowed_domains", '["other.example"]']);
  await porthole.admin(["set", "widget_enabled", "false"]);
  await porthole.admin(["set", "conversations_enabled", "false"]);
  await expect.poll(reason).toBe("conversations_disabled");
  await porthole.admin(["set", "conversations_enabled", "true"]);
  await expect.poll(reason).toBe("widget_disabled");
  await porthole.admin(["set", "widget_enabled", "true"]);
  await expect.poll(reason).toBe("domain_not_allowed");
  await expect(page.locator("porthole-chat")).toHaveCount(0);
  await porthole.admin(["set", "allowed_domains", "[]"]);
  await expect.poll(reason).toBeNull();
});
