// Long conversations: pages of older messages, and the place of whoever reads them.

import { expect, test } from "../fixtures/test.ts";

test("older messages come when they are scrolled to, and sending leads back down", async ({ chat }) => {
  const { page } = chat;
  await page.evaluate(async () => {
    const texts = Array.from({ length: 70 }, (_, index) => `Message number ${index + 1}`);
    await Promise.all(texts.map((text) => window.Porthole.sendMessage(text)));
  });
  await page.reload();
  await chat.open();
  await expect(chat.message("Message number 70")).toBeInViewport();
  await expect(chat.message("Message number 1")).toHaveCount(0);

  const scroller = chat.panel.locator("[tabindex='0'][aria-label='Messages']");
  await expect(async () => {
    await scroller.evaluate((element) => element.scrollTo({ top: -element.scrollHeight }));
    await expect(chat.message("Message number 1")).toBeInViewport({ timeout: 1_000 });
  }).toPass();
  const order = await chat.history.getByText(/^Message number \d+$/).allTextContents();
  expect(order).toEqual(Array.from({ length: 70 }, (_, index) => `Message number ${index + 1}`));

  await chat.write("Back at the bottom");
  await expect(chat.message("Back at the bottom")).toBeInViewport();
});

test("links can be followed and nothing else is made of a text", async ({ chat, desk }) => {
  await chat.open();
  await chat.write("<b>bold</b> javascript:alert(1) https://example.com/a?b=c. and mail@example.com");
  await chat.acknowledged();
  await desk.openTicket("bold");
  for (const history of [chat.history, desk.history]) {
    await expect(history.getByText(/<b>bold<\/b> javascript:alert\(1\)/)).toBeVisible();
    const link = history.getByRole("link", { name: "https://example.com/a?b=c" });
    await expect(link).toHaveAttribute("href", "https://example.com/a?b=c");
    await expect(link).toHaveAttribute("rel", /noopener.*noreferrer|noreferrer.*noopener/);
    await expect(link).toHaveAttribute("target", "_blank");
    await expect(history.locator("b, script")).toHaveCount(0);
    for (const other of await history.getByRole("link").all()) {
      expect(await other.getAttribute("href")).toMatch(/^(https:|mailto:)/);
    }
  }
});
