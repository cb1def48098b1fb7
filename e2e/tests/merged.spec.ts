// The team puts two conversations of a visitor together, and the visitor goes on in one of them.

import type { Page } from "@playwright/test";
import { Member } from "../fixtures/api.ts";
import { Chat } from "../fixtures/people.ts";
import type { Porthole } from "../fixtures/porthole.ts";
import { expect, test } from "../fixtures/test.ts";

/** A visitor with two conversations, the second one on the screen. */
async function begin(page: Page, origin: string, porthole: Porthole) {
  await page.goto(origin);
  const chat = new Chat(page);
  await chat.open();
  await chat.write("Where is my parcel?");
  await chat.acknowledged();
  await chat.panel.getByRole("button", { name: "All conversations" }).click();
  await chat.panel.getByRole("button", { name: /New conversation/ }).click();
  await chat.write("The same again");
  await chat.acknowledged();
  const [second, first] = await page.evaluate(async () => (await window.Porthole.getTickets()).map((ticket: { id: string }) => ticket.id));
  const member = await Member.signIn(porthole);
  const merge = () => member.call("POST", `tickets/${second}/merge`, { into: first });
  return { chat, member, merge, first, second };
}

const lines = (chat: Chat) => chat.history.getByText(/^(Where is my parcel\?|The same again|Found it|On its way)$/);

test("who reads the conversation that is gone goes on in the other one, with all that was typed", async ({ page, porthole, serveSite }) => {
  const { chat, member, merge, first, second } = await begin(page, (await serveSite()).origin, porthole);
  await page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    window.Porthole.on("ticket", (ticket: { id: string; mergedInto?: string }) => heard.push([ticket.id, ticket.mergedInto ?? null]));
  });
  await chat.composer.fill("half a thought");
  await merge();
  await expect(lines(chat)).toHaveText(["Where is my parcel?", "The same again"]);
  await expect(chat.composer).toHaveValue("half a thought");
  await expect(chat.panel.getByRole("paragraph").first()).toHaveText("Conversation 1");
  expect(await page.evaluate("heard")).toContainEqual([second, first]);
  expect(await page.evaluate(() => window.Porthole.getTickets())).toMatchObject([{ id: first, number: 1 }]);

  // Both sides go on there.
  await member.reply(first, "Found it");
  await expect(lines(chat)).toHaveText(["Where is my parcel?", "The same again", "Found it"]);
  await chat.composer.press("Enter");
  await chat.acknowledged();
  await expect(chat.message("half a thought")).toHaveCount(1);
  await chat.panel.getByRole("button", { name: "All conversations" }).click();
  await expect(chat.panel.getByRole("list").getByRole("button")).toHaveCount(1);
});

test("what is on its way into the conversation that is gone arrives in the other one, once", async ({ page, porthole, serveSite }) => {
  const { chat, merge, first } = await begin(page, (await serveSite()).origin, porthole);
  await page.route("**/api/v1/widget/messages", (route) => route.abort());
  await chat.write("On its way");
  await expect(chat.panel.getByText("Sending…")).toBeVisible();
  await merge();
  await expect(lines(chat)).toHaveText(["Where is my parcel?", "The same again", "On its way"]);
  await page.unroute("**/api/v1/widget/messages");
  await chat.acknowledged();
  await page.reload();
  await chat.open();
  await expect(lines(chat)).toHaveText(["Where is my parcel?", "The same again", "On its way"]);
  expect(await page.evaluate(() => window.Porthole.getTickets())).toMatchObject([{ id: first }]);
});

test("merged while nobody looked: the next page shows one conversation", async ({ page, porthole, serveSite }) => {
  const { origin } = await serveSite();
  const { chat, merge } = await begin(page, origin, porthole);
  await chat.panel.getByRole("button", { name: "All conversations" }).click();
  await chat.panel.getByRole("button", { name: /Where is my parcel/ }).click();
  await chat.composer.fill("of the first");
  await page.goto("about:blank");
  await merge();
  await page.goto(origin);
  await chat.open();
  await expect(lines(chat)).toHaveText(["Where is my parcel?", "The same again"]);
  await expect(chat.composer).toHaveValue("of the first");
  expect(await page.evaluate(() => window.Porthole.getTickets())).toHaveLength(1);
});
