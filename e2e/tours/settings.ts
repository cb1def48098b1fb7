// The settings.

import type { Locator, Page } from "@playwright/test";
import type { Porthole } from "../fixtures/porthole.ts";
import { signIn } from "./entry.ts";
import type { Tour } from "./tour.ts";

export const settings: Tour[] = [
  {
    title: "settings: the page",
    ours: true,
    walk: async ({ page, world, look }) => {
      await open(page, world.porthole);
      await look("top", { screens: ["desktop", "phone", "narrow", "zoomed"], themes: ["light", "dark", "forced"] });
      await look("whole", { screens: ["tall"] });
      const areas = page.locator(".areas a");
      const addresses = await areas.evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
      for (const address of addresses.slice(1)) {
        await page.goto(address);
        await page.getByRole("main").getByRole("heading", { level: 2 }).first().waitFor();
        await look(`area-${address.split("/").pop()}`);
      }
    },
  },
  {
    title: "settings: search",
    ours: true,
    walk: async ({ page, world, look }) => {
      await open(page, world.porthole);
      const search = page.getByRole("searchbox");
      await search.fill(await page.locator("label[for=position]").innerText());
      await page.locator("#greeting").waitFor({ state: "hidden" });
      await look("search");
      await search.fill("xyzzy");
      await page.locator("#position").waitFor({ state: "hidden" });
      await look("search-nothing");
    },
  },
  {
    title: "settings: the preview",
    ours: true,
    walk: async ({ page, world, look }) => {
      await open(page, world.porthole);
      const chat = page.frameLocator(".preview iframe").locator("porthole-chat");
      await page.locator("#button_color").fill("#b3261e");
      await page.locator("#position").selectOption("bottom_left");
      await page.locator("#theme").selectOption("dark");
      await shown(page.locator(".preview"));
      await chat.getByRole("dialog").waitFor();
      await look("preview");
      const screens = page.locator(".preview-switches").getByRole("group").first().getByRole("button");
      await screens.last().click();
      await chat.getByRole("dialog").waitFor();
      await look("preview-phone");
    },
  },
  {
    title: "settings: what is refused",
    ours: true,
    walk: async ({ page, world, look }) => {
      await open(page, world.porthole);
      const submit = page.locator(".save-bar button[type=submit]");
      await page.locator("#button_color").fill("the colour of linen");
      await look("unsaved");
      await submit.click();
      await page.locator("#button_color[aria-invalid=true]").waitFor();
      await look("error");
      await page.locator("#button_color").fill("#3648c4");
      await page.locator("#greeting").fill(world.story.draft);
      await page.route("**/inbox/settings", (route) => (route.request().method() === "GET" ? route.continue() : route.abort()));
      await submit.click();
      await page.locator(".save-bar").getByRole("alert").filter({ hasText: /./ }).waitFor();
      await look("save-failed");
      await page.getByRole("navigation").first().getByRole("link").first().click();
      await page.getByRole("dialog").waitFor();
      await look("leaving");
    },
  },
  {
    title: "settings: canned replies",
    ours: true,
    walk: async ({ page, world, look }) => {
      await open(page, world.porthole);
      const section = page.locator("#canned");
      await section.getByRole("listitem").first().waitFor();
      await shown(section);
      await look("canned");
      await page.locator("#canned-add").click();
      const editor = section.locator("form");
      await editor.getByRole("textbox").nth(0).fill(world.story.canned[0].title);
      await editor.getByRole("textbox").nth(1).fill("not allowed");
      await editor.getByRole("textbox").nth(2).fill(world.story.canned[0].text);
      await editor.locator("button[type=submit]").click();
      await editor.locator("[aria-invalid=true]").waitFor();
      await look("canned-editor");
      await section.locator("li .danger").first().click();
      await page.getByRole("dialog").waitFor();
      await look("canned-delete");
    },
  },
  {
    title: "settings: office hours",
    ours: true,
    walk: async ({ page, world, look }) => {
      await open(page, world.porthole);
      const section = page.locator("#hours");
      await section.getByRole("switch").or(section.getByRole("checkbox")).first().check();
      const day = section.locator(".office-day").first();
      await day.waitFor();
      await day.locator("button").first().click();
      await section.locator(".copy-days summary").first().click();
      await shown(section);
      await look("hours");
      await section.locator("input.time").nth(1).fill("");
      await page.locator(".save-bar button[type=submit]").click();
      await page.locator(".save-bar").getByRole("alert").filter({ hasText: /./ }).waitFor();
      await look("hours-error");
    },
  },
  {
    title: "settings: where the chat may be",
    ours: true,
    walk: async ({ page, world, look }) => {
      await open(page, world.porthole);
      await page.locator("#allowed_domains").fill("shop.example\n*.shop.example\nno domain");
      await page.locator("#domain_tester").fill("www.shop.example/cart");
      await page.locator(".verdict.good").waitFor();
      await shown(page.locator("#domains"));
      await look("domains");
      await page.locator("#domain_tester").fill("https://elsewhere.example");
      await page.locator(".verdict.bad").waitFor();
      await look("domains-elsewhere");
    },
  },
  {
    title: "settings: installation and danger",
    ours: true,
    walk: async ({ page, world, look }) => {
      await open(page, world.porthole);
      await shown(page.locator("#installation"));
      await look("installation");
      await page.getByRole("tab").nth(2).click();
      await look("installation-other");
      await shown(page.locator("#own"));
      await look("own");
      await shown(page.locator("#danger"));
      await look("danger");
      for (const what of ["switch-chat", "regenerate"]) {
        await page.locator(`#${what}`).click();
        await page.getByRole("dialog").waitFor();
        await look(what);
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "hidden" });
      }
    },
  },
];

/** Signs in and opens the settings. */
async function open(page: Page, porthole: Porthole): Promise<void> {
  await signIn(page, porthole);
  await page.goto(`${porthole.url}/inbox/settings`);
  await page.locator("#greeting").waitFor();
}

/** Scrolls until something begins at the top. */
async function shown(thing: Locator): Promise<void> {
  await thing.evaluate((element) => element.scrollIntoView({ block: "start", behavior: "instant" }));
}
