// When things go wrong: nothing is lost, nothing is doubled, and a sentence says how to go on.

import { Chat } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

test("a message written while the server is down arrives once, also after a reload", async ({ chat, desk, porthole }) => {
  await chat.open();
  await chat.write("Before");
  await chat.acknowledged();
  await porthole.stop("SIGKILL");
  await chat.write("While you were away");
  await expect(chat.message("While you were away")).toBeVisible();
  await expect(chat.panel.getByText("Sending…")).toBeVisible();
  await porthole.start();
  await expect(chat.panel.getByText("Sent")).toBeVisible();
  await desk.page.reload();
  await desk.openTicket("While you were away");
  await expect(desk.history.getByText("While you were away", { exact: true })).toHaveCount(1);

  // And the stream came back.
  await desk.reply("We are back");
  await expect(chat.message("We are back")).toHaveCount(1);
});

test("a message that was not sent yet survives the tab", async ({ page, serveSite, desk }) => {
  const site = await serveSite();
  await page.goto(site.origin);
  const chat = new Chat(page);
  await chat.open();
  await chat.write("First");
  await chat.acknowledged();
  await page.route("**/api/v1/widget/messages", (route) => route.abort());
  await chat.write("Second");
  await chat.write("Third");
  await expect(chat.panel.getByText("Sending…").first()).toBeVisible();
  await page.unroute("**/api/v1/widget/messages");
  await page.reload();
  await chat.open();
  await expect(chat.panel.getByText("Sent")).toBeVisible();
  for (const text of ["First", "Second", "Third"]) await expect(chat.message(text)).toHaveCount(1);
  await desk.openTicket("Third");
  const order = await desk.history.getByText(/^(First|Second|Third)$/).allTextContents();
  expect(order).toEqual(["First", "Second", "Third"]);
});

test("a draft survives a reload", async ({ chat }) => {
  await chat.open();
  await chat.composer.fill("Half a thought");
  await chat.page.reload();
  await chat.open();
  await expect(chat.composer).toHaveValue("Half a thought");
});

test("a text that is too long is kept and refused with its limit", async ({ chat }) => {
  await chat.open();
  const long = "x".repeat(10_001);
  await chat.composer.fill(long);
  await chat.composer.press("Enter");
  await expect(chat.panel.getByText(/10,?000 characters at most/)).toBeVisible();
  await expect(chat.composer).toHaveValue(long);
  await chat.composer.fill("   ");
  await chat.composer.press("Enter");
  await chat.composer.fill("Not blank");
  await chat.composer.press("Enter");
  await chat.acknowledged();
  // The browser is a British one, so the clock has 24 hours whatever the catalogue.
  await expect(chat.history.getByText(/^\d\d:\d\d$/)).toHaveCount(1);
});

test("blocked storage does not stop the chat", async ({ page, serveSite, desk }) => {
  const before = `<script>
    Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } });
  </script>`;
  const site = await serveSite("plain", { before });
  await page.goto(site.origin);
  const chat = new Chat(page);
  await chat.open();
  await chat.write("From a private window");
  await chat.acknowledged();
  await desk.openTicket("From a private window");
  await desk.reply("Heard");
  await expect(chat.message("Heard")).toBeVisible();
});

test("an ended session begins again without losing the text", async ({ chat }) => {
  await chat.open();
  await chat.write("First");
  await chat.acknowledged();
  // As if the session had ended on the server: the token is one that it does not know.
  await chat.page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => /^porthole:[^:]+$/.test(name))!;
    const session = JSON.parse(localStorage.getItem(key)!);
    for (const name of Object.keys(session)) {
      if (String(session[name]).startsWith("wst_")) session[name] = `wst_${"0".repeat(64)}`;
    }
    localStorage.setItem(key, JSON.stringify(session));
  });
  await chat.page.reload();
  await chat.open();
  await expect(chat.message("First")).toBeVisible();
  await chat.write("Second");
  await chat.acknowledged();
  await expect(chat.message("Second")).toHaveCount(1);
});

test("a chat that cannot be loaded says so and can be tried again", async ({ page, serveSite, porthole }) => {
  const site = await serveSite();
  await page.goto(site.origin);
  await expect(page.getByRole("button", { name: "Open chat" })).toBeVisible();
  await page.route(`${porthole.url}/assets/**`, (route) => route.abort());
  await page.getByRole("button", { name: "Open chat" }).click();
  await expect(page.getByText("The chat could not be loaded.")).toBeVisible();
  await page.unroute(`${porthole.url}/assets/**`);
  await page.getByRole("button", { name: /^(Open|Close) chat/ }).click();
  const chat = new Chat(page);
  await expect(async () => {
    if (!(await chat.panel.isVisible())) await page.getByRole("button", { name: /^(Open|Close) chat/ }).click();
    await expect(chat.composer).toBeVisible({ timeout: 2_000 });
  }).toPass();
});
