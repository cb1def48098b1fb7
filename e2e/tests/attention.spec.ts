// What tells of an answer while nobody looks: title, sound, notification.

import type { Page } from "@playwright/test";
import { Member } from "../fixtures/api.ts";
import { Chat } from "../fixtures/people.ts";
import type { Porthole } from "../fixtures/porthole.ts";
import { expect, test } from "../fixtures/test.ts";

test.use({ settings: { title_unread: true, sound: true, notifications: true } });

interface Told {
  sounds: number;
  notes: { title: string; body: string; onclick?: () => void }[];
  asked: number;
}
const told = (page: Page) => page.evaluate(() => (window as never as { told: Told }).told);

/** Stands in for what a test cannot hear or see: sound, notifications, and looking elsewhere. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const told: Told = { sounds: 0, notes: [], asked: 0 };
    let hidden = false;
    let focused = true;
    const node = () => ({ connect: (to: unknown) => to, frequency: parameter(), gain: parameter(), start: () => void told.sounds++, stop() {} });
    const parameter = () => ({ setValueAtTime() {}, exponentialRampToValueAtTime() {} });
    class Context {
      state = "running";
      currentTime = 0;
      destination = {};
      resume = async () => {};
      close = async () => {};
      createOscillator = node;
      createGain = node;
    }
    class Note {
      static permission = "default";
      static async requestPermission() {
        told.asked++;
        return (Note.permission = "granted");
      }
      onclick?: () => void;
      constructor(readonly title: string, { body }: { body: string }) {
        told.notes.push(Object.assign(this, { body }));
      }
      close() {}
    }
    Object.assign(window, {
      told,
      AudioContext: Context,
      Notification: Note,
      look(away: boolean) {
        hidden = away;
        focused = !away;
        document.dispatchEvent(new Event("visibilitychange"));
      },
    });
    Object.defineProperty(document, "visibilityState", { get: () => (hidden ? "hidden" : "visible") });
    document.hasFocus = () => focused;
  });
}
const lookAway = (page: Page, away: boolean) => page.evaluate((away) => (window as never as { look: (away: boolean) => void }).look(away), away);

async function begin(page: Page, porthole: Porthole, origin: string) {
  await listen(page);
  await page.goto(origin);
  const chat = new Chat(page);
  await chat.open();
  await chat.write("Hello");
  await chat.acknowledged();
  const [ticket] = await page.evaluate(() => window.Porthole.getTickets());
  return { chat, ticket: ticket.id as string, member: await Member.signIn(porthole) };
}

test("title, sound and notification tell of an answer, and the title comes back", async ({ page, porthole, serveSite }) => {
  const site = await serveSite();
  const { chat, ticket, member } = await begin(page, porthole, site.origin);
  // Asked only after a click on just that, and only once there is something to wait for.
  expect((await told(page)).asked).toBe(0);
  await chat.panel.getByRole("button", { name: "Notify me" }).click();
  await expect(chat.panel.getByRole("button", { name: "Notify me" })).toBeHidden();
  expect((await told(page)).asked).toBe(1);

  // Nothing is heard of what is seen.
  await member.reply(ticket, "Seen at once");
  await expect(chat.message("Seen at once")).toBeVisible();
  await chat.write("My own words");
  await page.waitForTimeout(1_500);
  expect(await told(page)).toMatchObject({ sounds: 0, notes: [] });
  await expect(page).toHaveTitle("A plain shop");

  await lookAway(page, true);
  await member.reply(ticket, "While you were away");
  await expect(page).toHaveTitle("(1) A plain shop");
  await expect.poll(async () => (await told(page)).sounds).toBe(1);
  expect((await told(page)).notes).toMatchObject([{ title: "Ada", body: "While you were away" }]);
  // The page changes its title meanwhile: that one comes back.
  await page.evaluate(() => (document.title = "  Basket  "));
  await expect(page).toHaveTitle(/^\(1\)\s+Basket/);
  await page.keyboard.press("Escape");
  await page.evaluate(() => (window as never as { told: Told }).told.notes[0].onclick?.());
  await expect(chat.panel).toBeVisible();
  await lookAway(page, false);
  await expect.poll(() => page.evaluate(() => document.querySelector("title")!.textContent)).toBe("  Basket  ");
});

test("a visitor mutes the chat in this browser, and one of its tabs alone makes a sound", async ({ page, context, porthole, serveSite }) => {
  const site = await serveSite();
  const { chat, ticket, member } = await begin(page, porthole, site.origin);
  const other = await context.newPage();
  await listen(other);
  await other.goto(site.origin);
  await other.waitForFunction(() => window.Porthole?.isAvailable());
  await page.keyboard.press("Escape");
  await page.waitForTimeout(1_000);
  await member.reply(ticket, "Once for both");
  await expect.poll(() => other.evaluate(() => window.Porthole.unreadCount())).toBe(1);
  await page.waitForTimeout(1_500);
  expect((await told(page)).sounds + (await told(other)).sounds).toBe(1);

  await page.bringToFront();
  await chat.open();
  const mute = chat.panel.getByRole("button", { name: "Mute sounds and notifications" });
  await expect(mute).toHaveAttribute("aria-pressed", "false");
  await mute.click();
  await expect(mute).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Escape");
  await member.reply(ticket, "In silence");
  await expect.poll(() => page.evaluate(() => window.Porthole.unreadCount())).toBe(1);
  await page.waitForTimeout(1_500);
  expect((await told(page)).sounds + (await told(other)).sounds).toBe(1);
  await page.reload();
  await chat.open();
  await expect(mute).toHaveAttribute("aria-pressed", "true");
});

test("destroy gives the page its title back", async ({ page, porthole, serveSite }) => {
  const site = await serveSite();
  const { ticket, member } = await begin(page, porthole, site.origin);
  await lookAway(page, true);
  await member.reply(ticket, "Hello?");
  await expect(page).toHaveTitle("(1) A plain shop");
  await page.evaluate(() => window.Porthole.destroy());
  await expect(page).toHaveTitle("A plain shop");
});

test("where the messenger is in a frame, the title of the page counts all the same", async ({ page, porthole, serveSite }) => {
  await page.goto((await serveSite("no-wasm")).origin);
  const see = (state: string) =>
    page.evaluate((state) => {
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
  const own = await page.title();
  const { ticket } = await page.evaluate(() => window.Porthole.sendMessage("Hello"));
  await see("hidden");
  await (await Member.signIn(porthole)).reply(ticket.id, "While you were away");
  await expect(page).toHaveTitle(`(1) ${own}`);
  await see("visible");
  await expect(page).toHaveTitle(own);
});
