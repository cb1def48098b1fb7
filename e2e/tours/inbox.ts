// The inbox at work.

import { Porthole } from "../fixtures/porthole.ts";
import { DAYS } from "../fixtures/world.ts";
import { signIn } from "./entry.ts";
import { EVERYWHERE, type Tour } from "./tour.ts";

export const inbox: Tour[] = [
  {
    title: "inbox: the first day",
    ours: true,
    walk: async ({ page, look }) => {
      const porthole = await Porthole.ready({}, [], DAYS.now);
      try {
        await signIn(page, porthole);
        await page.getByRole("main").getByRole("listitem").first().waitFor();
        await look("first-day");
      } finally {
        await porthole.remove();
      }
    },
  },
  {
    title: "inbox: conversations",
    ours: true,
    walk: async ({ page, world, look }) => {
      const { porthole, tickets, told } = world;
      await signIn(page, porthole);
      const row = (id: string) => page.locator(`a[href*="${id}"]`).first();
      await row(told).waitFor();
      await look("list", EVERYWHERE);
      await row(told).click();
      await page.getByRole("log").getByText(/RX 4471/).waitFor();
      await look("conversation", EVERYWHERE);
      await page.goto(`${porthole.url}/inbox/tickets/${tickets[0]}`);
      await page.getByRole("log").getByText(/./).first().waitFor();
      await look("long-names", { screens: ["desktop", "phone", "narrow"] });
    },
  },
  {
    title: "inbox: writing",
    ours: true,
    walk: async ({ page, world, look }) => {
      await signIn(page, world.porthole);
      await page.goto(`${world.porthole.url}/inbox/tickets/${world.tickets[3]}`);
      const composer = page.getByRole("form").getByRole("textbox");
      await composer.waitFor();
      await composer.fill("/");
      await page.getByRole("listbox").first().waitFor();
      await look("canned-replies");
      await composer.fill(world.story.told[1][3][1]);
      await look("long-reply");
      await composer.press("Enter");
      await page.getByRole("log").getByRole("list").first().waitFor();
      await look("undo-send");
      await page.getByRole("form").getByRole("button").nth(1).click();
      await page.getByRole("form").getByRole("textbox").fill("@");
      await look("note-with-mention");
    },
  },
  {
    title: "inbox: palette and help",
    ours: true,
    walk: async ({ page, world, look }) => {
      await signIn(page, world.porthole);
      await page.goto(`${world.porthole.url}/inbox/tickets/${world.told}`);
      await page.getByRole("log").getByText(/RX 4471/).waitFor();
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("option").first().waitFor();
      await look("palette", EVERYWHERE);
      await page.keyboard.press("Escape");
      await page.getByRole("heading", { level: 1 }).click();
      await page.keyboard.press("?");
      await page.getByRole("dialog").getByRole("heading").first().waitFor();
      await look("help", EVERYWHERE);
    },
  },
  {
    title: "inbox: views",
    ours: true,
    walk: async ({ page, world, lang, look }) => {
      const { url } = world.porthole;
      await signIn(page, world.porthole);
      for (const view of ["mine", "snoozed", "resolved", "suspicious"]) {
        await page.goto(`${url}/inbox?view=${view}`);
        await page.getByRole("region").getByRole(view === "mine" ? "heading" : "link").last().waitFor();
        await look(`view-${view}`);
      }
      await page.getByRole("region").getByRole("link").first().click();
      await page.getByRole("log").getByText(/./).first().waitFor();
      await look("spam");
      await page.goto(`${url}/inbox/tickets/${world.merged}`);
      await page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
      await look("merged");
      await page.goto(`${url}/inbox?tag=${lang === "en" ? "order" : "طلب"}`);
      await page.getByRole("region").getByRole("link").first().waitFor();
      await look("filtered");
    },
  },
  {
    title: "inbox: search and selection",
    ours: true,
    walk: async ({ page, world, look }) => {
      await signIn(page, world.porthole);
      await page.locator(`a[href*="${world.told}"]`).first().waitFor();
      await page.keyboard.press("/");
      await page.getByRole("search").getByRole("combobox").fill("20418");
      await page.getByRole("listbox").getByRole("option").first().waitFor();
      await look("search", { screens: ["desktop", "phone", "narrow"] });
      await page.getByRole("search").getByRole("combobox").fill("xyzzy");
      await page.getByRole("listbox").getByRole("option").first().waitFor({ state: "detached" });
      await look("search-nothing");
      await page.keyboard.press("Escape");
      await page.getByRole("search").getByRole("combobox").blur();
      for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
      await page.getByRole("toolbar").waitFor();
      await look("selection", { screens: ["desktop", "phone", "narrow"] });
    },
  },
  {
    title: "inbox: menus",
    ours: true,
    walk: async ({ page, world, look }) => {
      await signIn(page, world.porthole);
      await page.goto(`${world.porthole.url}/inbox/tickets/${world.told}`);
      await page.getByRole("log").getByText(/RX 4471/).waitFor();
      for (const [key, name] of [["s", "snooze"], ["a", "assign"], ["t", "tags"], ["p", "priority"], ["m", "merge"]]) {
        await page.keyboard.press(key);
        await page.getByRole("dialog").getByRole("combobox").waitFor();
        await look(`menu-${name}`);
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").getByRole("combobox").waitFor({ state: "detached" });
      }
    },
  },
  {
    title: "inbox: what fails",
    ours: true,
    walk: async ({ page, world, look }) => {
      await signIn(page, world.porthole);
      const list = (url: URL) => url.pathname === "/api/v1/inbox/tickets";
      await page.route(list, () => {});
      await page.goto(`${world.porthole.url}/inbox?view=all`);
      await page.getByRole("region").getByRole("status").first().waitFor();
      await look("list-loading");
      await page.unroute(list);
      await page.route(list, (route) => route.abort());
      await page.reload();
      await page.getByRole("region").getByRole("alert").first().waitFor();
      await look("list-failed");
      await page.unroute(list);
      await page.route("**/messages", (route) => route.abort());
      await page.goto(`${world.porthole.url}/inbox/tickets/${world.tickets[3]}`);
      const box = page.getByRole("form").getByRole("textbox");
      await box.fill(world.story.canned[1].text);
      await box.press("Enter");
      await page.getByRole("log").getByText(world.story.canned[1].text).waitFor();
      await look("reply-waiting");
    },
  },
  {
    title: "inbox: what is not there",
    ours: true,
    walk: async ({ page, world, look }) => {
      await signIn(page, world.porthole);
      await page.goto(`${world.porthole.url}/inbox/nothing/here`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await look("not-found");
      await page.goto(`${world.porthole.url}/inbox/tickets/nothing`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await look("ticket-missing");
    },
  },
];
