// What a page view costs, and what the widget leaves alone.

import { expect, test } from "../fixtures/test.ts";
import { Chat } from "../fixtures/people.ts";

test("a page view costs two requests and stores nothing", async ({ page, serveSite, porthole, context }) => {
  const site = await serveSite();
  const requests: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith(porthole.url)) requests.push(new URL(request.url()).pathname);
  });
  await page.goto(site.origin);
  await expect(page.getByRole("button", { name: "Open chat" })).toBeVisible();
  // Whatever the widget might still do at idle has been done once the page came to rest twice.
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(() => resolve(0))));
  await page.waitForLoadState("networkidle");
  expect(requests).toEqual(["/widget.js", "/api/v1/widget/config"]);
  const stored = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    cookie: document.cookie,
    databases: (await indexedDB.databases()).length,
    caches: "caches" in window ? (await caches.keys()).length : 0,
  }));
  expect(stored).toEqual({ local: 0, session: 0, cookie: "", databases: 0, caches: 0 });
  expect(await context.cookies()).toEqual([]);
});

test("the page itself is left alone", async ({ page, serveSite }) => {
  const before = `<script>
    window.errors = [];
    addEventListener("error", (event) => errors.push(String(event.message)));
    addEventListener("unhandledrejection", (event) => errors.push(String(event.reason)));
    window.natives = [history.pushState, history.replaceState, Element.prototype.attachShadow, window.fetch, Array.prototype.push];
    window.keys = [];
    addEventListener("keydown", (event) => keys.push(event.key));
  </script>`;
  const site = await serveSite("plain", { before });
  await page.goto(site.origin);
  const chat = new Chat(page);
  // The widget's own element is there first: it is the one addition to the page.
  await expect(page.locator("porthole-chat")).toHaveCount(1);
  const children = await page.evaluate(() => document.body.children.length);
  await chat.open();
  expect(await page.evaluate(() => document.body.children.length)).toBe(children);
  expect(await page.locator("porthole-chat").count()).toBe(1);
  await chat.composer.pressSequentially("jk/?");
  expect(await page.evaluate("keys")).toEqual([]);
  expect(
    await page.evaluate(() => {
      const now = [history.pushState, history.replaceState, Element.prototype.attachShadow, window.fetch, Array.prototype.push];
      return now.every((native, index) => native === (window as never as { natives: unknown[] }).natives[index]);
    }),
  ).toBe(true);
  expect(await page.evaluate("errors")).toEqual([]);
});

test("a script loaded twice makes one widget", async ({ page, serveSite, porthole }) => {
  const token = await porthole.token();
  const before = `<script async src="${porthole.url}/widget.js" data-porthole-token="${token}"></script>`;
  const site = await serveSite("plain", { before });
  await page.goto(site.origin);
  await expect(page.getByRole("button", { name: "Open chat" })).toHaveCount(1);
  await page.waitForLoadState("networkidle");
  expect(await page.locator("porthole-chat").count()).toBe(1);
});

test("the widget comes back when the page replaces its body", async ({ page, serveSite }) => {
  const site = await serveSite();
  await page.goto(site.origin);
  await expect(page.getByRole("button", { name: "Open chat" })).toBeVisible();
  await page.evaluate(() => {
    const body = document.createElement("body");
    body.textContent = "Another page";
    document.body.replaceWith(body);
  });
  await expect(page.getByRole("button", { name: "Open chat" })).toBeVisible();
  await page.evaluate(() => {
    window.Porthole.destroy();
    document.body.replaceWith(document.createElement("body"));
  });
  await expect(page.locator("porthole-chat")).toHaveCount(0);
});

test("the launcher moves nothing", async ({ page, serveSite, browserName }) => {
  test.skip(browserName === "firefox", "layout shifts are measured by Chromium alone");
  const before = `<script>
    window.measured = [];
    new PerformanceObserver((list) => measured.push(...list.getEntries().map((entry) => entry.value)))
      .observe({ type: "layout-shift", buffered: true });
  </script>`;
  const site = await serveSite("plain", { before });
  await page.goto(site.origin);
  await expect(page.getByRole("button", { name: "Open chat" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(await page.evaluate("measured")).toEqual([]);
});
