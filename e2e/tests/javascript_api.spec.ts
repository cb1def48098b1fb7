// `window.Porthole`, as embedding developers call it.

import { Chat, expectFocus } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

test("calls before the chat is loaded are kept and answered in order", async ({ page, serveSite }) => {
  const site = await serveSite();
  await page.goto(site.origin);
  await page.waitForFunction(() => window.Porthole);
  const sent = await page.evaluate(async () => {
    const { Porthole } = window;
    const texts = ["one", "two", "three"];
    const [first, second, third] = texts.map((text) => Porthole.sendMessage(text));
    const replies = await Promise.all([first, second, third]);
    const tickets = await Porthole.getTickets();
    const messages = await Porthole.getMessages(tickets[0].id);
    return { replies: replies.length, tickets: tickets.length, texts: messages.map((message: { text: string }) => message.text) };
  });
  expect(sent).toEqual({ replies: 3, tickets: 1, texts: ["one", "two", "three"] });
});

test("calls before the script is there are kept, and what is no call harms none of them", async ({ page, serveSite }) => {
  const before = `<script>
    window.heard = [];
    window.Porthole = [null, "nonsense", ["no such method"], ["version"], 7,
      ["on", "open", () => heard.push("open")], ["on", "open", "no function"], ["open"]];
  </script>`;
  const site = await serveSite("plain", { before });
  await page.goto(site.origin);
  await expect(new Chat(page).panel).toBeVisible();
  expect(await page.evaluate("heard")).toEqual(["open"]);
  await page.evaluate(() => (window.Porthole = window.Porthole || []).push(["close"]));
  await expect(new Chat(page).panel).toBeHidden();
});

test("a page that hides the widget before it is there never sees it", async ({ page, serveSite }) => {
  const site = await serveSite("plain", { before: `<script>window.Porthole = [["hide"]]</script>` });
  await page.goto(site.origin);
  await page.waitForFunction(() => window.Porthole.isAvailable?.());
  await expect(page.getByRole("button", { name: "Open chat" })).toHaveCount(0);
  await page.evaluate(() => window.Porthole.show());
  await expect(page.getByRole("button", { name: "Open chat" })).toBeVisible();
});

test("an address that is none is told and harms nothing", async ({ page, serveSite }) => {
  const site = await serveSite("plain", {
    attributes: 'data-porthole-api="http://"',
    before: `<script>window.errors = []; window.Porthole = [["on", "error", (error) => errors.push(error.field)]]</script>`,
  });
  await page.goto(site.origin);
  await expect.poll(() => page.evaluate("errors")).toEqual(["api"]);
  await page.evaluate(() => window.Porthole.open());
  await expect.poll(() => page.evaluate(() => window.Porthole.isOpen())).toBe(false);
});

test("showing, hiding and opening answer at once and keep their state", async ({ chat }) => {
  const { page } = chat;
  const state = () => page.evaluate(() => [window.Porthole.isVisible(), window.Porthole.isOpen()]);
  await expect(page.getByRole("button", { name: "Open chat" })).toBeVisible();
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    for (const event of ["open", "close", "show", "hide"]) window.Porthole.on(event, () => heard.push(event));
  });
  expect(await state()).toEqual([true, false]);
  await page.evaluate(() => window.Porthole.open());
  await expect(chat.panel).toBeVisible();
  expect(await state()).toEqual([true, true]);
  await chat.composer.fill("half a thought");
  await page.evaluate(() => window.Porthole.hide());
  await expect(chat.panel).toBeHidden();
  expect((await state())[0]).toBe(false);
  await page.evaluate(() => window.Porthole.show());
  await expect(chat.panel).toBeVisible();
  await expect(chat.composer).toHaveValue("half a thought");
  await page.evaluate(() => window.Porthole.toggle());
  await expect(chat.panel).toBeHidden();
  await page.evaluate(() => window.Porthole.toggle());
  await expect(chat.panel).toBeVisible();
  await page.evaluate(() => window.Porthole.close());
  await expect(chat.panel).toBeHidden();
  expect(await page.evaluate("heard")).toEqual(["open", "hide", "show", "close", "open", "close"]);
  expect(await page.evaluate(() => window.Porthole.version)).toMatch(/^\d+\.\d+\.\d+$/);
});

test("messages, unread counts and reading reach the page as events", async ({ chat, desk }) => {
  const { page } = chat;
  await page.evaluate(() => {
    const heard: [string, unknown][] = [];
    Object.assign(window, { heard });
    for (const event of ["message", "unread"]) window.Porthole.on(event, (data: unknown) => heard.push([event, data]));
    return window.Porthole.sendMessage("Hello");
  });
  await desk.openTicket("Hello");
  await desk.reply("Hi there");
  await expect.poll(() => page.evaluate(() => window.Porthole.unreadCount())).toBe(1);
  const ticket = await page.evaluate(async () => (await window.Porthole.getTickets({ status: "open" }))[0]);
  expect(ticket).toMatchObject({ number: 1, status: "open", unread: 1 });
  const messages = await page.evaluate((id) => window.Porthole.getMessages(id), ticket.id);
  expect(messages.map((message: { text: string }) => message.text)).toEqual(["Hello", "Hi there"]);
  expect(JSON.stringify(messages)).not.toContain("ada@team.example");
  const after = await page.evaluate(([id, seq]) => window.Porthole.getMessages(id, { after: seq }), [ticket.id, messages[0].seq]);
  expect(after.map((message: { text: string }) => message.text)).toEqual(["Hi there"]);
  await page.evaluate((id) => window.Porthole.markAsRead(id), ticket.id);
  await expect.poll(() => page.evaluate(() => window.Porthole.unreadCount())).toBe(0);
  const heard = await page.evaluate(() => (window as never as { heard: [string, unknown][] }).heard);
  expect(heard.some(([event, data]) => event === "message" && JSON.stringify(data).includes("Hi there"))).toBe(true);
  expect(heard.filter(([event]) => event === "unread").length).toBeGreaterThanOrEqual(2);
});

test("wrong arguments reject with a reason and never throw", async ({ chat }) => {
  const outcome = await chat.page.evaluate(async () => {
    const { Porthole } = window;
    const errors: string[] = [];
    const stop = Porthole.on("error", (error: { kind: string }) => errors.push(error.kind));
    const kinds: unknown[] = [];
    for (const call of [
      () => Porthole.sendMessage(""),
      () => Porthole.sendMessage(5),
      () => Porthole.sendMessage("x".repeat(10_001)),
      () => Porthole.getMessages("nonsense"),
      () => Porthole.markAsRead(),
      () => Porthole.getTickets({ limit: -1 }),
      () => Porthole.getTickets({ status: "nonsense" }),
    ]) {
      kinds.push(await call().then(() => "fulfilled", (error: { kind: string; message: string }) => typeof error.kind + typeof error.message));
    }
    Porthole.open(7);
    Porthole.on("nothing", () => {});
    Porthole.on("open", "not a function");
    stop();
    return { kinds, errors: errors.length };
  });
  expect(outcome.kinds).toEqual(Array(7).fill("stringstring"));
  expect(outcome.errors).toBe(8);
});

test("destroy removes everything and init brings it back", async ({ chat, porthole }) => {
  const { page } = chat;
  await chat.open();
  await chat.write("Hello");
  await chat.acknowledged();
  await page.evaluate(() => window.Porthole.destroy());
  await expect(page.locator("porthole-chat")).toHaveCount(0);
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.evaluate(() => {
    window.Porthole.open();
    window.Porthole.show();
    return Promise.race([window.Porthole.sendMessage("nobody hears this"), new Promise((resolve) => setTimeout(resolve, 300))]).catch(() => {});
  });
  expect(requests).toEqual([]);
  expect(await page.evaluate(() => [window.Porthole.isVisible(), window.Porthole.isOpen()])).toEqual([false, false]);
  await page.evaluate((token) => window.Porthole.init({ token }), await porthole.token());
  await chat.open();
  await expect(chat.message("Hello")).toBeVisible();
});

test("what cannot be shown says why", async ({ page, serveSite, porthole }) => {
  const reason = () => page.evaluate(() => [window.Porthole.isAvailable(), window.Porthole.unavailableReason()]);
  const off = await serveSite("plain", { before: "<script>window.portholeSettings = { disableConversations: true }</script>" });
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(off.origin);
  await page.waitForFunction(() => window.Porthole);
  expect(await reason()).toEqual([false, "disabled_by_config"]);
  expect(requests.some((url) => url.includes("/api/"))).toBe(false);
  await expect(page.locator("porthole-chat")).toHaveCount(0);

  const unknown = await serveSite("plain", { token: "pub_unknown" });
  await page.goto(unknown.origin);
  await expect.poll(reason).toEqual([false, "token_invalid"]);
  await expect(page.getByRole("button", { name: "Open chat" })).toHaveCount(0);

  const here = await serveSite();
  const refuse = async (key: string, value: unknown, why: string) => {
    await porthole.admin(["set", key, JSON.stringify(value)]);
    // Another process's write is noticed within a second.
    await expect(async () => {
      await page.goto(here.origin);
      await expect.poll(reason, { timeout: 2_000 }).toEqual([false, why]);
    }).toPass();
    await expect(page.getByRole("button", { name: "Open chat" })).toHaveCount(0);
  };
  await refuse("allowed_domains", ["shop.example"], "domain_not_allowed");
  await refuse("widget_enabled", false, "domain_not_allowed");
  await porthole.admin(["set", "allowed_domains", "[]"]);
  await refuse("widget_enabled", false, "widget_disabled");
  await refuse("conversations_enabled", false, "conversations_disabled");
});

test("the page's settings win over the attributes, key by key", async ({ page, serveSite, porthole }) => {
  const warnings: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "warning") warnings.push(message.text());
  });
  const site = await serveSite("plain", {
    token: "pub_wrong",
    attributes: 'data-porthole-show-toggle-button="perhaps"',
    before: `<script>window.portholeSettings = { token: "${await porthole.token()}" }</script>`,
  });
  await page.goto(site.origin);
  const chat = new Chat(page);
  await chat.open();
  await expectFocus(chat.composer);
  expect(warnings.filter((text) => text.includes("perhaps") || text.includes("show"))).toHaveLength(1);
});

test("the page decides whether the button shows", async ({ page, serveSite }) => {
  const site = await serveSite("plain", { attributes: 'data-porthole-show-toggle-button="false"' });
  await page.goto(site.origin);
  await page.waitForFunction(() => window.Porthole?.isAvailable());
  await expect(page.getByRole("button", { name: "Open chat" })).toHaveCount(0);
  await page.evaluate(() => window.Porthole.open());
  await expect(new Chat(page).panel).toBeVisible();
});
