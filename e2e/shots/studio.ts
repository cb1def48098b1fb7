// Takes pictures: each view in both themes and on each screen, under names that tell all of it.

import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { Lang } from "../fixtures/world.ts";
import { type Exposure, SCREENS, type Screen, type Theme } from "../tours/tour.ts";

/** Where the pictures go. */
export const FOLDER = process.env.PORTHOLE_SHOTS ?? join(import.meta.dirname, "../../target/shots");

/** Around the chat, in CSS pixels. */
const CORNER = { width: 480, height: 780 };

/** A camera before one page, for one area of the product in one language. */
export class Camera {
  constructor(
    private readonly page: Page,
    private readonly area: string,
    private readonly lang: Lang,
  ) {}

  /** Takes a view on all screens and in all themes. */
  async take(name: string, { screens = ["desktop", "phone"], themes = ["light", "dark"], corner = false }: Exposure = {}): Promise<void> {
    for (const screen of screens) {
      await this.page.setViewportSize(SCREENS[screen]);
      for (const theme of themes) {
        await light(this.page, theme);
        await this.page.screenshot({
          path: join(FOLDER, this.area, `${name}-${theme}-${screen}-${this.lang}.png`),
          animations: "disabled",
          caret: "hide",
          scale: "css",
          clip: corner ? cornerOf(screen) : undefined,
        });
      }
    }
    await this.page.setViewportSize(SCREENS.desktop);
    await light(this.page, "light");
  }
}

function cornerOf(screen: Screen) {
  const { width, height } = SCREENS[screen];
  if (screen !== "desktop") return undefined;
  return { x: width - CORNER.width, y: height - CORNER.height, ...CORNER };
}

/** Sets what the page is told of the system's colours. */
export async function light(page: Page, theme: Theme): Promise<void> {
  const forced = theme === "forced";
  await page.emulateMedia({ colorScheme: forced ? "dark" : theme, forcedColors: forced ? "active" : "none" });
  // What follows the system's theme by script has done so after two frames.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
