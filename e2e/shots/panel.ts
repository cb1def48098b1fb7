// The messenger, driven by its names in the language of the picture.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import type { Lang } from "./world.ts";

/** The messenger's words in a language; in English where it does not speak it. */
async function wordsOf(lang: Lang): Promise<Record<string, string>> {
  const read = (name: string) => readFile(join(import.meta.dirname, `../../widget/locales/${name}.json`), "utf8");
  return JSON.parse(await read(lang).catch(() => read("en")));
}

export class Panel {
  readonly root: Locator;
  readonly composer: Locator;

  private constructor(
    readonly page: Page,
    readonly words: Record<string, string>,
    role: "dialog" | "main",
  ) {
    this.root = page.getByRole(role).first();
    this.composer = this.root.getByRole("textbox", { name: words.message, exact: true });
  }

  static async on(page: Page, lang: Lang, role: "dialog" | "main" = "dialog"): Promise<Panel> {
    return new Panel(page, await wordsOf(lang), role);
  }

  async open(): Promise<void> {
    await this.page.evaluate(() => window.Porthole.open());
    await this.root.waitFor();
  }

  async write(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  button(word: string): Locator {
    return this.root.getByRole("button", { name: this.words[word], exact: true });
  }

  /** Waits for a sentence of the catalogue. */
  async says(word: string): Promise<void> {
    await this.root.getByText(this.words[word], { exact: true }).first().waitFor();
  }
}
