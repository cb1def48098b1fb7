// A history of two thousand messages: little of it is on the page, and whoever reads keeps their
// place.

import type { Locator } from "@playwright/test";
import { Guest, Member } from "../fixtures/api.ts";
import { Chat } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

const COUNT = 2_000;
const unlimited = ["visitor", "address", "workspace"].map((who) => `--limit-${who}-writes=0`);

test.use({ flags: unlimited });

/** The scroller, and where a message stands in the window. */
const scrollerOf = (chat: Chat) => chat.panel.locator("[tabindex='0'][aria-label='Messages']");
const topOf = (message: Locator) => message.evaluate((element) => element.getBoundingClientRect().top);

test("two thousand messages: a stretch of them is on the page, and the place is kept", async ({ page, porthole, serveSite }) => {
  const guest = await Guest.arrive(porthole);
  const ticket = await guest.write("Message 1");
  // Written many at a time, so that they share the disk; the first and the last one are alone.
  for (let number = 2; number < COUNT; number += 100) {
    const numbers = Array.from({ length: Math.min(100, COUNT - number) }, (_, index) => number + index);
    await Promise.all(numbers.map((each) => guest.write(`Message ${each}`, { ticket: ticket.id })));
  }
  await guest.write(`Message ${COUNT}`, { ticket: ticket.id });
  const token = await porthole.token();
  const site = await serveSite();
  const session = JSON.stringify({ device_key: guest.deviceKey });
  await page.addInitScript(([key, value]) => localStorage.setItem(key, value), [`porthole:${token}`, session]);
  await page.goto(site.origin);
  const chat = new Chat(page);
  await chat.open();
  await expect(chat.message(`Message ${COUNT}`)).toBeInViewport();
  const scroller = scrollerOf(chat);
  const rows = () => chat.history.locator(".entry").count();

  // All the way up, page by page: never more than a stretch is on the page.
  const up = (pixels: number) => scroller.evaluate((element, by) => element.scrollBy({ top: -by, behavior: "instant" }), pixels);
  await expect(async () => {
    for (let step = 0; step < 20; step++) await up(2_000);
    expect(await rows()).toBeLessThanOrEqual(200);
    await expect(chat.message("Message 1")).toBeInViewport({ timeout: 200 });
  }).toPass({ intervals: [50], timeout: 60_000 });
  expect(await rows()).toBeLessThanOrEqual(200);

  // Somewhere in the middle, a message stays where it is while others come in below and above.
  await scroller.evaluate((element) => element.scrollBy({ top: 3_000, behavior: "instant" }));
  await page.waitForTimeout(200);
  const held = await chat.history.locator(".entry").evaluateAll((entries) => {
    const middle = innerHeight / 2;
    const entry = entries.find((each) => each.getBoundingClientRect().top > middle);
    return entry?.querySelector(".bubble")?.textContent ?? "";
  });
  expect(held).toMatch(/^Message \d+$/);
  const before = await topOf(chat.message(held));
  const member = await Member.signIn(porthole);
  for (const text of ["First answer", "Second answer"]) await member.reply(ticket.id, text);
  const pill = chat.panel.getByRole("button", { name: "2 new messages" });
  await expect(pill).toBeVisible();
  expect(Math.abs((await topOf(chat.message(held))) - before)).toBeLessThanOrEqual(1);
  await expect(page.getByRole("button", { name: /2 unread/ })).toBeVisible();

  // The pill leads down to them, and then they are read.
  await pill.click();
  await expect(chat.message("Second answer")).toBeInViewport();
  await expect(pill).toBeHidden();
  await expect.poll(() => page.evaluate(() => window.Porthole.unreadCount())).toBe(0);
  expect(await rows()).toBeLessThanOrEqual(200);
});
