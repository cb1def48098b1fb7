// No view breaks a rule of accessibility that a program can check: every state of every tour, in
// both themes and in a language that reads from the right.

import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "@playwright/test";
import { expect } from "../fixtures/test.ts";
import { localeOf, pageOf, test as base } from "../fixtures/tour.ts";
import { light } from "../shots/studio.ts";
import { TOURS } from "../tours/all.ts";
import { type Exposure, SCREENS, type Screen, type Theme, type Tour } from "../tours/tour.ts";

/** Gecko is told of a dark system by its preferences alone. */
const DARK = { "layout.css.prefers-color-scheme.content-override": 0 };
/** The rules for which the theme makes a difference. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];
/** All views once: the corners of the launcher and the README show none that is not in another tour. */
const EXAMINED = TOURS.filter(({ title }) => !/^readme|corners$/.test(title));

/** A browser, and the themes it can show. */
interface Eye {
  browser: Browser;
  themes: Theme[];
}

const test = base.extend<{}, { eyes: Eye[] }>({
  eyes: [
    async ({ playwright, browser, browserName, channel, launchOptions }, use) => {
      if (browserName !== "firefox") return use([{ browser, themes: ["light", "dark"] }]);
      const firefoxUserPrefs = { ...launchOptions.firefoxUserPrefs, ...DARK };
      const inTheDark = await playwright.firefox.launch({ channel, ...launchOptions, firefoxUserPrefs });
      await use([{ browser, themes: ["light"] }, { browser: inTheDark, themes: ["dark"] }]);
      await inTheDark.close();
    },
    { scope: "worker" },
  ],
});

// What failed is told in words: no trace is needed.
test.use({ trace: "off" });

for (const lang of ["en", "ar"] as const) {
  for (const tour of EXAMINED) {
    test(`no rule is broken in ${lang} by ${tour.title}`, async ({ eyes, worlds }) => {
      const broken: string[] = [];
      for (const { browser, themes } of eyes) {
        const context = await browser.newContext({ locale: localeOf(lang), timezoneId: "UTC", viewport: SCREENS.desktop });
        const page = await pageOf(context);
        const examiner = new Examiner(page, tour, themes);
        await tour.walk({ page, lang, world: await worlds(lang), look: (name, exposure) => examiner.look(name, exposure) });
        broken.push(...examiner.broken);
        await context.close();
      }
      expect(broken).toEqual([]);
    });
  }
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
    // Where the dark is a walk of its own, it leaves the phone to the walk by day.
    for (const screen of this.themes[0] === "dark" ? (["desktop"] as const) : screensOf(exposure)) {
      await this.page.setViewportSize(SCREENS[screen]);
      for (const theme of this.themes) {
        if (this.themes.length > 1) await light(this.page, theme);
        await this.page.evaluate(settled);
        const rules = theme === "dark" ? COLOUR_RULES : [];
        this.broken.push(...(await this.check(rules)).map((fault) => `${name}, ${theme} ${screen}: ${fault}`));
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

/** Waits until nothing fades or moves any more; what turns for ever may do so. */
async function settled(): Promise<void> {
  const endless = (animation: Animation) => animation.effect?.getComputedTiming().endTime === Infinity;
  // Gecko asks a shadow root for what moves inside of it, not its document.
  const chat = document.querySelector("porthole-chat")?.shadowRoot;
  const moving = [document, chat].flatMap((root) => root?.getAnimations() ?? []);
  const passing = moving.filter((animation) => !endless(animation));
  await Promise.allSettled(passing.map((animation) => animation.finished));
}

/** A desktop, and a phone where a view is worth pictures on many screens: there its shape differs. */
function screensOf({ screens = [] }: Exposure): Screen[] {
  return screens.length > 2 ? ["desktop", "phone"] : ["desktop"];
}
