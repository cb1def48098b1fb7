// A morning at the desk: forty tickets, and no mouse.

import { Guest, Member } from "../fixtures/api.ts";
import { type Desk, expectFocus } from "../fixtures/people.ts";
import type { Porthole } from "../fixtures/porthole.ts";
import { expect, test } from "../fixtures/test.ts";

/** Forty tickets: thirty-two visitors with one, four with two. */
const VISITORS = 36;
const TICKETS = 40;

test.setTimeout(300_000);

test("the agent handles forty tickets", async ({ desk, porthole }) => {
  const member = await Member.signIn(porthole);
  await seed(porthole, member);
  const { page } = desk;
  const { keyboard } = page;
  await expect(desk.tickets.getByRole("link", { name: /Question 40/ })).toBeVisible();

  // Down and up the list, and into a ticket.
  for (const key of ["j", "j", "j", "k", "Enter"]) await keyboard.press(key);
  await expect(desk.history.getByText("Question 39", { exact: true })).toBeVisible();

  const ways = [answer, note, assign, snooze, close, closeInError, search];
  // The last eight are the four who wrote twice: each pair becomes one ticket.
  for (let number = 1; number <= TICKETS - 8; number++) {
    await goTo(desk, number);
    await ways[number % ways.length](desk, number);
  }
  for (let number = TICKETS - 7; number <= TICKETS; number += 2) {
    await goTo(desk, number);
    await merge(desk, number);
  }
  await checked(member);
});

/** Visitors write one after the other, so that the numbers are known. */
async function seed(porthole: Porthole, member: Member): Promise<void> {
  await member.call("POST", "canned", { title: "On its way", shortcut: "way", text: "Hello {{visitor.name|there}}, it is on its way." });
  let number = 0;
  for (let visitor = 1; visitor <= VISITORS; visitor++) {
    const guest = await Guest.arrive(porthole);
    const times = visitor > VISITORS - 4 ? 2 : 1;
    for (let time = 0; time < times; time++) await guest.write(`Question ${++number}`, { name: `Visitor ${visitor}`, email: `v${visitor}@example.org` });
  }
}

/** Opens a ticket by its number. */
async function goTo({ page, history }: Desk, number: number): Promise<void> {
  await page.keyboard.press("Control+k");
  await expectFocus(page.getByRole("combobox", { name: "Command palette" }));
  await page.keyboard.type(`#${number}`);
  await page.keyboard.press("Enter");
  await expect(history.getByText(`Question ${number}`, { exact: true })).toBeVisible();
}

/** A canned text, filled for this visitor, and sent. */
async function answer({ page, history }: Desk, number: number): Promise<void> {
  await page.keyboard.press("r");
  const box = page.getByRole("textbox", { name: "Reply" });
  await expectFocus(box);
  await page.keyboard.type("/way");
  await expect(page.getByRole("option", { name: /On its way/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(box).toHaveValue(new RegExp(`^Hello Visitor ${number}, it is on its way\\.`));
  await page.keyboard.press("Enter");
  await expect(history.getByText(`Hello Visitor ${number}, it is on its way.`)).toBeVisible();
  await page.keyboard.press("Escape");
}

async function note({ page, history }: Desk, number: number): Promise<void> {
  await page.keyboard.press("n");
  await expectFocus(page.getByRole("textbox", { name: "Internal note" }));
  await page.keyboard.type(`Noted for ${number}`);
  await page.keyboard.press("Enter");
  await expect(history.getByText(`Noted for ${number}`, { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
}

async function assign({ page, tickets }: Desk, number: number): Promise<void> {
  await page.keyboard.press("a");
  await expectFocus(page.getByRole("combobox", { name: "Assign" }));
  await page.keyboard.type("me");
  await page.keyboard.press("Enter");
  await expect(tickets.getByRole("link", { name: new RegExp(`Question ${number}\\b.*Assigned to Ada`) })).toBeAttached();
}

async function snooze({ page, tickets }: Desk, number: number): Promise<void> {
  await page.keyboard.press("s");
  await expectFocus(page.getByRole("combobox", { name: "Snooze" }));
  await page.keyboard.type("tomorrow");
  await page.keyboard.press("Enter");
  // What is open stays in the list until it is left.
  await expect(tickets.getByRole("link", { name: new RegExp(`Question ${number}\\b.*until`) })).toBeVisible();
}

async function close({ page, tickets }: Desk, number: number): Promise<void> {
  await page.keyboard.press("c");
  await expect(tickets.getByRole("link", { name: new RegExp(`Question ${number}\\b.*Resolved`) })).toBeVisible();
}

/** Closed, and at once taken back. */
async function closeInError(desk: Desk, number: number): Promise<void> {
  await close(desk, number);
  await desk.page.keyboard.press("z");
  await expect(desk.tickets.getByRole("link", { name: new RegExp(`Question ${number}\\b.*Resolved`) })).toHaveCount(0);
}

/** Found by its words, among all others. */
async function search({ page, history }: Desk, number: number): Promise<void> {
  await page.keyboard.press("/");
  const field = page.getByRole("combobox", { name: "Search tickets" });
  await expectFocus(field);
  await page.keyboard.type(`question ${number}`);
  const results = page.getByRole("listbox", { name: "Search results" });
  await expect(results.getByRole("option").filter({ hasText: `Question ${number}` }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(history.getByText(`Question ${number}`, { exact: true })).toBeVisible();
  // The results stay beside what was opened from them; the field gives the list back.
  await page.keyboard.press("/");
  await page.keyboard.press("Escape");
  await expect(results).toBeHidden();
}

/** Into the visitor's other ticket. */
async function merge({ page, history }: Desk, number: number): Promise<void> {
  await page.keyboard.press("m");
  await expectFocus(page.getByRole("combobox", { name: /Merge/ }));
  await page.keyboard.type(`#${number} into #${number + 1}`);
  await page.keyboard.press("Enter");
  const confirm = page.getByRole("dialog").getByRole("button", { name: "Merge", exact: true });
  await expectFocus(confirm);
  await page.keyboard.press("Enter");
  await expect(history.getByText(`Question ${number}`, { exact: true })).toBeVisible();
  await expect(history.getByText(`Question ${number + 1}`, { exact: true })).toBeVisible();
}

/** What the server has of it in the end. */
async function checked(member: Member): Promise<void> {
  const list = async (view: string) => (await (await member.call("GET", `tickets?view=${view}`)).json()).tickets;
  const all = Array.from({ length: TICKETS - 8 }, (_, place) => place + 1);
  const of = (way: number) => all.filter((number) => number % 7 === way).length;
  await expect(async () => {
    expect(await list("snoozed")).toHaveLength(of(3));
    expect(await list("resolved")).toHaveLength(of(4));
    expect(await list("mine")).toHaveLength(of(2));
    const tickets = await list("all");
    expect(tickets.filter((ticket: { merged_into: unknown }) => ticket.merged_into)).toHaveLength(4);
    // The reply that waits for an undo is sent in the end.
    expect(tickets.filter(({ preview }: { preview: string }) => preview.endsWith("it is on its way."))).toHaveLength(of(0));
  }).toPass({ timeout: 30_000 });
}
