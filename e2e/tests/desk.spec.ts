// The desk: views, filters, search, selection, and what the keyboard does.

import { expect, type Page } from "@playwright/test";
import { Guest, Member } from "../fixtures/api.ts";
import { expectFocus } from "../fixtures/people.ts";
import type { Porthole } from "../fixtures/porthole.ts";
import { test } from "../fixtures/test.ts";

/** So many visitors write, each a ticket of their own. */
async function write(porthole: Porthole, texts: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [place, text] of texts.entries()) {
    const guest = await Guest.arrive(porthole);
    const { id } = await guest.write(text, { name: `Visitor ${place + 1}` });
    ids.push(id);
  }
  return ids;
}

const row = (page: Page, text: string) => page.getByRole("region", { name: "Tickets" }).getByRole("link", { name: new RegExp(text) });

test("views and filters stand in the address, combine, and survive a reload and a step back", async ({ desk, porthole }) => {
  const { page } = desk;
  const [first, second] = await write(porthole, ["Where is my parcel", "The invoice is wrong", "A word of thanks"]);
  const member = await Member.signIn(porthole);
  await member.change(first, { add_tags: ["vip"], priority: "high" });
  await member.change(second, { add_tags: ["vip"] });

  const views = page.getByRole("navigation", { name: "Views" });
  await views.getByRole("link", { name: /^vip/ }).click();
  await expect(row(page, "invoice")).toBeVisible();
  await expect(row(page, "thanks")).toBeHidden();
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("combobox", { name: "Filter" }).fill("high");
  await page.keyboard.press("Enter");
  await expect(row(page, "invoice")).toBeHidden();
  await expect(row(page, "parcel")).toBeVisible();
  expect(page.url()).toContain("tag=vip");
  expect(page.url()).toContain("priority=high");

  await page.reload();
  await expect(row(page, "parcel")).toBeVisible();
  await expect(row(page, "invoice")).toBeHidden();
  await page.getByRole("button", { name: /Remove the filter Priority/ }).click();
  await expect(row(page, "invoice")).toBeVisible();
  await page.goBack();
  await expect(row(page, "invoice")).toBeHidden();
});

test("a search finds words, marks them, and leads back to where one was", async ({ desk, porthole }) => {
  const { page } = desk;
  await write(porthole, ["The zeppelin has landed", "Another matter"]);
  await expect(row(page, "zeppelin")).toBeVisible();
  await page.keyboard.press("/");
  const field = page.getByRole("combobox", { name: "Search tickets" });
  await expectFocus(field);
  await expect(async () => {
    await field.fill("");
    await field.fill("zeppelin");
    await expect(page.getByRole("option").locator("mark")).toHaveText(/zeppelin/i, { timeout: 2_000 });
  }).toPass();
  await page.keyboard.press("Enter");
  await expect(desk.history.getByText("The zeppelin has landed")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(row(page, "Another matter")).toBeVisible();
});

test("the keyboard moves, opens, resolves, undoes and selects; a field keeps its letters", async ({ desk, porthole }) => {
  const { page } = desk;
  await write(porthole, ["Oldest of three", "Middle of three", "Newest of three"]);
  await expect(row(page, "Newest of three")).toBeVisible();
  await page.keyboard.press("j");
  await expectFocus(row(page, "Newest of three"));
  await page.keyboard.press("j");
  await expectFocus(row(page, "Middle of three"));
  await page.keyboard.press("Enter");
  await expect(desk.history.getByText("Middle of three")).toBeVisible();
  await page.getByRole("textbox", { name: "Reply" }).fill("jjj");
  await expect(page.getByRole("textbox", { name: "Reply" })).toHaveValue("jjj");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/inbox(\?|$)/);

  await page.keyboard.press("c");
  await expect(row(page, "Middle of three")).toBeHidden();
  await page.keyboard.press("z");
  await expect(row(page, "Middle of three")).toBeVisible();

  await row(page, "Newest of three").focus();
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByRole("toolbar", { name: "Selected tickets" })).toContainText("2 selected");
  await page.getByRole("toolbar", { name: "Selected tickets" }).getByRole("button", { name: "Resolve" }).click();
  await expect(row(page, "Newest of three")).toBeHidden();
  await expect(row(page, "Oldest of three")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "Newest of three")).toBeVisible();
});

test("two selected tickets of one visitor become one; of two visitors that is not offered", async ({ desk, porthole }) => {
  const { page } = desk;
  await write(porthole, ["Somebody else's question"]);
  const guest = await Guest.arrive(porthole);
  for (const text of ["My first question", "My second question"]) await guest.write(text, { name: "Vera" });
  await expect(row(page, "My second question")).toBeVisible();

  await page.getByRole("checkbox", { name: "Select ticket #3" }).check();
  await page.getByRole("checkbox", { name: "Select ticket #1" }).check();
  const bar = page.getByRole("toolbar", { name: "Selected tickets" });
  await expect(bar).toContainText("2 selected");
  await expect(bar.getByRole("button", { name: "Merge" })).toBeHidden();
  await page.getByRole("checkbox", { name: "Select ticket #1" }).uncheck();
  await page.getByRole("checkbox", { name: "Select ticket #2" }).check();
  await bar.getByRole("button", { name: "Merge" }).click();
  await page.getByRole("combobox", { name: /Merge/ }).fill("#3 into #2");
  await page.keyboard.press("Enter");
  const confirm = page.getByRole("dialog").getByRole("button", { name: "Merge", exact: true });
  await expectFocus(confirm);
  await page.keyboard.press("Enter");

  await expect(bar).toBeHidden();
  await expect(desk.tickets.getByRole("link", { name: /Vera/ })).toHaveCount(1);
  await desk.tickets.getByRole("link", { name: /Vera/ }).click();
  for (const text of ["My first question", "My second question"]) await expect(desk.history.getByText(text, { exact: true })).toBeVisible();
});

test("a ticket that was merged has no composer, but the way to where its messages are", async ({ desk, porthole }) => {
  const { page } = desk;
  const guest = await Guest.arrive(porthole);
  const first = await guest.write("My first question");
  const second = await guest.write("My second question");
  const member = await Member.signIn(porthole);
  await desk.openTicket("My second question");
  await expect(page.getByRole("textbox", { name: "Reply" })).toBeVisible();
  await member.call("POST", `tickets/${second.id}/merge`, { into: first.id });
  await expect(page.getByRole("textbox", { name: "Reply" })).toBeHidden();
  await page.getByRole("main").getByRole("link", { name: /Open #1/ }).click();
  await expect(desk.history.getByText("My second question", { exact: true })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Reply" })).toBeVisible();
});

test("menus assign, tag and snooze; views count", async ({ desk, porthole }) => {
  const { page } = desk;
  await write(porthole, ["Take me"]);
  await expect(row(page, "Take me")).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("a");
  await page.getByRole("combobox", { name: "Assign" }).fill("me");
  await page.keyboard.press("Enter");
  await expect(row(page, "Take me")).toContainText("Assigned to Ada");
  await page.keyboard.press("t");
  await page.getByRole("combobox", { name: "Edit tags" }).fill("parcel");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(row(page, "Take me")).toContainText("parcel");
  const views = page.getByRole("navigation", { name: "Views" });
  await expect(views.getByRole("link", { name: /^Mine/ })).toContainText("1");
  await page.keyboard.press("s");
  await page.getByRole("combobox", { name: "Snooze" }).fill("tomorrow");
  await page.keyboard.press("Enter");
  await expect(row(page, "Take me")).toBeHidden();
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(row(page, "Take me")).toContainText("until");
});

test("the palette finds actions and tickets by number; the help sheet switches single keys off", async ({ desk, porthole }) => {
  const { page } = desk;
  await write(porthole, ["Number one"]);
  await expect(row(page, "Number one")).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Command palette" }).fill("#1");
  await page.keyboard.press("Enter");
  await expect(desk.history.getByText("Number one")).toBeVisible();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(sheet.getByText("Write a reply")).toBeVisible();
  await sheet.getByRole("checkbox", { name: "Single-key shortcuts" }).uncheck();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await page.keyboard.press("?");
  await expect(sheet).toBeHidden();
});

test("a change that cannot be sent is put back and can be tried again at its row", async ({ desk, porthole }) => {
  const { page } = desk;
  await write(porthole, ["Hold on to me"]);
  await expect(row(page, "Hold on to me")).toBeVisible();
  await page.keyboard.press("j");
  await page.route("**/api/v1/inbox/tickets/*", (route) => (route.request().method() === "PATCH" ? route.abort() : route.fallback()));
  await page.keyboard.press("c");
  const alert = page.getByRole("alert").filter({ hasText: "Not changed." });
  await expect(alert).toBeVisible();
  await expect(row(page, "Hold on to me")).toBeVisible();
  await page.unroute("**/api/v1/inbox/tickets/*");
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(row(page, "Hold on to me")).toBeHidden();
});

test("on a phone the views are in a drawer and one pane shows at a time", async ({ desk, porthole }) => {
  const { page } = desk;
  await page.setViewportSize({ width: 390, height: 800 });
  await write(porthole, ["From a phone"]);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("dialog", { name: "Views" }).getByRole("link", { name: /^Unassigned/ }).click();
  await expect(page).toHaveURL(/view=unassigned/);
  await row(page, "From a phone").click();
  await expect(desk.history).toBeVisible();
  await expect(desk.tickets).toBeHidden();
  await page.getByRole("link", { name: "Back to the list" }).click();
  await expect(row(page, "From a phone")).toBeVisible();
  await expect(page).toHaveURL(/view=unassigned/);
});
