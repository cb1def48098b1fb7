// On a phone the panel is all there is, and what the keyboard leaves of it is used.

import type { Locator } from "@playwright/test";
import { Member } from "../fixtures/api.ts";
import { expectFocus } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

test.use({ viewport: { width: 390, height: 844 } });

test("the panel is modal on a phone and not on a desktop", async ({ chat }) => {
  const { page } = chat;
  await chat.open();
  await expect(chat.panel).toHaveAttribute("aria-modal", "true");
  await chat.write("Hello");
  await chat.acknowledged();
  // Tab goes round inside, in both directions.
  await expectFocus(chat.composer);
  for (const key of ["Tab", "Shift+Tab"]) {
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press(key);
      const inside = await page.evaluate(() => !!document.querySelector("porthole-chat")?.shadowRoot?.activeElement?.closest(".panel"));
      expect(inside).toBe(true);
    }
  }
  await page.keyboard.press("Escape");
  await expect(chat.panel).toBeHidden();
  await expectFocus(page.getByRole("button", { name: "Open chat" }));
  await page.setViewportSize({ width: 1_280, height: 800 });
  await chat.open();
  await expect(chat.panel).not.toHaveAttribute("aria-modal");
});

test("a conversation longer than the screen begins at its end, and its beginning can be reached", async ({ chat, porthole }) => {
  await chat.open();
  await chat.write("The first one");
  await chat.acknowledged();
  const member = await Member.signIn(porthole);
  const { tickets } = await (await member.call("GET", "tickets?view=active")).json();
  await member.reply(tickets[0].id, "A long one.\n".repeat(60));
  await member.reply(tickets[0].id, "The last one");
  await expect(chat.message("The last one")).toBeInViewport();
  await chat.page.setViewportSize({ width: 844, height: 390 });
  await expect(chat.message("The last one")).toBeInViewport();
  await chat.message("The first one").scrollIntoViewIfNeeded();
  await expect(chat.message("The first one")).toBeInViewport();
});

test("an on-screen keyboard leaves the composer in view", async ({ chat }) => {
  const { page } = chat;
  await chat.open();
  // What Safari does: the window stays as high as it is, and less of it can be seen.
  await page.evaluate(() => {
    const view = window.visualViewport!;
    Object.defineProperty(view, "height", { value: 500, configurable: true });
    Object.defineProperty(view, "offsetTop", { value: 60, configurable: true });
    view.dispatchEvent(new Event("resize"));
  });
  await expect.poll(async () => chat.panel.boundingBox()).toMatchObject({ x: 0, y: 60, width: 390, height: 500 });
  const send = (await chat.send.boundingBox())!;
  expect(send.y + send.height).toBeLessThanOrEqual(560);
  await page.evaluate(() => {
    const view = window.visualViewport!;
    for (const name of ["height", "offsetTop"]) Reflect.deleteProperty(view, name);
    view.dispatchEvent(new Event("resize"));
  });
  await expect.poll(async () => chat.panel.boundingBox()).toMatchObject({ y: 0, height: 844 });
});

/** What a browser's own setting for larger text does, which no stylesheet of ours can know. */
const enlargeText = (panel: Locator) =>
  panel.evaluate((panel) => {
    const all = [panel, ...panel.querySelectorAll<HTMLElement>("*")] as HTMLElement[];
    for (const element of all) element.style.fontSize = "";
    const sizes = all.map((element) => 2 * Number.parseFloat(getComputedStyle(element).fontSize));
    all.forEach((element, at) => (element.style.fontSize = `${sizes[at]}px`));
  });

/** The words in the panel that somebody cannot read: beside the window, or behind an edge. */
const cutOff = (panel: Locator) =>
  panel.evaluate((panel) => {
    const isWord = (element: Element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim());
    return [...panel.querySelectorAll<HTMLElement>("*")]
      .filter((element) => isWord(element) && element.checkVisibility() && element.offsetWidth > 1)
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        // A preview ends in three dots, and the whole is a click away.
        const { overflowX, textOverflow } = getComputedStyle(element);
        const clips = overflowX !== "visible" && textOverflow !== "ellipsis";
        return left < 0 || right > innerWidth + 0.5 || (clips && element.scrollWidth > element.clientWidth + 1);
      })
      .map((element) => element.textContent);
  });

for (const { width, large } of [{ width: 320, large: false }, { width: 390, large: true }, { width: 320, large: true }]) {
  test(`at ${width} pixels ${large ? "and with letters twice as large " : ""}nothing is cut off`, async ({ chat, porthole }) => {
    const { page } = chat;
    await page.setViewportSize({ width, height: 640 });
    await chat.open();
    await chat.write("Hello from a small window");
    await chat.acknowledged();
    const [ticket] = await page.evaluate(() => window.Porthole.getTickets());
    await (await Member.signIn(porthole)).reply(ticket.id, "A longer answer of the team, with a link: https://shop.example/returns");
    await expect(chat.history.getByText("A longer answer")).toBeVisible();
    if (large) await enlargeText(chat.panel);
    expect(await cutOff(chat.panel)).toEqual([]);
    for (const name of ["Close chat", "Send", "All conversations"]) {
      const box = (await chat.panel.getByRole("button", { name, exact: true }).boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.y + box.height).toBeLessThanOrEqual(640);
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
    }
    // It still works: a line is written, and the list is read.
    await chat.write("And another one");
    await expect(chat.message("And another one")).toBeVisible();
    await chat.panel.getByRole("button", { name: "All conversations" }).click();
    await expect(chat.panel.getByRole("button", { name: /New conversation/ })).toBeVisible();
    if (large) await enlargeText(chat.panel);
    expect(await cutOff(chat.panel)).toEqual([]);
  });
}
