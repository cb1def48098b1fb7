// Visitors with real browsers who write while the server is killed and the network is bad.

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "@playwright/test";
import { Chat } from "../fixtures/people.ts";
import { Site } from "../fixtures/site.ts";
import { expect, test } from "@playwright/test";

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run \`cargo xtask test faults\``);
  return value;
}

class Visitor {
  private readonly texts: string[] = [];

  private constructor(
    private readonly name: string,
    private readonly chat: Chat,
    private readonly site: Site,
  ) {}

  /** Opens the chat and is answered once, before anything goes wrong. */
  static async come(browser: Browser, name: string): Promise<Visitor> {
    const attributes = `data-porthole-api="${given("TRIAL_API")}"`;
    const site = await Site.serve("plain", { host: given("TRIAL_SERVER"), token: given("TRIAL_TOKEN"), attributes });
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(site.origin);
    const visitor = new Visitor(name, new Chat(page), site);
    await visitor.chat.open();
    await visitor.say(0);
    await visitor.chat.acknowledged();
    await writeFile(join(given("TRIAL_FOLDER"), `${name}.ready`), "");
    return visitor;
  }

  /** Writes as many messages as were asked for, spread over the time. */
  async write(count: number, seconds: number): Promise<void> {
    for (let number = 1; number < count; number += 1) {
      await this.say(number);
      // The pace of somebody who types; nothing is waited for.
      await this.chat.page.waitForTimeout((seconds * 1_000) / count);
    }
  }

  private async say(number: number): Promise<void> {
    const text = `${this.name} ${number}`;
    this.texts.push(text);
    await this.chat.write(text);
    await expect(this.chat.message(text)).toBeVisible();
  }

  /** Waits until nothing is on its way, and tells what is shown. */
  async tell(): Promise<void> {
    const own = new RegExp(`^${this.name} \\d+$`);
    await expect(this.chat.panel.getByText("Sending…")).toHaveCount(0);
    await expect.poll(() => this.chat.history.getByText(own).allTextContents()).toEqual(this.texts);
    const acknowledged = this.texts.length;
    const shown = await this.chat.history.getByText(own).allTextContents();
    const told = { name: this.name, sent: this.texts.length, acknowledged, shown };
    await writeFile(join(given("TRIAL_FOLDER"), `${this.name}.json`), JSON.stringify(told));
    await this.chat.page.context().close();
    await this.site.close();
  }
}

test("visitors are shown what they wrote, once and in order", async ({ browser }) => {
  const count = Number(given("TRIAL_VISITORS"));
  const names = Array.from({ length: count }, (_, index) => `browser${index}`);
  const visitors = await Promise.all(names.map((name) => Visitor.come(browser, name)));
  await expect.poll(() => existsSync(join(given("TRIAL_FOLDER"), "go"))).toBe(true);
  const [messages, seconds] = [Number(given("TRIAL_MESSAGES")), Number(given("TRIAL_SECONDS"))];
  await Promise.all(visitors.map((visitor) => visitor.write(messages, seconds)));
  await Promise.all(visitors.map((visitor) => visitor.tell()));
});
