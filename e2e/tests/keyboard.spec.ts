// Everything without a mouse.

import type { Locator, Page } from "@playwright/test";
import { Guest, Member } from "../fixtures/api.ts";
import { Chat, expectFocus } from "../fixtures/people.ts";
import type { Porthole } from "../fixtures/porthole.ts";
import { expect, test } from "../fixtures/test.ts";

/** Goes on with Tab until something has the focus. */
async function tabTo(page: Page, target: Locator, key = "Tab"): Promise<void> {
  const has = () => target.evaluate((node) => (node.getRootNode() as Document | ShadowRoot).activeElement === node && !!document.activeElement?.matches("porthole-chat, :focus"));
  for (let presses = 0; presses < 40; presses++) {
    if (await has()) return;
    await page.keyboard.press(key);
  }
  expect(await has(), "Tab leads there").toBe(true);
}

test.describe("the visitor", () => {
  test.use({ settings: { require_email: true, collect_name: true, form_title: "Who are you?" } });

  test("finds the chat, says who they are, writes, and comes back to the page", async ({ chat }) => {
    const { page } = chat;
    const { keyboard } = page;
    const launcher = page.getByRole("button", { name: /^Open chat/ });
    await page.getByLabel("Search the shop").focus();
    await tabTo(page, launcher);
    await keyboard.press("Enter");
    await expectFocus(chat.composer);
    await keyboard.type("Where is my parcel?");
    await keyboard.press("Enter");

    const email = chat.panel.getByLabel("E-mail address");
    await expectFocus(email);
    await keyboard.type("vera");
    await keyboard.press("Enter");
    await expect(email).toHaveAttribute("aria-invalid", "true");
    await expectFocus(email);
    await keyboard.press("End");
    await keyboard.type("@example.org");
    await keyboard.press("Tab");
    await expectFocus(chat.panel.getByLabel("Name (optional)"));
    await keyboard.type("Vera");
    await tabTo(page, chat.panel.getByRole("button", { name: "Start the conversation" }));
    await keyboard.press("Space");
    await expect(chat.message("Where is my parcel?")).toBeVisible();
    await chat.acknowledged();
    await expectFocus(chat.composer);

    // Back to the list, a second conversation, and the first one again.
    await tabTo(page, chat.panel.getByRole("button", { name: "All conversations" }), "Shift+Tab");
    await keyboard.press("Enter");
    await tabTo(page, chat.panel.getByRole("button", { name: "New conversation" }));
    await keyboard.press("Enter");
    await expectFocus(chat.composer);
    await keyboard.type("Another matter");
    await keyboard.press("Enter");
    await chat.acknowledged();
    await tabTo(page, chat.panel.getByRole("button", { name: "All conversations" }), "Shift+Tab");
    await keyboard.press("Enter");
    await tabTo(page, chat.panel.getByRole("button", { name: /Where is my parcel/ }));
    await keyboard.press("Enter");
    await expect(chat.message("Where is my parcel?")).toBeVisible();

    await keyboard.press("Escape");
    await expect(chat.panel).toBeHidden();
    await expectFocus(launcher);
    await keyboard.press("Shift+Tab");
    await expectFocus(page.getByLabel("Search the shop"));
  });
});

test.describe("an agent who types faster than tickets open", () => {
  /** Two tickets: the first one is resolved, so the list does not have it. */
  async function two(porthole: Porthole): Promise<Member> {
    const member = await Member.signIn(porthole);
    for (const text of ["The first question", "The second question"]) {
      const { id } = await (await Guest.arrive(porthole)).write(text);
      if (text.includes("first")) await member.change(id, { status: "resolved" });
    }
    return member;
  }

  /** What the server has of both. */
  async function tickets(member: Member): Promise<any[]> {
    const { tickets } = await (await member.call("GET", "tickets?view=all")).json();
    return tickets.sort((one: any, other: any) => one.number - other.number);
  }

  /** Holds requests back until told otherwise. */
  async function hold(page: Page, pattern: RegExp): Promise<() => void> {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route(pattern, async (route) => {
      if (route.request().method() === "GET") await released;
      await route.continue();
    });
    return release;
  }

  test("keys wait for the ticket that the palette opens, and never reach the one before", async ({ desk, porthole }) => {
    const member = await two(porthole);
    const { page } = desk;
    const { keyboard } = page;
    await page.getByRole("link", { name: /The second question/ }).click();
    await expect(desk.history.getByText("The second question", { exact: true })).toBeVisible();
    const found = await hold(page, /\/inbox\/search/);
    const read = await hold(page, /\/inbox\/tickets\/\w+$/);

    // In the middle of a reply, then elsewhere at once.
    await keyboard.press("r");
    await keyboard.press("Control+k");
    await keyboard.type("#1");
    await keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeHidden();
    await keyboard.type("ame");
    await keyboard.press("Enter");
    await keyboard.type("cnSeen & <noted>");
    await keyboard.press("Enter");
    await expect(page.getByRole("textbox", { name: "Reply" })).toHaveValue("");
    found();
    read();

    await expect(desk.history.getByText("The first question", { exact: true })).toBeVisible();
    await expect(desk.history.getByText("Seen & <noted>", { exact: true })).toBeVisible();
    await expect(async () => {
      const [first, second] = await tickets(member);
      expect(first.status).toBe("open");
      expect(first.assignee).toBeTruthy();
      expect(second.status).toBe("new");
      expect(second.assignee).toBeFalsy();
    }).toPass();
  });

  test("a key pressed right after the palette closed does what it says, also out of the composer", async ({ desk, porthole }) => {
    await two(porthole);
    const { page } = desk;
    const { keyboard } = page;
    await page.getByRole("link", { name: /The second question/ }).click();
    await expect(desk.history.getByText("The second question", { exact: true })).toBeVisible();
    for (const key of ["n", "Escape", "Control+k", "#", "2", "Enter", "a"]) await keyboard.press(key);
    await expectFocus(page.getByRole("combobox", { name: "Assign" }));
    await keyboard.press("Escape");
    for (const key of ["r", "Control+k", "#", "1", "Enter"]) await keyboard.press(key);
    await expect(desk.history.getByText("The first question", { exact: true })).toBeVisible();
    await keyboard.press("a");
    await expectFocus(page.getByRole("combobox", { name: "Assign" }));
    await expect(page.getByRole("textbox", { name: "Reply" })).toHaveValue("");
  });

  test("Escape, or a ticket that is not there, ends the waiting", async ({ desk, porthole }) => {
    const member = await two(porthole);
    const { page } = desk;
    const { keyboard } = page;
    await page.getByRole("link", { name: /The second question/ }).click();
    await expect(desk.history.getByText("The second question", { exact: true })).toBeVisible();
    const found = await hold(page, /\/inbox\/search/);
    for (const key of ["Control+k", "#", "9", "Enter", "c"]) await keyboard.press(key);
    found();
    await expect(page.getByRole("alert").filter({ hasText: "There is no ticket" })).toBeVisible();
    expect((await tickets(member))[1].status).toBe("new");

    const read = await hold(page, /\/inbox\/tickets\/\w+$/);
    for (const key of ["Control+k", "#", "1", "Enter"]) await keyboard.press(key);
    await expect(page).toHaveURL(/\/tickets\//);
    for (const key of ["c", "Escape"]) await keyboard.press(key);
    read();
    await expect(desk.history.getByText("The first question", { exact: true })).toBeVisible();
    await keyboard.press("i");
    await expect.poll(async () => (await tickets(member))[0].assignee).toBeTruthy();
    expect((await tickets(member))[0].status).toBe("resolved");
  });
});
