// Tickets of one browser in another, by a link that a real mail server delivers.

import type { Browser, Page } from "@playwright/test";
import { Guest } from "../fixtures/api.ts";
import { Mailbox } from "../fixtures/mailbox.ts";
import { Chat } from "../fixtures/people.ts";
import { Porthole } from "../fixtures/porthole.ts";
import { Site } from "../fixtures/site.ts";
import { expect, test } from "../fixtures/test.ts";

const EMAIL = "vera@example.org";

interface Town {
  porthole: Porthole;
  mailbox: Mailbox;
  site: Site;
}

/** A server with a mail server, a site that its list names, and a visitor who wrote elsewhere. */
async function withTown(act: (town: Town) => Promise<void>): Promise<void> {
  const mailbox = await Mailbox.open();
  const porthole = await Porthole.ready({}, ["--smtp-url", mailbox.url]);
  const site = await Site.serve("plain", { host: porthole.url, token: await porthole.token() });
  try {
    const guest = await Guest.arrive(porthole);
    await guest.write("Begun in another browser", { email: EMAIL });
    // Who calls without a browser comes from no site.
    await porthole.stop();
    await porthole.admin(["set", "allowed_domains", JSON.stringify(["127.0.0.1"])]);
    await porthole.start();
    await act({ porthole, mailbox, site });
  } finally {
    await site.close();
    await porthole.remove();
    await mailbox.close();
  }
}

async function ask(chat: Chat): Promise<void> {
  await chat.open();
  await chat.panel.getByRole("link", { name: "Recover your tickets" }).click();
  await chat.panel.getByLabel("E-mail address").fill(EMAIL);
  await chat.panel.getByRole("button", { name: "Send the link" }).click();
  await expect(chat.panel.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
}

async function linkIn(mailbox: Mailbox): Promise<string> {
  await expect.poll(() => mailbox.mails.length).toBe(1);
  const [mail] = mailbox.mails;
  expect(mail.to).toBe(EMAIL);
  expect(mail.text).toContain("expires in one hour");
  return mail.text.match(/^http\S+porthole_restore=\S+$/m)![0];
}

/** A fresh browser, in whose pages a router writes back the address that it read at the beginning. */
async function newcomer(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(() => {
    if (window !== top) return;
    const read = location.href;
    addEventListener("load", () => setTimeout(() => history.replaceState({ route: 1 }, "", read), 400));
  });
  return page;
}

test("the link in the mail brings the tickets into another browser, once", async ({ page, browser }) => {
  await withTown(async ({ mailbox, site }) => {
    await page.goto(`${site.origin}/page/help?tab=2`);
    await ask(new Chat(page));
    const link = await linkIn(mailbox);
    expect(link).toMatch(new RegExp(`^${site.origin}/page/help\\?porthole_restore=`));

    const other = await newcomer(browser);
    await other.goto(`${link}&tab=3#place`, { waitUntil: "commit" });
    const chat = new Chat(other);
    await expect(chat.panel.getByText("Here are your tickets.")).toBeVisible();
    const row = chat.panel.getByRole("button", { name: /Begun in another browser/ });
    await expect(row).toContainText("Restored");
    await expect.poll(() => other.url()).toBe(`${site.origin}/page/help?tab=3#place`);
    expect(await other.evaluate(() => history.state)).toEqual({ route: 1 });

    // What is sent without a choice begins a conversation of its own.
    const sent = await other.evaluate(() => window.Porthole.sendMessage("Something new"));
    expect(sent.ticket.restored).toBe(false);
    await row.click();
    await expect(chat.message("Begun in another browser")).toBeVisible();
    await chat.write("Going on here");
    await expect(chat.message("Going on here")).toBeVisible();

    // The link is used up, and says so.
    const third = await newcomer(browser);
    await third.goto(link, { waitUntil: "commit" });
    const late = new Chat(third);
    await expect(late.panel.getByText("This link was used already. Ask for a new one.")).toBeVisible();
    await expect.poll(() => third.url()).toBe(`${site.origin}/page/help`);
    for (const one of [other, third]) await one.context().close();
  });
});

test("a link of which nothing is known says so, under its other name too", async ({ page }) => {
  await withTown(async ({ site }) => {
    await page.goto(`${site.origin}/page?a=1&ph_conv_restore=${"A".repeat(43)}&b=2`);
    const chat = new Chat(page);
    await expect(chat.panel.getByText("This link is not complete or not from here.")).toBeVisible();
    await expect.poll(() => page.url()).toBe(`${site.origin}/page?a=1&b=2`);
    const result = await page.evaluate(() => window.Porthole.redeemRecovery("nonsense"));
    expect(result).toEqual({ outcome: "invalid", tickets: 0 });
  });
});

test("nothing is lost while the mail server is down and ours is killed", async ({ page }) => {
  await withTown(async ({ porthole, mailbox, site }) => {
    await mailbox.close();
    await page.goto(site.origin);
    await ask(new Chat(page));
    await porthole.stop("SIGKILL");
    await mailbox.start();
    await porthole.start();
    await linkIn(mailbox);
  });
});
