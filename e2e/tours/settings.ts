// The settings.

import { signIn } from "./entry.ts";
import type { Tour } from "./tour.ts";

export const settings: Tour[] = [
  {
    title: "settings: the page",
    ours: true,
    walk: async ({ page, world, look }) => {
      await signIn(page, world.porthole);
      await page.goto(`${world.porthole.url}/inbox/settings`);
      await page.getByRole("textbox").first().waitFor();
      await look("top", { screens: ["desktop", "phone", "narrow", "zoomed"], themes: ["light", "dark", "forced"] });
      await look("whole", { screens: ["tall"] });
    },
  },
];
