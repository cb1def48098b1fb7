// The chat on a page of its own, and how other tabs hand their visitor over to it.

import { Messenger } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

test("the chat has a page of its own, under its name, and counts in its title", async ({ page, porthole, desk }) => {
  await porthole.admin(["set", "title", '"Lantern & Loom"']);
  const address = `${porthole.url}/chat/${await porthole.token()}`;
  await expect(async () => {
    await page.goto(address);
    await expect(page).toHaveTitle("Lantern & Loom", { timeout: 1_000 });
  }).toPass();
  const messenger = Messenger.onPage(page);
  await expect(messenger.panel).toHaveAccessibleName("Lantern & Loom");
  await messenger.write("Straight to you");
  // Nothing closes it.
  await page.keyboard.press("Escape");
  await expect(messenger.panel).toBeVisible();
  await expect(messenger.panel.getByRole("button", { name: "Close chat" })).toHaveCount(0);
  await desk.openTicket("Straight to you");
  await desk.reply("Straight back");
  await expect(messenger.message("Straight back")).toBeVisible();
  await page.reload();
  await expect(messenger.message("Straight back")).toBeVisible();
});

test("where there is no chat a page says so", async ({ page, porthole }) => {
  const reply = await page.goto(`${porthole.url}/chat/pub_nobody`);
  expect(reply?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is no chat here." })).toBeVisible();
});

test("a browser that has written on the chat page keeps its own conversation there", async ({ page, context, serveSite, porthole }) => {
  const address = `${porthole.url}/chat/${await porthole.token()}`;
  await page.goto(address);
  await Messenger.onPage(page).write("From a letter");
  await page.goto((await serveSite("no-frame")).origin);
  await page.getByRole("button", { name: "Open chat" }).hover();
  const link = page.getByRole("link", { name: "Open chat in a new tab" });
  const open = async () => {
    const [tab] = await Promise.all([context.waitForEvent("page"), link.click()]);
    return tab;
  };
  const tab = await open();
  const shop = Messenger.onPage(tab);
  await shop.write("From the shop");
  await tab.reload();
  await expect(shop.message("From the shop")).toBeVisible();
  await tab.close();
  // The shop's visitor is the same with each link, and the letter's is still there.
  const again = await open();
  await expect(Messenger.onPage(again).message("From the shop")).toBeVisible();
  await again.close();
  await page.goto(address);
  await expect(Messenger.onPage(page).message("From a letter")).toBeVisible();
  await expect(Messenger.onPage(page).message("From the shop")).toHaveCount(0);
});

test.describe("with the chat page switched off", () => {
  test.use({ settings: { chat_page: false } });

  test("a page without frames has no button, because it would be a dead one", async ({ page, serveSite, porthole }) => {
    await page.goto((await serveSite("no-frame")).origin);
    await page.getByRole("button", { name: "Open chat" }).hover();
    await expect.poll(() => page.evaluate(() => window.Porthole.unavailableReason())).toBe("blocked_by_policy");
    await expect(page.locator("porthole-chat")).toHaveCount(0);
    expect((await page.goto(`${porthole.url}/chat/${await porthole.token()}`))?.status()).toBe(404);
  });

  test("a page without WebAssembly still has its frame", async ({ page, serveSite }) => {
    await page.goto((await serveSite("no-wasm")).origin);
    await page.getByRole("button", { name: "Open chat" }).click();
    await Messenger.inFrame(page).write("Hello");
  });
});

test("whoever comes by keyboard keeps the focus when the button becomes a link", async ({ page, context, serveSite }) => {
  await page.goto((await serveSite("no-frame")).origin);
  await page.getByRole("button", { name: "Open chat" }).focus();
  const link = page.getByRole("link", { name: "Open chat in a new tab" });
  await expect(link).toBeVisible();
  await expect.poll(() => link.evaluate((node) => (node.getRootNode() as ShadowRoot).activeElement === node)).toBe(true);
  const [tab] = await Promise.all([context.waitForEvent("page"), page.keyboard.press("Enter")]);
  await Messenger.onPage(tab).write("By keyboard");
});
