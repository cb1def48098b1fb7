// What pages do to everything on them, and what the chat does all the same.

import { Chat, expectFocus, Messenger } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

test("a page whose rules break everything does not break the chat", async ({ page, serveSite, desk }) => {
  await page.goto((await serveSite("hostile-css")).origin);
  const chat = new Chat(page);
  const { width, height } = page.viewportSize()!;
  const launcher = page.getByRole("button", { name: "Open chat" });
  const box = (await launcher.boundingBox())!;
  // Its corner is that of the screen, wherever the page moves its body.
  expect(width - box.x - box.width).toBeCloseTo(20, 0);
  expect(height - box.y - box.height).toBeCloseTo(20, 0);
  expect(box.width).toBeCloseTo(56, 0);
  await launcher.click();
  await expectFocus(chat.composer);
  await expect(async () => {
    const panel = (await chat.panel.boundingBox())!;
    expect(panel.x + panel.width).toBeCloseTo(width - 20, 0);
    expect(panel.width).toBeCloseTo(400, 0);
  }).toPass();
  await chat.write("Can you read this?");
  await chat.acknowledged();
  await desk.openTicket("Can you read this");
  await desk.reply("Every word");
  await expect(chat.message("Every word")).toBeVisible();
  const look = await chat.composer.evaluate((input) => {
    const host = (input.getRootNode() as ShadowRoot).host;
    const { color, letterSpacing, textTransform, fontSize } = getComputedStyle(input);
    return { color, letterSpacing, textTransform, fontSize, backdrop: getComputedStyle(host, "::backdrop").display };
  });
  expect(look).toEqual({ color: "rgb(27, 29, 38)", letterSpacing: "normal", textTransform: "none", fontSize: "16px", backdrop: "none" });
});

test("the chat can be used while a modal dialog of the page is open, and one in it", async ({ page, serveSite }) => {
  await page.goto((await serveSite("modal")).origin);
  const chat = new Chat(page);
  await chat.open();
  await chat.composer.fill("half a thought");
  await page.getByRole("button", { name: "Ask" }).click({ force: true });
  const outer = page.getByRole("dialog", { name: "Newsletter" });
  await expect(outer).toBeVisible();
  await expect(chat.composer).toHaveValue("half a thought");
  await chat.composer.click();
  await page.keyboard.type(", and another");
  await expect(chat.composer).toHaveValue("half a thought, and another");
  // A click into the chat is not one beside the dialog.
  await expect(outer).toBeVisible();

  await page.getByRole("button", { name: "More" }).click();
  const inner = page.getByRole("dialog", { name: "Terms" });
  await expect(inner).toBeVisible();
  await chat.composer.click();
  await page.keyboard.press("Enter");
  await chat.acknowledged();
  await page.getByRole("button", { name: "Agree" }).click();
  await expect(inner).toBeHidden();
  await chat.composer.click();
  await page.keyboard.type("In between");
  await expect(chat.composer).toHaveValue("In between");

  // The dialog goes away with the part of the page that it lies in.
  await page.evaluate(() => document.getElementById("parts")!.remove());
  await expect.poll(() => page.evaluate(() => document.querySelector("porthole-chat")?.parentElement?.localName)).toBe("body");
  await chat.composer.click();
  await expect(chat.composer).toHaveValue("In between");
});

test("a focus trap of the page does not catch who is chatting", async ({ page, serveSite }) => {
  await page.goto((await serveSite("modal")).origin);
  const chat = new Chat(page);
  await expect(page.getByRole("button", { name: "Open chat" })).toBeVisible();
  await page.getByRole("button", { name: "Trap" }).click();
  await expectFocus(page.getByRole("textbox", { name: "Code" }));
  await page.getByRole("button", { name: "Open chat" }).click();
  await expectFocus(chat.composer);
  await page.keyboard.type("Out of the trap");
  await page.keyboard.press("Enter");
  await expect(chat.message("Out of the trap")).toBeVisible();
  await chat.acknowledged();
  // The page's own elements are still trapped.
  await page.getByRole("heading", { name: "A shop with modals", includeHidden: true }).click({ force: true });
  await chat.panel.getByRole("button", { name: "Close chat" }).click();
  await expect(chat.panel).toBeHidden();
});

test("a page with shortcuts stays calm while somebody types", async ({ page, serveSite }) => {
  await page.goto((await serveSite("shortcuts")).origin);
  const chat = new Chat(page);
  await chat.open();
  await chat.composer.click();
  await page.keyboard.type("jk/? ");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("ControlOrMeta+c");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ControlOrMeta+v");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.press("Tab");
  await expect(chat.composer).toHaveValue(/^jk\/\? jk\/\? \n$/);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(chat.composer).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(chat.panel).toBeHidden();
  expect(await page.evaluate("heard")).toEqual([]);
  // And the page has its keys again.
  await page.getByRole("button", { name: "Buy" }).focus();
  await page.keyboard.press("j");
  expect(await page.evaluate("heard")).toContain("keydown j");
});

test("a link of the team opens a tab of its own", async ({ page, context, serveSite, desk }) => {
  await page.goto((await serveSite("shortcuts")).origin);
  const chat = new Chat(page);
  await chat.open();
  await chat.write("Where is it?");
  await desk.openTicket("Where is it");
  const target = await serveSite();
  await desk.reply(`Here: ${target.origin}/page-2`);
  const [tab] = await Promise.all([context.waitForEvent("page"), chat.history.getByRole("link").click()]);
  await expect(tab).toHaveURL(`${target.origin}/page-2`);
  await expect.poll(() => context.pages().length).toBe(2);
});

test("the tag may come late, without attributes, and twice", async ({ page, serveSite }) => {
  await page.goto((await serveSite("late")).origin);
  await expect(page.locator("porthole-chat")).toHaveCount(0);
  await page.getByRole("button", { name: "Accept" }).click();
  const chat = new Chat(page);
  await chat.open();
  await expectFocus(chat.composer);
  expect(await page.evaluate("opened")).toBe(true);
  await page.evaluate("Promise.all([addTag(), addTag()])");
  expect(await page.locator("porthole-chat").count()).toBe(1);
  await expect(chat.panel).toBeVisible();
  await chat.write("Accepted");
  await chat.acknowledged();
});

test("a page that comes and goes with its body keeps one chat and what is typed", async ({ page, serveSite }) => {
  const site = await serveSite("moving");
  await page.goto(site.origin);
  const chat = new Chat(page);
  await chat.open();
  await chat.write("Before");
  await chat.acknowledged();
  await chat.composer.fill("half a thought");
  await page.evaluate(`visit("Lamps")`);
  await expect(page.getByRole("heading", { name: "Lamps" })).toBeVisible();
  await expect(chat.composer).toHaveValue("half a thought");
  await page.evaluate("back()");
  await expect(page.getByRole("heading", { name: "A moving shop" })).toBeVisible();
  await expect.poll(() => page.locator("porthole-chat").count()).toBe(1);
  await expect(chat.composer).toHaveValue("half a thought");
  await chat.composer.press("Enter");
  await expect(chat.message("half a thought")).toBeVisible();
  await chat.acknowledged();
});

test("a page in a sandbox has no storage, and a chat", async ({ page, serveSite, desk }) => {
  await page.goto((await serveSite("sandbox")).origin);
  const chat = new Chat(page);
  await chat.open();
  await chat.write("From the sandbox");
  await chat.acknowledged();
  await desk.openTicket("From the sandbox");
  await desk.reply("Heard");
  await expect(chat.message("Heard")).toBeVisible();
  expect(await page.evaluate(() => window.origin)).toBe("null");
});

test("full storage does not stop the chat", async ({ page, serveSite, desk }) => {
  await page.goto((await serveSite()).origin);
  await page.evaluate(() => {
    for (let size = 1 << 22; size >= 1; size >>= 1) {
      try {
        for (let n = 0; n < 20; n++) localStorage.setItem(`full-${size}-${n}`, "x".repeat(size));
      } catch {
        // That is what it is about.
      }
    }
  });
  const chat = new Chat(page);
  await chat.open();
  await chat.write("One more thing");
  await chat.acknowledged();
  await desk.openTicket("One more thing");
  await desk.reply("Tell me");
  await expect(chat.message("Tell me")).toBeVisible();
  await page.reload();
  await chat.open();
  await chat.write("As somebody new");
  await chat.acknowledged();
});

test.describe("plain http on a name of its own", () => {
  test("the chat needs no secure context", async ({ page, serveSite, porthole, desk }) => {
    const host = porthole.url.replace("127.0.0.1", "chat.test");
    const site = await serveSite("plain", { hostname: "shop.test", host });
    await page.goto(site.origin);
    expect(await page.evaluate(() => [isSecureContext, "locks" in navigator, !!crypto.subtle])).toEqual([false, false, false]);
    const chat = new Chat(page);
    await chat.open();
    await chat.write("In the open");
    await chat.acknowledged();
    await desk.openTicket("In the open");
    await desk.reply("Loud and clear");
    await expect(chat.message("Loud and clear")).toBeVisible();
    await page.reload();
    await chat.open();
    await expect(chat.message("In the open")).toHaveCount(1);
  });
});

for (const policy of ["require-corp", "credentialless"]) {
  test(`an isolated page (${policy}) without WebAssembly shows the frame`, async ({ page, serveSite }) => {
    await page.goto((await serveSite("isolated-no-wasm", { attributes: policy })).origin);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await page.getByRole("button", { name: "Open chat" }).click();
    await Messenger.inFrame(page).write("From an isolated page");
  });
}
