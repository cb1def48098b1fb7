// The visitor's clock jumps: nothing is lost, and the order stays that of the writing.

import { Chat } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

const HOUR = 3_600_000;

test("messages written around a jump of the clock arrive once and in order", async ({ page, serveSite, desk }) => {
  const start = Date.now();
  await page.clock.install({ time: start });
  const site = await serveSite();
  await page.goto(site.origin);
  const chat = new Chat(page);
  await chat.open();
  await chat.write("First");
  await chat.acknowledged();

  // Nothing gets through while the clock is set back; then the page is loaded anew.
  await page.route("**/api/v1/widget/messages", (route) => route.abort());
  await chat.write("Second");
  await expect(chat.message("Second")).toBeVisible();
  await page.clock.setSystemTime(start - 30 * HOUR);
  await chat.write("Third");
  await expect(chat.message("Third")).toBeVisible();
  await page.unroute("**/api/v1/widget/messages");
  await page.reload();
  await chat.open();
  await expect(chat.panel.getByText("Sending…")).toHaveCount(0);
  for (const text of ["First", "Second", "Third"]) await expect(chat.message(text)).toHaveCount(1);

  // Two days ahead the browser takes its session for over, and begins another one.
  await page.clock.setSystemTime(start + 48 * HOUR);
  await chat.write("Fourth");
  await expect(chat.message("Fourth")).toBeVisible();
  await expect(chat.panel.getByText("Sending…")).toHaveCount(0);

  await desk.openTicket("Fourth");
  const order = desk.history.getByText(/^(First|Second|Third|Fourth)$/);
  await expect(order).toHaveText(["First", "Second", "Third", "Fourth"]);
  await desk.reply("All here");
  await expect(chat.message("All here")).toHaveCount(1);
});
