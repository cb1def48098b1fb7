// The identification form.

import { Chat, expectFocus } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

test.use({
  settings: { require_email: true, collect_name: true, form_title: "Who are you?", form_description: "So that we can answer." },
});

test("the form keeps what was typed, names its errors, and asks once", async ({ chat }) => {
  await chat.open();
  await chat.write("A long question that must not be lost");
  await expect(chat.panel.getByRole("heading", { name: "Who are you?" })).toBeVisible();
  await expect(chat.panel.getByText("So that we can answer.")).toBeVisible();
  const email = chat.panel.getByLabel("E-mail address");
  const start = chat.panel.getByRole("button", { name: "Start the conversation" });
  await expectFocus(email);

  await email.fill("not an address");
  await start.click();
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await expect(email).toHaveAccessibleDescription(/name@example\.com/);
  await expectFocus(email);

  // Back to the message: it is still there.
  await chat.panel.getByRole("button", { name: "Back to the message" }).click();
  await expect(chat.composer).toHaveValue("A long question that must not be lost");
  await chat.composer.press("Enter");
  await email.fill("vera@example.org");
  await start.click();
  await expect(chat.message("A long question that must not be lost")).toHaveCount(1);
  await chat.acknowledged();

  // Known from now on: in this conversation, in the next one, and after a reload.
  await chat.page.evaluate(() => window.Porthole.sendMessage("Another matter", { newTicket: true }));
  await chat.page.reload();
  await chat.open();
  await chat.panel.getByRole("button", { name: "New conversation" }).click();
  await chat.write("A third one");
  await expect(chat.message("A third one")).toBeVisible();
  await expect(chat.panel.getByLabel("E-mail address")).toBeHidden();
});

test("an empty required field is told at the field", async ({ chat }) => {
  await chat.open();
  await chat.write("Hello");
  await chat.panel.getByRole("button", { name: "Start the conversation" }).click();
  const email = chat.panel.getByLabel("E-mail address");
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await expectFocus(email);
});

test("what fills in the field that nobody sees is stored, and kept aside", async ({ chat, desk }) => {
  await chat.open();
  await chat.write("Cheap watches");
  await chat.panel.getByLabel("E-mail address").fill("bot@example.org");
  const trap = chat.host.locator("input[name=website]");
  await expect(trap).toHaveAttribute("tabindex", "-1");
  await expect(chat.panel.getByRole("textbox", { name: "website" })).toHaveCount(0);
  await trap.evaluate((input: HTMLInputElement) => (input.value = "https://watches.example"));
  await chat.panel.getByRole("button", { name: "Start the conversation" }).click();
  await expect(chat.message("Cheap watches")).toBeVisible();
  await chat.acknowledged();

  const views = desk.page.getByRole("navigation", { name: "Views" });
  const list = desk.page.getByRole("region", { name: "Tickets" });
  await views.getByRole("link", { name: /^All active/ }).click();
  await expect(list.getByRole("link", { name: /Cheap watches/ })).toBeHidden();
  await views.getByRole("link", { name: /^Spam/ }).click();
  await desk.openTicket("Cheap watches");
  await desk.page.getByRole("button", { name: "Not spam" }).click();
  await expect(desk.page.getByRole("button", { name: "Not spam" })).toBeHidden();
  await views.getByRole("link", { name: /^All active/ }).click();
  await expect(list.getByRole("link", { name: /Cheap watches/ })).toBeVisible();
});

test.describe("without required fields", () => {
  test.use({ settings: {} });

  test("nobody is asked anything", async ({ page, serveSite }) => {
    const site = await serveSite();
    await page.goto(site.origin);
    const chat = new Chat(page);
    await chat.open();
    await expect(chat.panel.getByText("Hi! How can we help?")).toBeVisible();
    await chat.write("Hello");
    await expect(chat.message("Hello")).toBeVisible();
    await chat.acknowledged();
  });
});
