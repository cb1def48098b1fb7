// No view breaks a rule of accessibility that a program can check: every state of every tour, in
// both themes and in a language that reads from the right.

import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page, PlaywrightWorkerArgs, TestInfo } from "@playwright/test";
import { expect } from "../fixtures/test.ts";
import { localeOf, pageOf, test } from "../fixtures/tour.ts";
import { light } from "../shots/studio.ts";
import { TOURS } from "../tours/all.ts";
import { type Exposure, SCREENS, type Screen, type Theme, type Tour } from "../tours/tour.ts";

// A test goes through all tours, and what failed is told in words: no trace is needed.
test.use({ trace: "off" });
test.setTimeout(300_000);

/** Gecko is told of a dark system by its preferences alone. */
const DARK = { "layout.css.prefers-color-scheme.content-override": 0 };
/** The rules for which the theme makes a difference. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];
/** All views once: the corners of the launcher and the README show none that is not in another tour. */
const EXAMINED = TOURS.filter(({ title }) => !/^readme|corners$/.test(title));

for (const lang of ["en", "ar"] as const) {
  test(`no view in ${lang} breaks a rule`, async ({ playwright, browser, browserName, worlds }, testInfo) => {
    const examine = async (browser: Browser, themes: Theme[]) => {
      for (const tour of EXAMINED) {
        const page = await pageOf(await browser.newContext({ locale: localeOf(lang), timezoneId: "UTC", viewport: SCREENS.desktop }));
        const examiner = new Examiner(page, tour, themes);
        await tour.walk({ page, lang, world: await worlds(lang), look: (name, exposure) => examiner.look(name, exposure) });
        broken.push(...examiner.broken);
        await page.context().close();
      }
    };
    const broken: string[] = [];
    if (browserName === "firefox") {
      await examine(browser, ["light"]);
      const inTheDark = await darkFirefox(playwright, testInfo);
      await examine(inTheDark, ["dark"]);
      await inTheDark.close();
    } else {
      await examine(browser, ["light", "dark"]);
    }
    expect(broken).toEqual([]);
  });
}

class Examiner {
  readonly broken: string[] = [];

  constructor(
    private readonly page: Page,
    private readonly tour: Tour,
    private readonly themes: Theme[],
  ) {}

  /** Goes through the rules: all of them once, those that look at colours in each theme. */
  async look(name: string, exposure: Exposure = {}): Promise<void> {
    for (const screen of screensOf(exposure)) {
      await this.page.setViewportSize(SCREENS[screen]);
      for (const theme of this.themes) {
        if (this.themes.length > 1) await light(this.page, theme);
        const rules = theme === "dark" ? COLOUR_RULES : [];
        this.broken.push(...(await this.check(rules)).map((fault) => `${this.tour.title}, ${name}, ${theme} ${screen}: ${fault}`));
      }
    }
    await this.page.setViewportSize(SCREENS.desktop);
  }

  private async check(rules: string[]): Promise<string[]> {
    const builder = new AxeBuilder({ page: this.page }).setLegacyMode();
    // What is not ours on the page may break what it likes.
    if (!this.tour.ours) builder.include("porthole-chat");
    // The order matters: options replace what was set before.
    builder.options({ resultTypes: ["violations"], preload: false });
    if (rules.length) builder.withRules(rules);
    const { violations } = await builder.analyze();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}: ${node.failureSummary}`));
  }
}

/** A desktop, and a phone where a view is worth pictures on many screens: there its shape differs. */
function screensOf({ screens = [] }: Exposure): Screen[] {
  return screens.length > 2 ? ["desktop", "phone"] : ["desktop"];
}

function darkFirefox(playwright: PlaywrightWorkerArgs["playwright"], { project }: TestInfo): Promise<Browser> {
  const { channel, launchOptions } = project.use;
  const firefoxUserPrefs = { ...launchOptions?.firefoxUserPrefs, ...DARK };
  return playwright.firefox.launch({ channel, ...launchOptions, firefoxUserPrefs });
}
