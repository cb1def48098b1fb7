// The settings page: finding a setting, the preview, the tester, office hours, what is kept when a
// save fails.

import { expect, type FrameLocator, type Page } from "@playwright/test";
import { Chat, expectFocus } from "../fixtures/people.ts";
import { test } from "../fixtures/test.ts";

/** Opens the settings. */
async function open(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/inbox/settings`);
  await expect(page.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
}

const save = (page: Page) => page.getByRole("button", { name: "Save changes" });
const saved = (page: Page) => expect(page.getByText("Saved", { exact: true })).toBeVisible();

/** The widget in the preview. */
function preview(page: Page): { frame: FrameLocator; launcher: ReturnType<FrameLocator["getByRole"]>; panel: ReturnType<FrameLocator["getByRole"]> } {
  const frame = page.frameLocator("iframe[title=Preview]");
  return {
    frame,
    launcher: frame.locator("porthole-chat").getByRole("button", { name: /^(Open|Close) chat/ }).first(),
    panel: frame.locator("porthole-chat").getByRole("dialog"),
  };
}

test("a setting is found by a word of its help, and the keyboard leads to it", async ({ desk, porthole }) => {
  const { page } = desk;
  await open(page, porthole.url);
  const search = page.getByRole("searchbox", { name: "Search settings" });
  await search.fill("corner");
  await expect(page.getByText("1 setting found")).toBeVisible();
  await expect(page.getByLabel("Position")).toBeVisible();
  await expect(page.getByLabel("Greeting")).toBeHidden();
  const contents = page.getByRole("navigation", { name: "Sections" });
  await expect(contents.getByRole("link")).toHaveText(["Appearance"]);
  const marked = await page.evaluate(() => [...(CSS.highlights?.get("found") ?? [])].map(String));
  expect(marked).toEqual(["corner"]);
  await search.press("Enter");
  await expectFocus(page.getByLabel("Position"));

  await search.fill("zebra");
  await expect(page.getByText("Nothing found. Try another word.").first()).toBeVisible();
  await search.press("Escape");
  await expect(page.getByLabel("Greeting")).toBeVisible();
});

test("the preview follows colour, position, title and language, keeps the focus where it is, and stores nothing", async ({ desk, porthole }) => {
  const { page } = desk;
  await open(page, porthole.url);
  const { frame, launcher, panel } = preview(page);
  await expect(panel).toBeVisible();
  const colour = () => launcher.evaluate((button) => getComputedStyle(button).backgroundColor);
  const side = () => launcher.evaluate((button) => (button.getBoundingClientRect().left < innerWidth / 2 ? "left" : "right"));
  expect(await side()).toBe("right");

  const field = page.getByRole("textbox", { name: "Button colour" });
  await field.fill("#c02030");
  await expect.poll(colour).toBe("rgb(192, 32, 48)");
  await expectFocus(field);
  await page.getByLabel("Position").selectOption("bottom_left");
  await expect.poll(side).toBe("left");
  const title = page.getByRole("textbox", { name: "Title", exact: true });
  await title.fill("Help desk");
  await expect(panel.getByText("Help desk").first()).toBeVisible();
  await expectFocus(title);

  const switches = page.getByRole("group", { name: "Chat", exact: true });
  await switches.getByRole("button", { name: "Closed" }).click();
  await expect(panel).toBeHidden();
  await switches.getByRole("button", { name: "Open" }).click();
  await expect(panel).toBeVisible();
  await page.getByRole("group", { name: "Screen" }).getByRole("button", { name: "Phone" }).click();
  await expect.poll(() => frame.locator("html").evaluate(() => innerWidth)).toBe(390);

  const composer = panel.getByRole("textbox", { name: "Message", exact: true });
  await composer.fill("Is this real?");
  await composer.press("Enter");
  await expect(panel.getByText(/preview/i).first()).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  const kept = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("preview_")));
  expect(kept).toEqual([]);
  await page.goto(`${porthole.url}/inbox`);
  await expect(page.getByText("Is this real?")).toHaveCount(0);
});

test("the tester says which entry allows an address, also one that is not saved", async ({ desk, porthole }) => {
  const { page } = desk;
  await open(page, porthole.url);
  const address = page.getByLabel("Test an address");
  await address.fill("www.shop.example/cart");
  await expect(page.getByText("Allowed: the list is empty, so every site is.")).toBeVisible();
  const list = page.getByRole("textbox", { name: "Allowed domains" });
  await list.fill("other.example\n*.shop.example\nno domain");
  await expect(page.getByText("Allowed by *.shop.example.")).toBeVisible();
  await expect(page.getByText("Line 3: “no domain” is no domain.")).toBeVisible();
  await address.fill("https://evil.example");
  await expect(page.getByText("Not allowed: no entry fits this address.")).toBeVisible();
});

test("office hours are set with the keyboard, copied to other days, saved, and read again", async ({ desk, porthole }) => {
  const { page } = desk;
  await open(page, porthole.url);
  await page.getByLabel("Show office hours").focus();
  await page.keyboard.press("Space");
  await page.getByLabel("Time zone").selectOption("Europe/Berlin");
  await expect(page.getByText(/^(Open|Closed)/).first()).toBeVisible();
  const monday = page.getByRole("group", { name: "Monday" });
  await expect(monday.getByLabel("Monday, from")).toHaveValue("09:00");
  await monday.getByRole("button", { name: "Add hours on Monday" }).press("Enter");
  await monday.getByLabel("Monday, from").nth(1).fill("22:00");
  await monday.getByLabel("Monday, until").nth(1).fill("06:00");
  await expect(monday.getByText("next day")).toBeVisible();
  await monday.getByText("Copy", { exact: true }).press("Enter");
  await monday.getByLabel("Sunday").check();
  await monday.getByRole("button", { name: "Copy to these days" }).click();
  const sunday = page.getByRole("group", { name: "Sunday" });
  await expect(sunday.getByLabel("Sunday, from")).toHaveCount(2);
  await page.getByRole("button", { name: "Add a holiday" }).click();
  await page.getByLabel("Holiday", { exact: true }).fill("2026-12-25");
  await save(page).click();
  await saved(page);

  await page.reload();
  await expect(sunday.getByLabel("Sunday, until").nth(1)).toHaveValue("06:00");
  await expect(page.getByLabel("Holiday", { exact: true })).toHaveValue("2026-12-25");
  await expect(page.getByLabel("Time zone")).toHaveValue("Europe/Berlin");
  const config = await (await page.request.get(`${porthole.url}/api/v1/widget/config?token=${await porthole.token()}`)).json();
  expect(config.office_hours.weekly).toContainEqual({ day: 6, from: 1320, until: 1800 });
});

test("a save that fails keeps everything, and says where", async ({ desk, porthole }) => {
  const { page } = desk;
  await open(page, porthole.url);
  await page.getByLabel("Greeting").fill("Kept");
  await page.getByLabel("Show office hours").check();
  const until = page.getByLabel("Monday, until");
  await until.fill("");
  await page.getByRole("searchbox").fill("greeting");
  await save(page).click();
  await expect(page.getByText("Nothing was saved. Correct the marked field.")).toBeVisible();
  // The search does not hide what is wrong.
  await expect(until).toBeVisible();
  await until.fill("18:00");
  await porthole.stop("SIGKILL");
  await save(page).click();
  await expect(page.getByText(/cannot be reached/).first()).toBeVisible();
  await expect(page.getByLabel("Greeting")).toHaveValue("Kept");
  await expect(until).toHaveValue("18:00");
  await porthole.start();
  await save(page).click();
  await saved(page);
});

test("snippets are of this installation, by arrow keys, and each copies", async ({ desk, porthole }) => {
  const { page } = desk;
  await open(page, porthole.url);
  const token = await porthole.token();
  const tabs = page.getByRole("tablist", { name: "Snippet" });
  const panel = page.getByRole("tabpanel");
  await tabs.getByRole("tab", { name: "HTML" }).focus();
  for (const name of ["Single-page app", "Next.js", "After consent", "Tag Manager"]) {
    await page.keyboard.press("ArrowRight");
    await expectFocus(tabs.getByRole("tab", { name }));
    await expect(panel).toContainText(`${porthole.url}/widget.js`);
    await expect(panel).toContainText(token);
  }
  await expect(page.getByText(`script-src ${porthole.url} 'wasm-unsafe-eval'`)).toBeVisible();
});

test("canned replies are added, changed and deleted, with places that are shown filled", async ({ desk, porthole }) => {
  const { page } = desk;
  await open(page, porthole.url);
  await page.getByRole("button", { name: "Add a canned reply" }).click();
  const editor = page.getByRole("form", { name: "New canned reply" });
  await expectFocus(editor.getByLabel("Name", { exact: true }));
  await editor.getByLabel("Name", { exact: true }).fill("Hello");
  await editor.getByLabel("Shortcut").fill("Not allowed");
  await editor.getByLabel("Text").fill("Hi ");
  await editor.getByRole("button", { name: "Visitor’s first name" }).click();
  await expect(editor.getByLabel("Text")).toHaveValue("Hi {{visitor.first_name|there}}");
  await expect(editor.getByText("Hi Grace", { exact: true })).toBeVisible();
  await editor.getByRole("button", { name: "Save canned reply" }).click();
  await expect(editor.getByLabel("Shortcut")).toHaveAttribute("aria-invalid", "true");
  await editor.getByLabel("Shortcut").fill("hello");
  await editor.getByRole("button", { name: "Save canned reply" }).click();
  await expect(page.getByText("The canned reply is saved.")).toBeVisible();

  await page.reload();
  await page.getByRole("button", { name: "Edit Hello" }).click();
  const name = page.getByRole("form", { name: "Edit the canned reply" }).getByLabel("Name", { exact: true });
  await name.fill("Good day");
  await name.press("Enter");
  await page.getByRole("button", { name: "Delete Good day" }).click();
  await page.getByRole("button", { name: "Delete canned reply" }).click();
  await expect(page.getByText("The canned reply is deleted.")).toBeVisible();
  await expect(page.getByText("There are none yet.")).toBeVisible();
});

test("the chat is switched off with a question, and on again", async ({ desk, porthole, chat }) => {
  const { page } = desk;
  await open(page, porthole.url);
  await page.getByLabel("Greeting").fill("Not saved yet");
  await page.getByRole("button", { name: "Switch off…" }).click();
  await page.getByRole("button", { name: "Switch the chat off" }).click();
  await expect(page.getByRole("button", { name: "Switch on" })).toBeVisible();
  await expect(page.getByLabel("Greeting")).toHaveValue("Not saved yet");
  await chat.page.reload();
  await expect(chat.host).toHaveCount(0);
  await page.getByRole("button", { name: "Switch on" }).click();
  await expect(page.getByRole("button", { name: "Switch off…" })).toBeVisible();
  await chat.page.reload();
  await expect(new Chat(chat.page).launcher).toBeVisible();
});
