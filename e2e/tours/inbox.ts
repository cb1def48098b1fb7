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
      const row = (id: string) => page.locator(`a[href$="${id}"]`).first();
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
      await page.getByRole("log").getByText(/1\./).first().waitFor();
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
