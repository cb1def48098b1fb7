// The chat where it is not in the page: on its own page, in a frame, behind a link.

import { Panel } from "../fixtures/panel.ts";
import type { Tour } from "./tour.ts";

export const hosted: Tour[] = [
  {
    title: "hosted: the chat page",
    ours: true,
    walk: async ({ page, world, lang, look }) => {
      const { url } = world.porthole;
      await page.goto(`${url}/chat/${await world.porthole.token()}?lang=${lang}`);
      const panel = await Panel.on(page, lang, "main");
      await panel.composer.waitFor();
      await look("empty", { screens: ["desktop", "phone", "narrow"] });
      await world.become(page);
      await page.reload();
      await panel.tickets.first().waitFor();
      await look("list");
      await panel.tickets.filter({ hasText: /RX 4471/ }).click();
      await panel.root.getByText(/RX 4471/).waitFor();
      await look("conversation", { themes: ["light", "dark", "forced"] });
      await page.goto(`${url}/chat/pub_nobody`);
      await look("nothing-here");
      await page.goto(`${url}/demo`);
      await page.getByRole("button", { expanded: false }).waitFor();
      await look("demo");
    },
  },
  {
    title: "hosted: frame and link",
    ours: false,
    walk: async ({ page, world, look }) => {
      const launcher = page.getByRole("button", { expanded: false });
      const frame = await world.serve("no-wasm");
      await page.goto(frame.origin);
      await launcher.click();
      await page.frameLocator("porthole-chat iframe").getByRole("dialog").getByRole("textbox").waitFor();
      await look("frame");
      await frame.close();
      const link = await world.serve("no-frame");
      await page.goto(link.origin);
      await launcher.hover();
      await page.locator("porthole-chat").getByRole("link").waitFor();
      await look("link");
      await link.close();
    },
  },
];
