// The launcher and the panel in their corners, over a page.

import { expect } from "@playwright/test";
import { Panel } from "../fixtures/panel.ts";
import { EVERYWHERE, type Tour } from "./tour.ts";

export const launcher: Tour[] = [
  {
    title: "launcher: corners",
    ours: false,
    walk: async ({ page, world, lang, look }) => {
      const closed = page.getByRole("button", { expanded: false });
      for (const position of ["bottom_left", "top_right", "top_left", "bottom_right"]) {
        await world.porthole.admin(["set", "position", JSON.stringify(position)]);
        await expect(async () => {
          await world.visit(page);
          await closed.waitFor();
          const box = (await closed.boundingBox())!;
          expect([box.y < 450 ? "top" : "bottom", box.x < 720 ? "left" : "right"].join("_")).toBe(position);
        }).toPass();
        await look(`closed-${position}`, { themes: ["light"] });
        await (await Panel.on(page, lang)).open();
        await look(`open-${position}`, { themes: ["light"], screens: ["desktop"] });
      }
      await look("open-over-a-page");
    },
  },
  {
    title: "launcher: unread",
    ours: false,
    walk: async ({ page, world, look }) => {
      const guest = await world.newcomer();
      await world.become(page, guest);
      await world.visit(page);
      const { id } = await guest.write(world.story.others[0][0]);
      const member = await world.member();
      await member.reply(id, world.story.others[0][1]);
      await page.getByRole("button", { expanded: false, name: /1|١/ }).waitFor();
      await look("unread", { ...EVERYWHERE, screens: ["desktop", "phone"] });
    },
  },
];
