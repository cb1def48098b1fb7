// The languages: of the widget by the page, of the inbox by its member.

import { expect, test } from "../fixtures/test.ts";
import type { Page } from "@playwright/test";

/** The catalogues of the widget, or of the inbox, that a page fetched, by their language. */
function catalogues(page: Page, part: "widget" | "inbox"): string[] {
  const fetched: string[] = [];
  page.on("request", (request) => {
    const [, of, language] = request.url().match(/\/assets\/(inbox\.)?(\w\w)\.\w+\.json$/) ?? [];
    if (language && (part === "inbox") === !!of) fetched.push(language);
  });
  return fetched;
}

test("the widget speaks the page's language and fetches no other", async ({ page, serveSite, desk }) => {
  const site = await serveSite("shop", { lang: "de-AT" });
  const fetched = catalogues(page, "widget");
  await page.goto(site.origin);
  await page.getByRole("button", { name: "Chat öffnen" }).click();
  const panel = page.getByRole("dialog");
  await expect(panel.getByText("Hallo! Wie können wir helfen?")).toBeVisible();
  await expect(panel).toHaveAttribute("lang", "de");
  await panel.getByRole("textbox", { name: "Nachricht" }).fill("Guten Tag");
  await panel.getByRole("button", { name: "Senden", exact: true }).click();
  await expect(panel.getByText("Gesendet", { exact: true })).toBeVisible();
  expect(fetched).toEqual(["de"]);

  await desk.openTicket("Guten Tag");
  await page.getByRole("button", { name: "Chat schließen" }).first().click();
  await desk.reply("Grüß Gott!");
  await expect(page.getByRole("button", { name: "Chat öffnen, 1 ungelesen" })).toBeVisible();
});

test("in Arabic the messenger is a mirror of itself, on whichever page", async ({ page, serveSite }) => {
  const site = await serveSite("shop", { lang: "ar", dir: "ltr" });
  const fetched = catalogues(page, "widget");
  await page.goto(site.origin);
  await page.getByRole("button", { name: "فتح المحادثة" }).click();
  const panel = page.getByRole("dialog");
  await expect(panel.getByText("مرحبًا! كيف يمكننا المساعدة؟")).toBeVisible();
  await expect(panel).toHaveCSS("direction", "rtl");
  const composer = panel.getByRole("textbox", { name: "الرسالة" });
  await composer.fill("مرحبًا");
  const send = panel.getByRole("button", { name: "إرسال", exact: true });
  const [text, button] = [await composer.boundingBox(), await send.boundingBox()];
  expect(button!.x).toBeLessThan(text!.x + text!.width / 2);
  await send.click();
  await expect(panel.getByText("تم الإرسال", { exact: true })).toBeVisible();
  // What the visitor writes stands at the end of the line: here that is the left side.
  const [own, log] = [await panel.getByText("مرحبًا", { exact: true }).boundingBox(), await panel.getByRole("log").boundingBox()];
  expect(own!.x - log!.x).toBeLessThan(log!.width / 2);
  expect(fetched).toEqual(["ar"]);
});

test("a language that nobody translated is English, and the browser's counts where the page has none", async ({ browser, serveSite }) => {
  for (const [locale, lang, name] of [
    ["tlh", "tlh", "Open chat"],
    ["fr-CA", "", "Ouvrir le chat"],
    ["he-IL", "", "פתיחת הצ׳אט"],
  ] as const) {
    const site = await serveSite("shop", { lang });
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    await page.goto(site.origin);
    await expect(page.getByRole("button", { name })).toBeVisible();
    await context.close();
  }
});

test("the inbox speaks the language that was chosen, and keeps it", async ({ desk, porthole }) => {
  const { page } = desk;
  const fetched = catalogues(page, "inbox");
  await page.goto(`${porthole.url}/inbox/settings`);
  await page.getByLabel("Language", { exact: true }).selectOption({ label: "Deutsch" });
  await expect(page.getByRole("heading", { name: "Einstellungen" }).first()).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  expect(fetched).toEqual(["en", "de"]);

  await page.getByLabel("Sprache", { exact: true }).selectOption("ar");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await page.goto(`${porthole.url}/inbox`);
  await expect(page.getByText("كل شيء جاهز لمحادثتك الأولى")).toBeVisible();
  const navigation = await page.getByRole("navigation").first().boundingBox();
  expect(navigation!.x).toBeGreaterThan(page.viewportSize()!.width / 2);
  await page.getByRole("button", { name: "تسجيل الخروج" }).click();
  await expect(page.getByLabel("كلمة المرور")).toBeVisible();
});
