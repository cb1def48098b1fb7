// A tour goes through views of the product and stops at each state worth looking at. Who looks is
// another matter: the camera of `cargo xtask shots`, and the rules of accessibility.

import type { Page } from "@playwright/test";
import type { Lang, World } from "../fixtures/world.ts";

/** What a picture is taken on, in CSS pixels. */
export const SCREENS = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  /** The narrowest that anything has to fit on. */
  narrow: { width: 320, height: 640 },
  /** A small desktop at 200 %. */
  zoomed: { width: 640, height: 400 },
  /** As much as there is of a page that scrolls. */
  tall: { width: 1440, height: 5_800 },
} as const;

export type Screen = keyof typeof SCREENS;
export type Theme = "light" | "dark" | "forced";

/** On which screens and in which themes a state is worth a picture: desktop and phone, light and dark. */
export interface Exposure {
  screens?: Screen[];
  themes?: Theme[];
  /** Only the corner with the chat, where there is more around it. */
  corner?: boolean;
}

/** All screens and all themes. */
export const EVERYWHERE: Exposure = { screens: ["desktop", "phone", "narrow", "zoomed"], themes: ["light", "dark", "forced"] };

/** What a tour goes with. */
export interface Guide {
  page: Page;
  lang: Lang;
  /** The installation; others of the same run have seen it before. */
  world: World;
  /** Stops and looks; the name is the state's. */
  look: (name: string, exposure?: Exposure) => Promise<void>;
}

export interface Tour {
  /** The area, and what of it. */
  title: `${string}: ${string}`;
  /** The whole page is ours, not only the chat in it. */
  ours: boolean;
  walk: (guide: Guide) => Promise<void>;
}

/** The area of a tour: the folder of its pictures. */
export const areaOf = (tour: Tour) => tour.title.split(":")[0];
