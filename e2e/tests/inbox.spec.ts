// The inbox: the first minute, signing in, settings.

import { expect, test as base } from "@playwright/test";
import { Chat, Desk, expectFocus } from "../fixtures/people.ts";
import { OWNER, Porthole } from "../fixtures/porthole.ts";
import { test } from "../fixtures/test.ts";

base("the first minute: create the owner, open the demo, write, answer, see it arrive", async ({ page, browser }) => {
  const porthole = await Porthole.firstRun();
  try {
    await page.goto(`${porthole.url}/demo`);
    await expect(page.getByText("The chat is not switched on yet.")).toBeVisible();
    await page.goto(`${porthole.url}/`);
    await expect(page.getByText("This installation has no owner yet.")).toBeVisible();

    await page.goto(porthole.setupLink);
    await page.reload();
    await page.goto("about:blank");
    await page.goto(porthole.setupLink);
    await page.getByLabel("Workspace name").fill("Acme");
    await page.getByLabel("Your name").fill(OWNER.name);
    await page.getByLabel("E-mail").fill(OWNER.email);
    await page.getByLabel("Password").fill("short");
    await page.getByRole("button", { name: "Create the workspace" }).click();
    await expect(page.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
    await page.getByLabel("Password").fill(OWNER.password);
    await page.getByRole("button", { name: "Create the workspace" }).click();
    await expect(page.getByText("Ready for your first conversation")).toBeVisible();
    expect(page.url()).not.toContain("setup");

    const visitor = await browser.newContext();
    const chat = new Chat(await visitor.newPage());
    await chat.page.goto(`${porthole.url}/demo`);
    await chat.open();
    await chat.write("Is anybody there?");
    await chat.acknowledged();
    const desk = new Desk(page);
    await desk.openTicket("Is anybody there");
    await desk.reply("Yes!");
    await expect(chat.message("Yes!")).toBeVisible();
    await visitor.close();
  } finally {
    await porthole.remove();
  }
});

test("a wrong password is told, and the session can be ended", async ({ desk, porthole }) => {
  const { page } = desk;
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password").fill("wrong password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("The e-mail address or the password is wrong.")).toBeVisible();
  await desk.signIn(porthole.url);
});

test("settings are saved, shown to visitors, and refused at their field", async ({ desk, porthole, page, serveSite }) => {
  const settings = desk.page;
  await settings.goto(`${porthole.url}/inbox/settings`);
  await expect(settings.getByText(`data-porthole-token="${await porthole.token()}"`).first()).toBeVisible();
  const domains = settings.getByRole("textbox", { name: "Allowed domains" });
  await domains.fill("not a domain");
  await settings.getByLabel("Greeting").fill("Ahoy, how can we help?");
  await settings.getByRole("button", { name: "Save changes" }).click();
  await expect(domains).toHaveAttribute("aria-invalid", "true");
  await expectFocus(domains);
  await expect(settings.getByLabel("Greeting")).toHaveValue("Ahoy, how can we help?");
  await domains.fill("127.0.0.1");
  await settings.getByLabel("Position").selectOption({ label: "Bottom left" });
  await settings.getByRole("button", { name: "Save changes" }).click();
  await expect(settings.getByText("Saved", { exact: true })).toBeVisible();

  const site = await serveSite();
  await page.goto(site.origin);
  const chat = new Chat(page);
  await chat.open();
  await expect(chat.panel.getByText("Ahoy, how can we help?")).toBeVisible();
  await settings.reload();
  await expect(settings.getByRole("textbox", { name: "Allowed domains" })).toHaveValue("127.0.0.1");
});

test("a reply that cannot be sent is kept and said", async ({ chat, desk, porthole }) => {
  await chat.open();
  await chat.write("Hello");
  await desk.openTicket("Hello");
  await porthole.stop("SIGKILL");
  const box = desk.page.getByRole("textbox", { name: "Reply" });
  await box.fill("Written in vain?");
  await desk.page.getByRole("button", { name: "Send reply" }).click();
  await expect(desk.page.getByText(/cannot be reached/).first()).toBeVisible();
  await porthole.start();
  await desk.page.getByRole("button", { name: "Send reply" }).or(desk.page.getByRole("button", { name: "Try again" })).first().click();
  await expect(desk.history.getByText("Written in vain?", { exact: true })).toHaveCount(1);
  await expect(chat.message("Written in vain?")).toHaveCount(1);
});
