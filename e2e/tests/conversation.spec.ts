// The whole path: one tag, one message, one answer.

import { expectFocus } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

test.use({ settings: { require_email: true, collect_name: true } });

test("a visitor identifies, writes, is answered live, and finds everything again", async ({ chat, desk, porthole }) => {
  await chat.open();
  await expectFocus(chat.composer);
  await chat.write("Where is my parcel?");
  await expect(chat.panel.getByRole("heading", { name: "Before we start..." })).toBeVisible();
  await chat.panel.getByLabel("E-mail address").fill("vera@example.org");
  await chat.panel.getByLabel("Name (optional)").fill("Vera");
  await chat.panel.getByRole("button", { name: "Start the conversation" }).click();
  await expect(chat.message("Where is my parcel?")).toBeVisible();
  await chat.acknowledged();

  // The agent's list was open already: the ticket arrives live.
  await desk.openTicket("Where is my parcel");
  await expect(desk.history.getByText("Where is my parcel?")).toBeVisible();
  await expect(desk.page.getByText("vera@example.org").first()).toBeVisible();
  await expect(chat.panel.getByText("Seen")).toBeVisible();
  await desk.note("A regular customer, be kind");
  await desk.reply("It leaves today.");
  await expect(chat.message("It leaves today.")).toBeVisible();
  await expect(chat.history.getByText("Ada").first()).toBeVisible();
  await expect(chat.host.getByText("be kind")).toHaveCount(0);

  // While the chat is closed, the launcher counts.
  await chat.panel.getByRole("button", { name: "Close chat" }).click();
  await expect(chat.panel).toBeHidden();
  await desk.reply("Anything else?");
  await expect(chat.page.getByRole("button", { name: /^Open chat.*1 unread/ })).toBeVisible();

  // Both reload and find everything; the badge survives until it is read.
  await chat.page.reload();
  await desk.page.reload();
  await expect(chat.page.getByRole("button", { name: /^Open chat.*1 unread/ })).toBeVisible();
  await chat.open();
  for (const text of ["Where is my parcel?", "It leaves today.", "Anything else?"]) {
    await expect(chat.message(text)).toHaveCount(1);
    await expect(desk.history.getByText(text, { exact: true })).toHaveCount(1);
  }
  await expect(desk.history.getByText("A regular customer, be kind")).toBeVisible();
  await expect(chat.host.getByText("be kind")).toHaveCount(0);
  await chat.write("No, thank you!");
  await expect(desk.history.getByText("No, thank you!")).toBeVisible();

  // A new token ends the chat with a sentence; what is being typed stays.
  await chat.composer.fill("half a thought");
  await desk.page.goto(`${porthole.url}/inbox/settings`);
  await desk.page.getByRole("button", { name: "Regenerate…" }).click();
  await desk.page.getByRole("button", { name: "Regenerate token" }).click();
  await expect(chat.panel.getByText("Reload the page to continue")).toBeVisible();
  await expect(chat.composer).toHaveValue("half a thought");
});

test("both sides see that the other one types", async ({ chat, desk }) => {
  await chat.open();
  await chat.write("Hello");
  await chat.panel.getByLabel("E-mail address").fill("vera@example.org");
  await chat.panel.getByRole("button", { name: "Start the conversation" }).click();
  await desk.openTicket("Hello");
  await chat.composer.pressSequentially("abc");
  await expect(desk.page.getByText(/is typing/).first()).toBeVisible();
  await desk.page.getByRole("textbox", { name: "Reply" }).pressSequentially("abc");
  await expect(chat.panel.getByText("Ada is typing…")).toBeVisible();
});

test("a resolved conversation says so and opens again", async ({ chat, desk }) => {
  await chat.open();
  await chat.write("Hello");
  await chat.panel.getByLabel("E-mail address").fill("vera@example.org");
  await chat.panel.getByRole("button", { name: "Start the conversation" }).click();
  await desk.openTicket("Hello");
  await desk.page.getByLabel("Status").selectOption({ label: "Resolved" });
  await expect(chat.panel.getByText(/This conversation is resolved/)).toBeVisible();
  await chat.write("One more thing");
  await expect(chat.panel.getByText(/This conversation is resolved/)).toBeHidden();
  await expect(desk.page.getByLabel("Status")).toHaveValue("open");
});
