// Pages under a Content-Security-Policy, from the one that allows all that the chat needs to the
// one that leaves a link. There is never a dead button, and it is always the same visitor.

import { type BrowserContext, type Page } from "@playwright/test";
import { Chat, expectFocus, Messenger } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

/** Records what a page's policy refuses: the directive, and what was refused. */
async function recordViolations(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const refused: string[] = [];
    Object.assign(window, { refused });
    document.addEventListener("securitypolicyviolation", (event) =>
      refused.push(`${event.effectiveDirective} ${event.blockedURI}`),
    );
  });
  // The browser asks every site for an icon, and blames its policy for refusing it.
  return async () => ((await page.evaluate("refused")) as string[]).filter((line) => !line.includes("/favicon.ico"));
}

/** Clicks what opens another tab and gives its page. */
async function openTab(context: BrowserContext, click: () => Promise<void>): Promise<Page> {
  const [tab] = await Promise.all([context.waitForEvent("page"), click()]);
  return tab;
}

for (const site of ["strict-csp", "nonce", "trusted-types", "isolated"]) {
  test(`on the site ${site} the messenger runs in the page and nothing is refused`, async ({ page, serveSite, desk }) => {
    const violations = await recordViolations(page);
    await page.goto((await serveSite(site)).origin);
    const chat = new Chat(page);
    await chat.open();
    await expectFocus(chat.composer);
    await chat.write("All that you need");
    await chat.acknowledged();
    await desk.openTicket("All that you need");
    await desk.reply("Fine: https://a.example/ and <b>no markup</b>");
    await expect(chat.history.getByText("<b>no markup</b>")).toBeVisible();
    expect(await violations()).toEqual([]);
    expect(await page.evaluate(() => window.Porthole.unavailableReason())).toBeNull();
  });
}

test("without WebAssembly the same messenger opens in a frame", async ({ page, serveSite, desk }) => {
  const violations = await recordViolations(page);
  const site = await serveSite("no-wasm");
  await page.goto(`${site.origin}/page?from=a-letter`);
  const messenger = Messenger.inFrame(page);
  await page.getByRole("button", { name: "Open chat" }).click();
  await expect(messenger.panel).toBeVisible();
  await expectFocus(messenger.composer);
  await messenger.composer.fill("half a thought");
  await expect.poll(() => page.evaluate(() => Object.values(localStorage))).toContain("half a thought");
  await messenger.write("From the frame");
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => /^porthole:[^:]+$/.test(key)))).toHaveLength(1);

  // The team sees the visitor's page, not the frame's.
  await desk.openTicket("From the frame");
  await expect(desk.page.getByRole("link", { name: /from=a-letter/ }).or(desk.page.getByText(/from=a-letter/)).first()).toBeVisible();
  await desk.reply("Into the frame");
  await expect(messenger.message("Into the frame")).toBeVisible();

  // After a reload the page hands everything to a new frame.
  await page.reload();
  await page.getByRole("button", { name: /^Open chat/ }).click();
  for (const text of ["From the frame", "Into the frame"]) await expect(messenger.message(text)).toHaveCount(1);
  // The empty module that found it out is all that was refused.
  for (const refused of await violations()) expect(refused).toMatch(/wasm|script-src/);
  await page.evaluate(() => window.Porthole.destroy());
  await expect(page.locator("porthole-chat")).toHaveCount(0);
  expect(page.frames()).toHaveLength(1);
});

test("the page's commands and events reach the frame and come from it", async ({ page, serveSite, desk }) => {
  await page.goto((await serveSite("no-wasm")).origin);
  const messenger = Messenger.inFrame(page);
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    for (const event of ["message", "unread", "ticket"]) window.Porthole.on(event, () => heard.push(event));
  });
  const sent = await page.evaluate(() => window.Porthole.sendMessage("By the page"));
  expect(sent.message.text).toBe("By the page");
  await desk.openTicket("By the page");
  await desk.reply("While it is closed");
  await expect(page.getByRole("button", { name: /^Open chat.*1 unread/ })).toBeVisible();
  expect(await page.evaluate(() => window.Porthole.getTickets())).toHaveLength(1);
  expect(await page.evaluate(() => window.Porthole.getMessages("nonsense").catch((error: { kind: string }) => error.kind))).toMatch(/^\w+$/);
  expect(await page.evaluate(() => window.Porthole.unavailableReason())).toBeNull();
  const heard = (await page.evaluate("heard")) as string[];
  for (const event of ["message", "unread", "ticket"]) expect(heard).toContain(event);

  // A page view with a session opens the frame by itself, for the launcher's count.
  await page.reload();
  await page.getByRole("button", { name: /^Open chat.*1 unread/ }).click();
  await expectFocus(messenger.composer);
  await expect(messenger.message("While it is closed")).toBeVisible();
  await messenger.panel.getByRole("button", { name: "Close chat" }).click();
  await expect(messenger.panel).toBeHidden();
  await expectFocus(page.getByRole("button", { name: "Open chat" }));
});

test("a page that moves the frame loses nothing", async ({ page, serveSite }) => {
  await page.goto((await serveSite("no-wasm")).origin);
  const messenger = Messenger.inFrame(page);
  await page.getByRole("button", { name: "Open chat" }).click();
  await messenger.write("Before the move");
  await messenger.composer.fill("half a thought");
  await page.evaluate(() => document.body.replaceWith(document.createElement("body")));
  await expect(messenger.message("Before the move")).toBeVisible();
  await expect(messenger.composer).toHaveValue("half a thought");
  await messenger.write("After the move");
});

test("the look that the page asks for reaches the frame, and one that is loaded anew", async ({ page, serveSite }) => {
  await page.goto((await serveSite("no-wasm")).origin);
  const messenger = Messenger.inFrame(page);
  await page.getByRole("button", { name: "Open chat" }).click();
  await messenger.write("Hello");
  const look = () => messenger.panel.evaluate((panel) => [getComputedStyle(panel).colorScheme, getComputedStyle(panel).getPropertyValue("--brand")]);
  expect((await look())[0]).not.toBe("dark");
  await page.evaluate(() => window.Porthole.setTheme({ theme: "dark", color: "#ffcc00" }));
  await expect.poll(look).toEqual(["dark", "#ffcc00"]);
  await page.evaluate(() => document.body.replaceWith(document.createElement("body")));
  await expect(messenger.message("Hello")).toBeVisible();
  expect(await look()).toEqual(["dark", "#ffcc00"]);
});

test("without frames the launcher is a link to the chat page, and it is the same visitor", async ({ page, context, serveSite, desk }) => {
  const site = await serveSite("no-frame");
  await page.goto(site.origin);
  const launcher = page.getByRole("link", { name: "Open chat in a new tab" });
  // Whoever reaches for the button gets the link before the click.
  await page.getByRole("button", { name: "Open chat" }).hover();
  await expect(launcher).toBeVisible();
  expect(await page.evaluate(() => [localStorage.length, window.Porthole.unavailableReason()])).toEqual([0, "blocked_by_policy"]);
  const tab = await openTab(context, () => launcher.click());
  const first = Messenger.onPage(tab);
  await first.write("By the link");
  expect(tab.url()).not.toContain("handoff");
  await tab.close();

  // The next opening is the same visitor, with another code.
  const again = await openTab(context, () => launcher.click());
  await expect(Messenger.onPage(again).message("By the link")).toBeVisible();
  await Messenger.onPage(again).write("By the link again");
  await desk.openTicket("By the link again");
  await expect(desk.history.getByText("By the link", { exact: true })).toHaveCount(1);
  await expect(desk.tickets.getByRole("link")).toHaveCount(1);
});

test("page, frame and link are one visitor with one conversation", async ({ page, context, serveSite, desk }) => {
  const { origin } = await serveSite("three-policies");
  await page.goto(`${origin}/page-link`);
  await page.getByRole("button", { name: "Open chat" }).hover();
  const tab = await openTab(context, () => page.getByRole("link", { name: "Open chat in a new tab" }).click());
  await Messenger.onPage(tab).write("One");
  await tab.close();

  await page.goto(`${origin}/page-frame`);
  await page.getByRole("button", { name: /^Open chat/ }).click();
  await expect(Messenger.inFrame(page).message("One")).toBeVisible();
  await Messenger.inFrame(page).write("Two");

  await page.goto(`${origin}/page-wasm`);
  const chat = new Chat(page);
  await chat.open();
  for (const text of ["One", "Two"]) await expect(chat.message(text)).toBeVisible();
  await chat.write("Three");
  await chat.acknowledged();

  await desk.openTicket("Three");
  for (const text of ["One", "Two", "Three"]) await expect(desk.history.getByText(text, { exact: true })).toHaveCount(1);
  await expect(desk.tickets.getByRole("link")).toHaveCount(1);
});
