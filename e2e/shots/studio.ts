// Takes pictures: each view in both themes and on each screen, under names that tell all of it.

import { join } from "node:path";
import { type Page, test as base } from "@playwright/test";
import { DAYS, type Lang, World } from "./world.ts";

export { expect } from "@playwright/test";

/** Where the pictures go. */
export const FOLDER = process.env.PORTHOLE_SHOTS ?? join(import.meta.dirname, "../../target/shots");

/** What a picture is taken on, in CSS pixels. */
export const SCREENS = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  /** The narrowest that anything has to fit on. */
  narrow: { width: 320, height: 640 },
  /** A small desktop at 200 %. */
  zoomed: { width: 640, height: 400 },
  /** As much of a page as there is. */
  tall: { width: 1440, height: 900 },
} as const;

export type Screen = keyof typeof SCREENS;
export type Theme = "light" | "dark" | "forced";

export interface Exposure {
  screens?: Screen[];
  themes?: Theme[];
  /** On large screens, only what is around the chat. */
  corner?: boolean;
}

/** A camera before one page, for one area of the product in one language. */
export class Camera {
  constructor(
    readonly page: Page,
    readonly area: string,
    readonly lang: Lang,
  ) {}

  /** Takes a view on all screens and in all themes. */
  async take(name: string, { screens = ["desktop", "phone"], themes = ["light", "dark"], corner = false }: Exposure = {}): Promise<void> {
    for (const screen of screens) {
      await this.page.setViewportSize(SCREENS[screen]);
      for (const theme of themes) {
        await this.light(theme);
        const file = `${name}-${theme}-${screen}-${this.lang}.png`;
        const { width, height } = SCREENS[screen];
        const side = this.lang === "ar" && corner ? 0 : width - 480;
        await this.page.screenshot({
          path: join(FOLDER, this.area, file),
          animations: "disabled",
          caret: "hide",
          scale: "css",
          fullPage: screen === "tall",
          clip: corner && width > 480 && screen === "desktop" ? { x: side, y: height - 780, width: 480, height: 780 } : undefined,
        });
      }
    }
    await this.page.setViewportSize(SCREENS.desktop);
    await this.light("light");
  }

  private async light(theme: Theme): Promise<void> {
    await this.page.emulateMedia(
      theme === "forced" ? { colorScheme: "dark", forcedColors: "active" } : { colorScheme: theme, forcedColors: "none" },
    );
    // What follows the system's theme by script has done so after two frames.
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
}

interface Fixtures {
  lang: Lang;
  /** A page on which it is a quarter past the last day's conversations. */
  page: Page;
  /** A camera before that page. */
  camera: (area: string) => Camera;
}

interface Workers {
  /** The same installation for all stories of one worker in one language. */
  world: (lang: Lang) => Promise<World>;
}

export const test = base.extend<Fixtures, Workers>({
  lang: ["en", { option: true }],

  world: [
    async ({}, use) => {
      const worlds = new Map<Lang, Promise<World>>();
      await use((lang) => {
        const world = worlds.get(lang) ?? World.make(lang);
        worlds.set(lang, world);
        return world;
      });
      for (const world of worlds.values()) await (await world).remove();
    },
    { scope: "worker" },
  ],

  page: async ({ browser, lang }, use) => {
    const context = await browser.newContext({ locale: lang === "en" ? "en-GB" : lang, timezoneId: "UTC", viewport: SCREENS.desktop, reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.clock.setFixedTime(DAYS.now);
    await use(page);
    await context.close();
  },

  camera: async ({ page, lang }, use) => {
    await use((area) => new Camera(page, area, lang));
  },
});

/** Tells the same story in each language. */
export function inEachLanguage(tell: () => void): void {
  for (const lang of ["en", "ar"] as const) {
    test.describe(`in ${lang}`, () => {
      test.use({ lang });
      tell();
    });
  }
}
