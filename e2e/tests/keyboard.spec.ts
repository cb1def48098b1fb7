// Everything without a mouse.

import type { Locator, Page } from "@playwright/test";
import { Chat, expectFocus } from "../fixtures/people.ts";
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
