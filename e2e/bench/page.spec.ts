// What a page view costs where nobody chats.

import { expect, test } from "@playwright/test";
import { serve, server, tell } from "./site.ts";

test("page", async ({ page, context }) => {
  const before = `<script>
    window.tasks = [];
    window.shifts = [];
    const watch = (type, into) =>
      new PerformanceObserver((list) => into.push(...list.getEntries())).observe({ type, buffered: true });
    watch("longtask", tasks);
    watch("layout-shift", shifts);
  </script>`;
  const site = await serve(before);
  let requests = 0;
  page.on("request", (request) => {
    if (request.url().startsWith(server)) requests += 1;
  });
  await page.goto(site.origin);
  await expect(page.getByRole("button", { name: "Open chat" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  const figures = await page.evaluate(async () => {
    const seen = window as never as { tasks: PerformanceEntry[]; shifts: (PerformanceEntry & { value: number })[] };
    return {
      longest_task: Math.max(0, ...seen.tasks.map((task) => task.duration)),
      shift: seen.shifts.reduce((sum, shift) => sum + shift.value, 0),
      stored: localStorage.length + sessionStorage.length + (await indexedDB.databases()).length,
    };
  });
  figures.stored += (await context.cookies()).length;
  await tell({ requests, ...figures });
  await site.close();
});
