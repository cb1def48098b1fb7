// The launcher: its corner, its colours, its keyboard.

import { expect, test } from "../fixtures/test.ts";
import { Chat, expectFocus } from "../fixtures/people.ts";

for (const [position, right, bottom] of [
  ["bottom_right", true, true],
  ["bottom_left", false, true],
  ["top_right", true, false],
  ["top_left", false, false],
] as const) {
  test.describe(position, () => {
    test.use({ settings: { position, button_color: "#ffcc00" } });

    test("the launcher stands in its corner and the panel opens from it", async ({ chat }) => {
      const { page } = chat;
      const { width, height } = page.viewportSize()!;
      const launcher = page.getByRole("button", { name: "Open chat" });
      const box = (await launcher.boundingBox())!;
      expect(box.x + box.width / 2 > width / 2).toBe(right);
      expect(box.y + box.height / 2 > height / 2).toBe(bottom);
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
      await chat.open();
      await expect(async () => {
        const panel = (await chat.panel.boundingBox())!;
        expect(panel.x).toBeGreaterThanOrEqual(0);
        expect(panel.y).toBeGreaterThanOrEqual(0);
        expect(panel.x + panel.width).toBeLessThanOrEqual(width);
        expect(panel.y + panel.height).toBeLessThanOrEqual(height);
        expect(panel.x + panel.width / 2 > width / 2).toBe(right);
      }).toPass();
    });
  });
}

test("on a phone the panel fills the screen", async ({ page, serveSite }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const site = await serveSite();
  await page.goto(site.origin);
  const chat = new Chat(page);
  await chat.open();
  await expect(async () => {
    const panel = (await chat.panel.boundingBox())!;
    expect(panel).toMatchObject({ x: 0, y: 0, width: 390, height: 800 });
  }).toPass();
});

test("the keyboard opens, writes, closes and comes back", async ({ chat }) => {
  const { page } = chat;
  const launcher = page.getByRole("button", { name: "Open chat" });
  await launcher.focus();
  await expect(launcher).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("Enter");
  await expectFocus(chat.composer);
  await page.keyboard.type("By keyboard");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("on two lines");
  await page.keyboard.press("Enter");
  await expect(chat.history.getByText(/By keyboard\s+on two lines/)).toBeVisible();
  await expectFocus(chat.composer);
  await expect(chat.composer).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(chat.panel).toBeHidden();
  await expectFocus(launcher);
});
