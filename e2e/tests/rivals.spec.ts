// Pages that were written for other products keep every line but the script's address, the
// server's and the workspace's id.

import type { Page } from "@playwright/test";
import { Member } from "../fixtures/api.ts";
import { Chat, expectFocus } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

declare const HelperWidget: any;
declare const posthog: any;

const launcher = (page: Page) => page.getByRole("button", { name: /^(Open|Close) chat/ });

test.describe("a page for Helper", () => {
  test.use({ settings: { chat_icon: "off" } });

  test("has its title, its colour and its own button", async ({ page, serveSite }) => {
    await page.goto((await serveSite("helper")).origin);
    // The page says that the icon is always shown, whatever the workspace says.
    await expect(launcher(page)).toBeVisible();
    expect(await launcher(page).evaluate((button) => getComputedStyle(button).backgroundColor)).toBe("rgb(255, 204, 0)");
    const chat = new Chat(page);
    const support = page.getByRole("button", { name: "Support", exact: true });
    await support.click();
    await expectFocus(chat.composer);
    await expect(chat.panel.getByRole("heading", { name: "Shop support" })).toBeVisible();
    await expect(support).toHaveAttribute("data-helper-open", "true");
    await support.click();
    await expect(chat.panel).toBeHidden();
    await expect(support).toHaveAttribute("data-helper-open", "false");
  });

  test("asks its prompts, also of buttons that come later", async ({ page, serveSite, desk }) => {
    await page.goto((await serveSite("helper")).origin);
    await expect(launcher(page)).toBeVisible();
    const chat = new Chat(page);
    const returns = page.getByRole("button", { name: "Returns" });
    await returns.click();
    await expect(chat.message("How do I return a lamp?")).toBeVisible();
    await expect(returns).toHaveAttribute("data-helper-prompt-sent", "true");
    await page.keyboard.press("Escape");
    await page.evaluate(() => {
      document.getElementById("later")!.innerHTML = "<button data-helper-prompt='Where is my lamp?'><i>Later</i></button>";
    });
    await page.getByText("Later").click();
    await expect(chat.message("Where is my lamp?")).toBeVisible();
    for (const text of ["How do I return a lamp?", "Where is my lamp?"]) await expect(desk.page.getByRole("link", { name: new RegExp(text.slice(0, -1)) })).toBeVisible();
  });

  test("calls every method, before and after it is there", async ({ page, serveSite }) => {
    // The script's own `onload` is before anything else has come.
    const before = `<script>
      document.addEventListener("load", (event) => {
        if (event.target.dataset?.mailbox == null) return;
        HelperWidget.init({ title: "From init" });
        HelperWidget.show();
      }, true);
    </script>`;
    await page.goto((await serveSite("helper", { before, attributes: "data-delay-init" })).origin);
    const chat = new Chat(page);
    await expect(chat.panel).toBeVisible();
    await expect(chat.panel.getByRole("heading", { name: "From init" })).toBeVisible();
    await page.evaluate(() => HelperWidget.hide());
    await expect(chat.panel).toBeHidden();
    await page.evaluate(() => HelperWidget.toggle());
    await expect(chat.panel).toBeVisible();
    await page.evaluate(() => HelperWidget.sendPrompt("A prompt"));
    await expect(chat.message("A prompt")).toBeVisible();
    await page.evaluate(() => HelperWidget.destroy());
    await expect(chat.host).toHaveCount(0);
    expect(await page.evaluate(async () => (await HelperWidget.init({ title: "Again" })) === HelperWidget)).toBe(true);
    await expect(chat.host).toHaveCount(1);
  });
});

test.describe("a page for PostHog", () => {
  test("opens by its snippet, in its theme, and answers in its words", async ({ page, porthole, serveSite }) => {
    await page.goto((await serveSite("posthog")).origin);
    await page.waitForFunction(() => (window as any).posthog.conversations?.isAvailable());
    const chat = new Chat(page);
    await expect(chat.host).toHaveAttribute("theme", "dark");
    expect(await page.evaluate(() => (window as any).loadedWith === posthog)).toBe(true);
    expect(await page.evaluate(() => [posthog.conversations.getUnavailableReason(), posthog.conversations.getCurrentTicketId()])).toEqual([null, null]);

    const sent = await page.evaluate(() => posthog.conversations.sendMessage("Hello!", { name: "Vera", email: "vera@example.org" }));
    expect(sent).toMatchObject({ ticket_status: "new", unread_count: 0 });
    expect(sent.created_at).toMatch(/^\d{4}-\d\d-\d\dT/);
    const other = await page.evaluate(() => posthog.conversations.sendMessage("Another one", undefined, true));
    expect(other.ticket_id).not.toBe(sent.ticket_id);
    expect(await page.evaluate(() => posthog.conversations.getCurrentTicketId())).toBe(other.ticket_id);
    const more = await page.evaluate(() => posthog.conversations.sendMessage("And more"));
    expect(more.ticket_id).toBe(other.ticket_id);

    await (await Member.signIn(porthole)).reply(sent.ticket_id, "Hi Vera");
    await expect.poll(async () => (await page.evaluate(() => posthog.conversations.getTickets())).results[0].unread_count).toBe(1);
    expect(await page.evaluate(() => posthog.conversations.getTickets({ limit: 1, offset: 1 }))).toMatchObject({ count: 2, results: [{ id: other.ticket_id, last_message: "And more" }] });
    const { messages, ...rest } = await page.evaluate((id) => posthog.conversations.getMessages(id), sent.ticket_id);
    expect(rest).toMatchObject({ ticket_id: sent.ticket_id, ticket_status: "open", has_more: false, unread_count: 1 });
    expect(messages).toMatchObject([
      { content: "Hello!", author_type: "customer", is_private: false },
      { content: "Hi Vera", author_type: "human", author_name: "Ada", is_private: false },
    ]);
    expect((await page.evaluate(([id, after]) => posthog.conversations.getMessages(id, after), [sent.ticket_id, messages[0].created_at])).messages).toHaveLength(1);
    expect(await page.evaluate((id) => posthog.conversations.markAsRead(id), sent.ticket_id)).toEqual({ success: true, unread_count: 0 });
  });

  test("shows, hides, opens and closes", async ({ page, serveSite }) => {
    await page.goto((await serveSite("posthog")).origin);
    const chat = new Chat(page);
    await expect(launcher(page)).toBeVisible();
    expect(await page.evaluate(() => posthog.conversations.isVisible())).toBe(true);
    await page.evaluate(() => posthog.conversations.hide());
    await expect(launcher(page)).toBeHidden();
    expect(await page.evaluate(() => posthog.conversations.isVisible())).toBe(false);
    await page.getByRole("button", { name: "Support" }).click();
    await expect(launcher(page)).toBeVisible();
    await page.evaluate(() => posthog.conversations.open());
    await expect(chat.panel).toBeVisible();
    await page.evaluate(() => posthog.conversations.close());
    await expect(chat.panel).toBeHidden();
    await page.evaluate(() => posthog.conversations.setTheme("light"));
    await expect(chat.host).toHaveAttribute("theme", "light");
  });

  test("disable_conversations leaves nothing there", async ({ page, serveSite }) => {
    const before = "<script>const init = posthog._i[0][1]; init.disable_conversations = true;</script>";
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto((await serveSite("posthog", { before })).origin);
    await page.waitForFunction(() => (window as any).posthog.conversations);
    expect(await page.evaluate(() => [posthog.conversations.isAvailable(), posthog.conversations.getUnavailableReason()])).toEqual([false, "disabled_by_config"]);
    expect(await page.evaluate(() => posthog.conversations.getTickets())).toBeNull();
    expect(requests.filter((url) => url.includes("/api/"))).toEqual([]);
    await expect(page.locator("porthole-chat")).toHaveCount(0);
  });

  test("next to a real posthog the rest stays what it is", async ({ page, serveSite }) => {
    const before = `<script>
      window.posthog = { __loaded: true, captured: [], capture(name) { this.captured.push(name) }, conversations: { show() { throw new Error("theirs") } }, reset() { this.captured.length = 0 } };
    </script>`;
    const site = await serveSite("plain", { before, attributes: 'data-porthole-compat="posthog"' });
    await page.goto(site.origin);
    await page.waitForFunction(() => (window as any).posthog.conversations.isAvailable?.());
    await page.evaluate(() => {
      posthog.capture("kept");
      posthog.conversations.show();
    });
    expect(await page.evaluate(() => posthog.captured)).toEqual(["kept"]);
    await page.evaluate(() => posthog.reset());
    expect(await page.evaluate(() => posthog.captured)).toEqual([]);
  });
});
