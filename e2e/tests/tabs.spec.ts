// Tabs of one visitor: one connection, one session, one unread count, and no leader that cannot
// be replaced.

import type { BrowserContext, Page } from "@playwright/test";
import { Chat, type Desk } from "../fixtures/people.ts";
import { expect, test as base } from "../fixtures/test.ts";

base.use({ flags: ["--heartbeat", "2"] });
// Time-outs are part of these stories, and many tabs load slowly on a busy machine.
base.describe.configure({ timeout: 180_000 });

interface Tabs {
  /** Opens one more tab of the visitor's browser. */
  openTab: (init?: () => void) => Promise<Chat>;
}

const test = base.extend<Tabs>({
  openTab: async ({ context, network, serveSite }, use) => {
    const site = await serveSite("plain", { host: network.url });
    await use(async (init) => {
      const page = await context.newPage();
      if (init) await page.addInitScript(init);
      await page.goto(site.origin);
      return new Chat(page);
    });
  },
});

/** The page becomes one that nobody sees, or that somebody sees again. */
async function show(page: Page, state: "visible" | "hidden"): Promise<void> {
  await page.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}

async function begin(chat: Chat, text: string): Promise<void> {
  await chat.open();
  await chat.write(text);
  await chat.acknowledged();
}

const launcher = (chat: Chat, unread: number) =>
  expect(chat.page.getByRole("button", { name: new RegExp(`^Open chat.*${unread} unread`) })).toBeVisible();

/** The ids of the visitors who have tickets. */
async function visitors(desk: Desk): Promise<Set<string>> {
  const list = await desk.page.evaluate(async () => {
    const response = await fetch("/api/v1/inbox/tickets?view=all", { headers: { "x-porthole-inbox": "1" } });
    return response.json();
  });
  return new Set(list.tickets.map((ticket: { visitor: { id: string } }) => ticket.visitor.id));
}

test("two tabs, then five: one stream, one visitor, one unread count", async ({ openTab, network, desk }) => {
  const first = await openTab();
  await begin(first, "Hello");
  const tabs = [first, await openTab()];
  for (let more = 0; more < 3; more++) tabs.push(await openTab());
  for (const tab of tabs.slice(1)) {
    await tab.open();
    await expect(tab.message("Hello")).toBeVisible();
    await tab.launcher.click();
  }
  await first.launcher.click();
  await expect.poll(() => network.streams).toBe(1);
  await desk.openTicket("Hello");
  await desk.reply("To all of you");
  await Promise.all(tabs.map((tab) => launcher(tab, 1)));
  await desk.reply("Once more");
  await Promise.all(tabs.map((tab) => launcher(tab, 2)));
  expect(network.streams).toBe(1);

  // Read in one tab, read in all.
  await tabs[3].open();
  await expect(tabs[3].message("Once more")).toBeVisible();
  await expect(tabs[0].page.getByRole("button", { name: /^Open chat$/ })).toBeVisible();
  await expect(tabs[4].page.getByRole("button", { name: /^Open chat$/ })).toBeVisible();

  // What is written in one is seen in the others, once.
  await tabs[3].write("From the fourth");
  await tabs[1].open();
  await expect(tabs[1].message("From the fourth")).toHaveCount(1);
  await tabs[1].acknowledged();
  expect((await visitors(desk)).size).toBe(1);
});

/** Two tabs, the first of them the leader. */
async function leadAndFollow(openTab: Tabs["openTab"], init?: () => void): Promise<[Chat, Chat]> {
  const leader = await openTab(init);
  await begin(leader, "Hello");
  const follower = await openTab(init);
  await follower.open();
  await expect(follower.message("Hello")).toBeVisible();
  return [leader, follower];
}

test("the leader is closed: the other tab takes over and misses nothing", async ({ openTab, network, desk }) => {
  const [leader, follower] = await leadAndFollow(openTab);
  await desk.openTicket("Hello");
  await desk.reply("To both");
  await expect(leader.message("To both")).toBeVisible();
  await expect(follower.message("To both")).toBeVisible();
  await leader.page.close();
  await desk.reply("To the one who is left");
  await expect(follower.message("To the one who is left")).toHaveCount(1);
  await expect.poll(() => network.streams).toBe(1);
});

test("the leader is navigated away and comes back", async ({ openTab, network, desk }) => {
  const [leader, follower] = await leadAndFollow(openTab);
  await desk.openTicket("Hello");
  await leader.page.goto("about:blank");
  await desk.reply("While one is away");
  await expect(follower.message("While one is away")).toHaveCount(1);
  await leader.page.goBack();
  await expect(async () => {
    if (!(await leader.panel.isVisible())) await leader.open();
    await expect(leader.message("While one is away")).toHaveCount(1, { timeout: 5_000 });
  }).toPass();
  await desk.reply("To both again");
  for (const tab of [leader, follower]) await expect(tab.message("To both again")).toHaveCount(1);
  await expect.poll(() => network.streams).toBe(1);
});

test("a visible tab takes the lead from a hidden one", async ({ openTab, network, desk }) => {
  const [leader, follower] = await leadAndFollow(openTab);
  await expect.poll(() => network.streams).toBe(1);
  const before = network.count("/widget/live");
  await show(follower.page, "hidden");
  await show(leader.page, "hidden");
  await show(follower.page, "visible");
  await expect.poll(() => network.count("/widget/live")).toBeGreaterThan(before);
  await expect.poll(() => network.streams).toBe(1);
  await desk.openTicket("Hello");
  await desk.reply("To both");
  for (const tab of [leader, follower]) await expect(tab.message("To both")).toHaveCount(1);
  // Nobody looks at the first any more: what is read in the second is read.
  await expect(leader.page.evaluate(() => window.Porthole.unreadCount())).resolves.toBe(0);
});

/** All write their first message in the same instant. */
async function race(tabs: Chat[]): Promise<void> {
  await Promise.all(tabs.map((tab) => tab.open()));
  await Promise.all(tabs.map((tab, at) => tab.composer.fill(`Me first (${at})`)));
  await Promise.all(tabs.map((tab) => tab.composer.press("Enter")));
  await Promise.all(tabs.map((tab) => tab.acknowledged()));
}

test("three first tabs that write at the same time are one visitor", async ({ openTab, desk, network }) => {
  await race([await openTab(), await openTab(), await openTab()]);
  await expect(desk.page.getByRole("link", { name: /Me first/ })).toHaveCount(3);
  expect((await visitors(desk)).size).toBe(1);
  await expect.poll(() => network.streams).toBe(1);
});

test("where Web Locks are missing a lease does the same", async ({ openTab, network, desk }) => {
  const withoutLocks = () => Object.defineProperty(Navigator.prototype, "locks", { get: () => undefined });
  const tabs = [await openTab(withoutLocks), await openTab(withoutLocks)];
  await race(tabs);
  await expect(desk.page.getByRole("link", { name: /Me first/ })).toHaveCount(2);
  expect((await visitors(desk)).size).toBe(1);
  await expect.poll(() => network.streams).toBe(1);
  await desk.openTicket("Me first .1.");
  await desk.reply("To the second");
  await expect(tabs[1].message("To the second")).toHaveCount(1);
  // Whichever of them leads: the other one goes on.
  const third = await openTab(withoutLocks);
  await third.open();
  await tabs[0].page.close();
  await desk.reply("Still there?");
  await expect(tabs[1].message("Still there?")).toHaveCount(1);
  await kill(third.page);
  await desk.reply("And now?");
  await expect(tabs[1].message("And now?")).toHaveCount(1);
  await expect.poll(() => network.streams).toBe(1);
});

test("a tab in which nothing was written shows what another one writes", async ({ openTab }) => {
  const [first, second] = [await openTab(), await openTab()];
  await first.open();
  await second.open();
  await expect(second.composer).toBeVisible();
  await first.write("Hello");
  await first.acknowledged();
  await expect(second.message("Hello")).toHaveCount(1);
  await second.acknowledged();
});

test("what a crashed tab had not sent is sent by another one, once and in order", async ({ openTab, network, desk }) => {
  const [leader, follower] = await leadAndFollow(openTab);
  await leader.page.route("**/api/v1/widget/messages", (route) => route.abort());
  await leader.write("One");
  await leader.write("Two");
  await expect(leader.panel.getByText("Sending…").last()).toBeVisible();
  await expect(follower.message("Two")).toBeVisible();
  await kill(leader.page);
  await expect(follower.panel.getByText("Sending…")).toHaveCount(0, { timeout: 40_000 });
  await desk.openTicket("Two");
  const order = await desk.history.getByText(/^(Hello|One|Two)$/).allTextContents();
  expect(order).toEqual(["Hello", "One", "Two"]);
  await expect.poll(() => network.streams).toBe(1);
});

test("the leader is killed: the other tab takes over and misses nothing", async ({ openTab, network, desk }) => {
  const [leader, follower] = await leadAndFollow(openTab);
  await desk.openTicket("Hello");
  await kill(leader.page);
  await desk.reply("To the one who is left");
  await expect(follower.message("To the one who is left")).toHaveCount(1);
  await expect.poll(() => network.streams).toBe(1);
});

/** Ends a tab without a word, where the browser can be told to. */
async function kill(page: Page): Promise<void> {
  if (page.context().browser()?.browserType().name() !== "chromium") {
    await page.close({ runBeforeUnload: false });
    return;
  }
  const crashed = page.waitForEvent("crash");
  const session = await page.context().newCDPSession(page);
  session.send("Page.crash").catch(() => {});
  await crashed;
}

async function freeze(context: BrowserContext, page: Page, state: "frozen" | "active"): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send("Page.setWebLifecycleState", { state });
}

for (const warned of [true, false]) {
  const title = warned ? "the leader is frozen" : "the leader is frozen without a sign";
  test(`${title}: the other tab takes over and misses nothing`, async ({
    openTab,
    context,
    browserName,
    desk,
    network,
  }) => {
    test.skip(browserName !== "chromium", "only Chromium freezes tabs");
    const unwarned = () =>
      window.addEventListener("freeze", (event) => event.stopImmediatePropagation(), { capture: true });
    const [leader, follower] = await leadAndFollow(openTab, warned ? undefined : unwarned);
    await desk.openTicket("Hello");
    await freeze(context, leader.page, "frozen");
    await desk.reply("While one sleeps");
    await expect(follower.message("While one sleeps")).toHaveCount(1);
    await freeze(context, leader.page, "active");
    await expect(leader.message("While one sleeps")).toHaveCount(1);
    await desk.reply("To both");
    for (const tab of [leader, follower]) await expect(tab.message("To both")).toHaveCount(1);
    await expect.poll(() => network.streams).toBe(1);
  });
}
