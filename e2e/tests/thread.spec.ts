// The open conversation: canned replies, mentions, undo, colleagues, notifications.

import { type Browser, expect, type Page } from "@playwright/test";
import { type Chat, Desk } from "../fixtures/people.ts";
import type { Porthole } from "../fixtures/porthole.ts";
import { test } from "../fixtures/test.ts";

test.use({ settings: { require_email: true, collect_name: true } });

const BEA = { name: "Bea", email: "bea@team.example", password: "another good password" };

/** A visitor who has written, and the agent who has opened the ticket. */
async function conversation(chat: Chat, desk: Desk): Promise<Page> {
  await chat.open();
  await chat.write("Where is my parcel?");
  await chat.panel.getByLabel("E-mail address").fill("vera@example.org");
  await chat.panel.getByLabel("Name (optional)").fill("Vera Vale");
  await chat.panel.getByRole("button", { name: "Start the conversation" }).click();
  await chat.acknowledged();
  await desk.openTicket("Where is my parcel");
  return desk.page;
}

/** A second member, in a browser of her own. */
async function colleague(porthole: Porthole, browser: Browser): Promise<Desk> {
  await porthole.admin(["create-owner", "--email", BEA.email, "--name", BEA.name], BEA.password);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${porthole.url}/inbox`);
  await page.getByLabel("E-mail").fill(BEA.email);
  await page.getByLabel("Password").fill(BEA.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
  return new Desk(page);
}

/** Adds a canned reply, as the settings page does. */
async function keepCanned(page: Page, shortcut: string, title: string, text: string): Promise<void> {
  const status = await page.evaluate(async (reply) => {
    const headers = { "content-type": "application/json", "x-porthole-inbox": "1" };
    const answer = await fetch("/api/v1/inbox/canned", { method: "POST", headers, body: JSON.stringify(reply) });
    return answer.status;
  }, { shortcut, title, text });
  expect(status).toBe(200);
}

test("a canned reply is found by its shortcut and filled for this visitor", async ({ chat, desk }) => {
  const page = await conversation(chat, desk);
  await keepCanned(page, "late", "Late parcel", "Hello {{visitor.first_name|there}}, it is on its way. {{agent.name}} ({{unknown}})");
  await keepCanned(page, "hours", "Office hours", "We are here from nine to five.");
  const box = page.getByRole("textbox", { name: "Reply" });
  await box.pressSequentially("Good news! /par");
  const list = page.getByRole("listbox", { name: "Canned replies" });
  await expect(list.getByRole("option")).toHaveCount(1);
  await box.press("Enter");
  await expect(box).toHaveValue("Good news! Hello Vera, it is on its way. Ada ({{unknown}})");
  await expect(list).toBeHidden();

  // The button asks for all of them; Escape takes nothing.
  await box.fill("");
  await page.getByRole("button", { name: "Canned replies" }).click();
  await expect(list.getByRole("option")).toHaveCount(2);
  await box.press("ArrowDown");
  await box.press("Escape");
  await expect(list).toBeHidden();
  await expect(box).toHaveValue("/");
});

test("a note mentions a colleague", async ({ chat, desk, porthole, browser }) => {
  const bea = await colleague(porthole, browser);
  const page = await conversation(chat, desk);
  await page.getByRole("button", { name: "Internal note", exact: true }).click();
  const box = page.getByRole("textbox", { name: "Internal note" });
  await box.pressSequentially("Please look, @b");
  await page.getByRole("option", { name: "Bea" }).click();
  await expect(box).toHaveValue("Please look, @Bea ");
  await page.getByRole("button", { name: "Add note" }).click();
  // Only whom the server knows as mentioned is marked.
  await expect(desk.history.locator(".mention", { hasText: "@Bea" })).toBeVisible();
  await expect(chat.host.getByText("Please look")).toHaveCount(0);
  await bea.page.context().close();
});

test("a reply can be taken back, and goes out exactly once when its page is left", async ({ chat, desk, porthole }) => {
  const page = await conversation(chat, desk);
  const box = page.getByRole("textbox", { name: "Reply" });
  await box.fill("Too quick");
  await box.press("Enter");
  await expect(desk.history.getByText("Too quick")).toBeVisible();
  await expect(desk.history.getByText(/Sending in \d s/)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(box).toHaveValue("Too quick");
  await expect(box).toBeFocused();
  await expect(desk.history.getByText("Too quick")).toHaveCount(0);

  // Both are still waiting when the agent leaves, and arrive in their order.
  await box.fill("First");
  await box.press("Enter");
  await box.fill("Second");
  await box.press("Enter");
  await page.goto(`${porthole.url}/healthz`);
  await expect(chat.message("Second")).toBeVisible();
  await page.goBack();
  for (const text of ["First", "Second"]) {
    await expect(desk.history.getByText(text, { exact: true })).toHaveCount(1);
    await expect(chat.message(text)).toHaveCount(1);
  }
  await expect(chat.message("Too quick")).toHaveCount(0);
});

test("a reply that the network swallowed while its page was left is sent by the next page", async ({ chat, desk, porthole }) => {
  const page = await conversation(chat, desk);
  const address = page.url();
  const box = page.getByRole("textbox", { name: "Reply" });
  await box.fill("Against all odds");
  await box.press("Enter");
  await porthole.stop("SIGKILL");
  await page.goto("about:blank");
  await porthole.start();
  await page.goto(address);
  await expect(chat.message("Against all odds")).toHaveCount(1);
  await expect(desk.history.getByText("Against all odds", { exact: true })).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
});

test("two agents see each other, and that one of them is replying", async ({ chat, desk, porthole, browser }) => {
  const page = await conversation(chat, desk);
  const bea = await colleague(porthole, browser);
  await bea.openTicket("Where is my parcel");
  await expect(page.getByText("Bea is viewing")).toBeVisible();
  await expect(bea.page.getByText("Ada is viewing")).toBeVisible();
  await bea.page.getByRole("textbox", { name: "Reply" }).pressSequentially("Hel");
  await expect(page.getByText("Bea is replying…")).toBeVisible();
  await bea.page.goto(`${porthole.url}/inbox/settings`);
  await expect(page.getByText("Bea is replying…")).toBeHidden();
  await expect(page.getByText("Bea is viewing")).toBeHidden();
  await bea.page.context().close();
});

test("status, tags and sleep are changed in the head, and show at once", async ({ chat, desk }) => {
  const page = await conversation(chat, desk);
  const main = page.getByRole("main");
  await main.getByRole("button", { name: "Tag", exact: true }).click();
  await page.getByRole("combobox", { name: "Edit tags" }).fill("parcel");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(main.getByRole("list", { name: "Tags" }).getByText("parcel")).toBeVisible();
  await main.getByRole("button", { name: "Remove tag parcel" }).click();
  await expect(main.getByText("parcel", { exact: true })).toHaveCount(0);
  await main.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: /^Snooze/ }).click();
  await page.getByRole("option", { name: /^Tomorrow/ }).click();
  await expect(main.getByText(/^Snoozed until/)).toBeVisible();
  await main.getByRole("button", { name: "Wake" }).click();
  await expect(main.getByText(/^Snoozed until/)).toBeHidden();
});

test("two tickets of a visitor become one", async ({ chat, desk }) => {
  const page = await conversation(chat, desk);
  const first = page.url();
  await chat.panel.getByRole("button", { name: "All conversations" }).click();
  await chat.panel.getByRole("button", { name: /New conversation/ }).click();
  await chat.write("The same again");
  await chat.acknowledged();
  await desk.openTicket("The same again");
  const previous = page.getByRole("complementary").getByRole("link", { name: /Where is my parcel/ });
  await expect(previous).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: /^Merge/ }).click();
  await page.getByRole("option", { name: /#?2.*#?1/ }).first().click();
  await page.locator("#merge-confirm").click();
  await expect(page).toHaveURL(new RegExp(new URL(first).pathname));
  await expect(desk.history.getByText("The same again")).toBeVisible();
  await expect(desk.history.getByText("Where is my parcel?")).toBeVisible();
});

test("a new message is told on the desktop while nobody looks", async ({ chat, desk, porthole }) => {
  const page = await conversation(chat, desk);
  await page.addInitScript(() => {
    const shown: { title: string; body: string }[] = [];
    Object.assign(globalThis, { shown });
    class Stub extends EventTarget {
      static permission = "granted";
      static requestPermission = async () => "granted";
      onclick: (() => void) | null = null;
      constructor(title: string, options: { body: string }) {
        super();
        shown.push({ title, body: options.body });
        Object.assign(globalThis, { last: this });
      }
      close() {}
    }
    Object.assign(globalThis, { Notification: Stub });
    document.hasFocus = () => false;
  });
  await page.goto(`${porthole.url}/inbox/settings`);
  await page.getByRole("combobox", { name: "Desktop notifications" }).selectOption({ value: "all" });
  await page.goto(`${porthole.url}/inbox`);
  await expect(desk.tickets.getByText("Where is my parcel")).toBeVisible();
  await chat.write("Hello? Anybody?");
  const shown = () => page.evaluate(() => (globalThis as unknown as { shown: unknown[] }).shown);
  await expect.poll(shown).toEqual([{ title: "Vera Vale wrote", body: "Hello? Anybody?" }]);
  await page.evaluate(() => (globalThis as unknown as { last: { onclick: () => void } }).last.onclick());
  await expect(desk.history.getByText("Hello? Anybody?")).toBeVisible();
});
