// When the team is there, as visitors see it: by their own clock, in their own zone.

import type { Page } from "@playwright/test";
import { Chat } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

const weekly = [0, 1, 2, 3, 4].map((day) => ({ day, from: 9 * 60, until: 17 * 60 }));
const office_hours = { enabled: true, time_zone: "Europe/Berlin", weekly, holidays: ["2026-03-19"] };

test.use({ settings: { office_hours, reply_time: "hours" }, timezoneId: "Europe/London" });

/** Opens the chat at some time and gives the line above the conversation. */
async function lineAt(page: Page, time: string) {
  await page.clock.setFixedTime(new Date(time));
  const chat = new Chat(page);
  if (await chat.panel.isVisible()) await page.keyboard.press("Escape");
  await chat.open();
  return chat.panel.getByRole("paragraph").first();
}

test("open, closed and open again: each with the time that counts for the visitor", async ({ page, serveSite }) => {
  await page.clock.setFixedTime(new Date("2026-03-11T10:00:00Z"));
  await page.goto((await serveSite()).origin);
  for (const [time, words] of [
    // A Wednesday, eleven o'clock in Berlin.
    ["2026-03-11T10:00:00Z", "Usually replies within a few hours"],
    // The last minute, and the first one after it.
    ["2026-03-11T15:59:30Z", "Usually replies within a few hours"],
    ["2026-03-11T16:00:00Z", "We’re away now. Back tomorrow at 08:00"],
    ["2026-03-12T06:30:00Z", "We’re away now. Back at 08:00"],
    ["2026-03-12T08:00:00Z", "Usually replies within a few hours"],
    // Over the weekend, and over a holiday on a Thursday.
    ["2026-03-13T18:00:00Z", "We’re away now. Back Monday at 08:00"],
    ["2026-03-18T20:00:00Z", "We’re away now. Back Friday at 08:00"],
  ]) {
    await expect(await lineAt(page, time), time).toHaveText(words);
  }
});

test("what is written while the team is away is sent all the same", async ({ page, serveSite, desk }) => {
  await page.goto((await serveSite()).origin);
  await expect(await lineAt(page, "2026-03-15T12:00:00Z")).toHaveText("We’re away now. Back tomorrow at 08:00");
  const chat = new Chat(page);
  await chat.write("For Monday");
  await chat.acknowledged();
  await expect(chat.panel.getByRole("paragraph").first()).toHaveText("We’re away now. Back tomorrow at 08:00");
  await desk.openTicket("For Monday");
});
