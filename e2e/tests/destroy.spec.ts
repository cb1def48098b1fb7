// After `destroy()` nothing is left: no element, no listener, no timer, no connection.

import { Chat, Messenger } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

for (const site of ["plain", "no-wasm"]) {
  test(`destroy leaves nothing on the site ${site}, and init brings it back`, async ({ page, serveSite, porthole }) => {
    // What our scripts add to page and window is counted from the start, and what is taken away again.
    await page.addInitScript((host) => {
      const isOurs = () => new Error().stack!.includes(host);
      const listeners = new Set<string>();
      const timers = new Set<number>();
      Object.assign(window, { listeners, timers });
      for (const target of [window, document]) {
        const { addEventListener, removeEventListener } = target;
        target.addEventListener = (type: string, listener: any, options: any) => {
          const name = `${type} ${Math.random()}`;
          if (isOurs()) listeners.add(name);
          (listener.names ??= []).push(name);
          options?.signal?.addEventListener("abort", () => listeners.delete(name));
          addEventListener.call(target, type, listener, options);
        };
        target.removeEventListener = (type: string, listener: any, options: any) => {
          for (const name of listener.names ?? []) listeners.delete(name);
          removeEventListener.call(target, type, listener, options);
        };
      }
      const { setTimeout, clearTimeout } = window;
      window.setTimeout = ((run: any, time: any, ...given: any[]) => {
        const id = setTimeout(() => (timers.delete(id), typeof run == "function" && run(...given)), time);
        if (isOurs()) timers.add(id);
        return id;
      }) as any;
      window.clearTimeout = (id: any) => (timers.delete(id), clearTimeout(id));
    }, porthole.url);
    // As the server counts them: a browser says nothing of a stream whose frame is gone.
    const streams = async () => Number((await (await fetch(`${porthole.url}/metrics`)).text()).match(/^porthole_streams\{[^}]*visitor[^}]*\} (\d+)/m)?.[1]);
    await page.goto((await serveSite(site)).origin);
    await page.getByRole("button", { name: "Open chat" }).click();
    const chat = site === "plain" ? new Chat(page) : Messenger.inFrame(page);
    await chat.write("Hello");
    await expect(chat.message("Hello")).toBeVisible();
    await expect.poll(streams).toBe(1);
    expect(await page.evaluate("listeners.size")).toBeGreaterThan(3);

    await page.evaluate(() => window.Porthole.destroy());
    await expect(page.locator("porthole-chat")).toHaveCount(0);
    await expect.poll(streams).toBe(0);
    await expect.poll(() => page.evaluate("[...listeners]")).toEqual([]);
    await expect.poll(() => page.evaluate("timers.size")).toBe(0);
    await page.evaluate(() => document.body.replaceWith(document.createElement("body")));
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await expect(page.locator("porthole-chat")).toHaveCount(0);

    await page.evaluate((token) => window.Porthole.init({ token }), await porthole.token());
    await page.getByRole("button", { name: /^Open chat/ }).click();
    await expect(chat.message("Hello")).toBeVisible();
  });
}
