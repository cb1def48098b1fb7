// What the page may change while it runs: the look and the language.

import { expectFocus } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

test("setTheme changes colours and corner at once, and says what it will not take", async ({ chat }) => {
  const { page } = chat;
  const theme = () => chat.host.getAttribute("theme");
  const colour = () => page.getByRole("button", { name: /^(Open|Close) chat/ }).first().evaluate((element) => getComputedStyle(element).backgroundColor);
  await page.waitForFunction(() => window.Porthole?.isAvailable());
  await page.evaluate(() => window.Porthole.setTheme("dark"));
  await expect.poll(theme).toBe("dark");
  await chat.open();
  await page.evaluate(() => window.Porthole.setTheme({ color: "#ffcc00", position: "top_left" }));
  await expect.poll(colour).toBe("rgb(255, 204, 0)");
  expect(await theme()).toBe("dark");
  await expect.poll(async () => (await chat.panel.boundingBox())!.x).toBeLessThan(100);
  await page.evaluate(() => {
    const failures: unknown[] = [];
    Object.assign(window, { failures });
    window.Porthole.on("error", (error: { field: string }) => failures.push(error.field));
    window.Porthole.setTheme({ color: "reddish" });
  });
  await expect.poll(() => page.evaluate(() => (window as never as { failures: unknown[] }).failures)).toEqual(["color"]);
  expect(await page.evaluate(() => window.Porthole.isAvailable())).toBe(true);
  await page.evaluate(() => window.Porthole.setTheme("light"));
  await expect.poll(theme).toBe("light");
  expect(await colour()).toBe("rgb(255, 204, 0)");
});

test("the page's settings name a look to begin with", async ({ page, serveSite }) => {
  const site = await serveSite("plain", { before: "<script>window.portholeSettings = { theme: { theme: 'dark', color: '#00aa55' } }</script>" });
  await page.goto(site.origin);
  await expect(page.locator("porthole-chat")).toHaveAttribute("theme", "dark");
});

test("setLocale draws the panel anew and keeps what is typed", async ({ chat }) => {
  const { page } = chat;
  await chat.open();
  await chat.write("Hello");
  await chat.acknowledged();
  await chat.composer.fill("half a thought");
  const marked = await chat.panel.evaluate((panel) => {
    panel.toggleAttribute("data-before", true);
    return panel.hasAttribute("data-before");
  });
  expect(marked).toBe(true);
  await page.evaluate(() => window.Porthole.setLocale("en-US"));
  // Another element now: drawn anew.
  await expect(chat.panel).not.toHaveAttribute("data-before");
  await expect(chat.composer).toHaveValue("half a thought");
  await expectFocus(chat.composer);
  await expect(chat.message("Hello")).toBeVisible();
});

test("showNewMessage opens an empty conversation with words in it", async ({ chat }) => {
  const { page } = chat;
  await chat.open();
  await chat.write("Hello");
  await chat.acknowledged();
  await page.keyboard.press("Escape");
  await page.evaluate(() => window.Porthole.showNewMessage("I would like to know"));
  await expect(chat.panel).toBeVisible();
  await expect(chat.composer).toHaveValue("I would like to know");
  await expect(chat.message("Hello")).toHaveCount(0);
  expect(await page.evaluate(() => window.Porthole.getTickets())).toHaveLength(1);
});
