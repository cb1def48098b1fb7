// What a message looks like, and what is said of it.

import { Member } from "../fixtures/api.ts";
import { Chat, expectFocus } from "../fixtures/people.ts";
import type { Porthole } from "../fixtures/porthole.ts";
import { expect, test } from "../fixtures/test.ts";

async function ticketOf(chat: Chat): Promise<string> {
  const tickets = await chat.page.evaluate(() => window.Porthole.getTickets());
  return tickets[0].id;
}

/** A visitor with a conversation, and a member of the team. */
async function talk(chat: Chat, porthole: Porthole) {
  await chat.open();
  await chat.write("Hello");
  await chat.acknowledged();
  return { ticket: await ticketOf(chat), member: await Member.signIn(porthole) };
}

test("what the team writes is shown as it means, what a visitor writes as it was typed", async ({ chat, porthole }) => {
  const { ticket, member } = await talk(chat, porthole);
  await member.reply(ticket, "**Two** things:\n- press `F5`\n- read [the guide](https://example.com/guide)\n> and then?\n```\n<b>code</b>\n```");
  const log = chat.history;
  await expect(log.locator("strong")).toHaveText("Two");
  await expect(log.getByRole("listitem")).toHaveText(["press F5", "read the guide"]);
  await expect(log.locator("blockquote")).toHaveText("and then?");
  await expect(log.locator("pre")).toHaveText("<b>code</b>");
  const link = log.getByRole("link", { name: "the guide" });
  await expect(link).toHaveAttribute("href", "https://example.com/guide");
  await expect(link).toHaveAttribute("rel", "noopener noreferrer");
  await chat.write("**not bold** \u{1f389}");
  await expect(chat.message("**not bold** \u{1f389}")).toBeVisible();
  await expect(log.locator("b, script")).toHaveCount(0);
  const size = (text: string) => chat.message(text).evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  await chat.write("\u{1f389}");
  await expect.poll(() => size("\u{1f389}")).toBeGreaterThan(30);
});

test("only new messages are read out, each once", async ({ chat, porthole }) => {
  const { ticket, member } = await talk(chat, porthole);
  const said = chat.panel.getByRole("status").filter({ hasText: /^Ada: / });
  await expect(chat.history).toHaveAttribute("aria-live", "off");
  await member.reply(ticket, "It leaves today.");
  await expect(said).toHaveText("Ada: It leaves today.");
  // What somebody finds again is not news.
  await chat.page.reload();
  await chat.open();
  await expect(chat.message("It leaves today.")).toBeVisible();
  await expect(said).toHaveCount(0);
  await expect(chat.panel).toMatchAriaSnapshot(`
    - dialog "Support":
      - button "All conversations"
      - heading "Support" [level=2]
      - button "Close chat"
      - log "Messages":
        - text: /Today Hello/
        - text: /Sent Ada|Seen Ada/
        - paragraph: It leaves today.
      - textbox "Message"
      - button "Send"
  `);
});

test("what the server refuses says why, is edited or tried again", async ({ chat }) => {
  const { page } = chat;
  await chat.open();
  const refusal = { error: { code: "invalid_field", message: "Not like this.", field: "text" } };
  await page.route("**/widget/messages", (route) => route.fulfill({ status: 422, json: refusal, headers: { "access-control-allow-origin": "*" } }));
  await chat.write("First try");
  await expect(chat.panel.getByText("Not sent. Not like this.")).toBeVisible();
  await chat.panel.getByRole("button", { name: "Edit" }).click();
  await expect(chat.composer).toHaveValue("First try");
  await expectFocus(chat.composer);
  await chat.write("Second try");
  await expect(chat.panel.getByText("Not sent. Not like this.")).toBeVisible();
  await page.unroute("**/widget/messages");
  await chat.panel.getByRole("button", { name: "Try again" }).click();
  await chat.acknowledged();
  await expect(chat.message("Second try")).toHaveCount(1);
});

test("a resolved conversation offers a new one, which exists with its first message", async ({ chat, porthole }) => {
  const { ticket, member } = await talk(chat, porthole);
  await member.change(ticket, { status: "resolved" });
  await expect(chat.panel.getByText(/This conversation is resolved/)).toBeVisible();
  await chat.panel.getByRole("button", { name: "New conversation" }).click();
  await expect(chat.message("Hello")).toHaveCount(0);
  await expectFocus(chat.composer);
  expect(await chat.page.evaluate(() => window.Porthole.getTickets())).toHaveLength(1);
  await chat.write("Something else");
  await chat.acknowledged();
  expect(await chat.page.evaluate(() => window.Porthole.getTickets())).toHaveLength(2);
});

test("ten thousand characters and long words stay inside", async ({ chat, porthole }) => {
  const { ticket, member } = await talk(chat, porthole);
  await chat.page.setViewportSize({ width: 320, height: 640 });
  await member.reply(ticket, "x".repeat(10_000));
  await chat.write(`Long${"y".repeat(9_000)} \`${"z".repeat(400)}\``);
  await chat.acknowledged();
  const overflow = await chat.panel.evaluate((panel) => {
    const edges = [...panel.querySelectorAll(".bubble")].map((bubble) => bubble.getBoundingClientRect());
    return edges.some((edge) => edge.left < 0 || edge.right > innerWidth) || panel.scrollWidth > panel.clientWidth;
  });
  expect(overflow).toBe(false);
});

test("hours and reply time stand above the conversation", async ({ page, porthole, serveSite }) => {
  const site = await serveSite();
  const line = async (settings: Record<string, unknown>) => {
    for (const [key, value] of Object.entries(settings)) await porthole.admin(["set", key, JSON.stringify(value)]);
    await page.waitForTimeout(1_100);
    await page.goto(site.origin);
    const chat = new Chat(page);
    await chat.open();
    return chat.panel.getByRole("paragraph").first();
  };
  await expect(await line({ reply_time: "minutes" })).toHaveText("Usually replies within minutes");
  const never = { enabled: true, time_zone: "Europe/Berlin", weekly: [], holidays: [] };
  await expect(await line({ office_hours: never })).toHaveText(/^We’re away now/);
  // Open for one minute of another day of the week.
  const day = (new Date().getUTCDay() + 6 + 3) % 7;
  const weekly = [{ day, from: 9 * 60, until: 9 * 60 + 1 }];
  const name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][day];
  await expect(await line({ office_hours: { ...never, time_zone: "UTC", weekly } })).toHaveText(`We’re away now. Back ${name} at 09:00`);
});
