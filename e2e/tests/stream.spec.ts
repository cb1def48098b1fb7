// What networks and proxies do to the live connection, and how it comes back.

import { Chat } from "../fixtures/people.ts";
import type { Fault, Proxy } from "../fixtures/proxy.ts";
import { expect, test as base } from "../fixtures/test.ts";

// A stream that is silent for two seconds counts as dead.
base.use({ flags: ["--heartbeat", "1"] });
// Time-outs are part of these stories, and many tabs load slowly on a busy machine.
base.describe.configure({ timeout: 180_000 });

/** A visitor who reaches the server through the proxy, and has written. */
const test = base.extend<{ visitor: Chat }>({
  visitor: async ({ page, network, serveSite }, use) => {
    const site = await serveSite("plain", { host: network.url });
    await page.goto(site.origin);
    const visitor = new Chat(page);
    await visitor.open();
    await visitor.write("Hello");
    await visitor.acknowledged();
    await expect.poll(() => network.streams).toBe(1);
    await use(visitor);
  },
});

/** The faults that a reconnect may meet, and how they begin. */
const FAULTS: [string, Fault, (network: Proxy) => void][] = [
  ["a reset", "reset", (network) => network.resetStreams()],
  ["a stalled", "stall", (network) => network.resetStreams()],
  ["a one-way", "silence", (network) => network.silenceStreams()],
  ["an unavailable (503)", "503", (network) => network.resetStreams()],
];

for (const [name, fault, begin] of FAULTS) {
  test(`the stream comes back after ${name} reconnect`, async ({ visitor, network, desk }) => {
    await desk.openTicket("Hello");
    network.break(fault);
    begin(network);
    await desk.reply("While it was broken");
    await expect.poll(() => network.met).toBeGreaterThan(0);
    network.mend();
    await expect(visitor.message("While it was broken")).toHaveCount(1, { timeout: 40_000 });
    await expect.poll(() => network.streams, { timeout: 40_000 }).toBe(1);
    await desk.reply("And after");
    await expect(visitor.message("And after")).toHaveCount(1);
  });
}

test("the stream comes back after a refused reconnect, and the banner goes", async ({ visitor, network, desk }) => {
  await desk.openTicket("Hello");
  await network.refuse();
  await desk.reply("While it was refused");
  await visitor.write("Do you hear me?");
  await expect(visitor.panel.getByText("No connection. Trying again…")).toBeVisible();
  await expect(visitor.panel.getByText("Sending…")).toBeVisible();
  await network.accept();
  await expect(visitor.message("While it was refused")).toHaveCount(1, { timeout: 60_000 });
  await expect(visitor.panel.getByText("Sending…")).toBeHidden({ timeout: 60_000 });
  await expect(visitor.panel.getByText("No connection. Trying again…")).toBeHidden();
  await expect(desk.history.getByText("Do you hear me?", { exact: true })).toHaveCount(1);
});

test("a message that gets no answer is sent again, and stored once", async ({ visitor, network, desk }) => {
  await desk.openTicket("Hello");
  network.break("silence", /\/widget\/messages$/);
  await visitor.write("Into the void");
  // It is stored, and its sender does not know.
  await expect(desk.history.getByText("Into the void", { exact: true })).toHaveCount(1);
  await visitor.write("And after it");
  network.mend();
  await expect(desk.history.getByText("And after it", { exact: true })).toHaveCount(1, { timeout: 60_000 });
  await expect(desk.history.getByText("Into the void", { exact: true })).toHaveCount(1);
  await expect(visitor.message("Into the void")).toHaveCount(1);
});

test("a server that restarts is met again, and sends its clients back at different times", async ({
  visitor,
  network,
  porthole,
  desk,
}) => {
  await porthole.stop();
  await porthole.start();
  await expect.poll(() => network.streams, { timeout: 40_000 }).toBe(1);
  await desk.page.reload();
  await desk.openTicket("Hello");
  await desk.reply("Back again");
  await expect(visitor.message("Back again")).toHaveCount(1);
});

for (const fault of ["hold", "hold-body", "cut"] as const) {
  test(`where streams do not pass (${fault}) answers come late and complete`, async ({ visitor, network, desk }) => {
    await desk.openTicket("Hello");
    network.break(fault);
    network.resetStreams();
    await expect.poll(() => network.count("/widget/poll"), { timeout: 60_000 }).toBeGreaterThan(1);
    await desk.reply("By the other way");
    await expect(visitor.message("By the other way")).toHaveCount(1, { timeout: 40_000 });
    await desk.page.getByRole("textbox", { name: "Reply" }).pressSequentially("abc");
    await desk.reply("And once more");
    await expect(visitor.message("And once more")).toHaveCount(1, { timeout: 40_000 });
  });
}

test("whoever is offline is told so, and what they write is sent when they are back", async ({
  visitor,
  context,
  desk,
}) => {
  await desk.openTicket("Hello");
  await context.setOffline(true);
  const banner = visitor.panel.getByRole("status").filter({ hasText: "You are offline." });
  await expect(banner).toBeVisible();
  await visitor.write("From a tunnel");
  await expect(visitor.panel.getByText("Sending…")).toBeVisible();
  await context.setOffline(false);
  await expect(banner).toBeHidden();
  await expect(desk.history.getByText("From a tunnel", { exact: true })).toHaveCount(1);
  await expect(visitor.panel.getByText("Sending…")).toBeHidden();
});
