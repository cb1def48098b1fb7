// What people who cannot see the screen are told, and when: a message is spoken once as it
// arrives, and what was there before is not.

import { ScreenReader } from "../fixtures/reader.ts";
import { expect, test } from "../fixtures/test.ts";

test("the visitor is told of answers, of typing and of the end", async ({ chat, desk }) => {
  await chat.open();
  await chat.write("Where is my parcel?");
  await chat.acknowledged();
  await desk.openTicket("Where is my parcel");

  const reader = await ScreenReader.listen(chat.page);
  const heard: string[] = [];
  const hears = async (line: RegExp) => {
    await expect(async () => {
      heard.push(...(await reader.heard()));
      expect(heard.filter((sentence) => line.test(sentence))).toHaveLength(1);
    }).toPass({ timeout: 20_000 });
  };

  await desk.page.getByRole("textbox", { name: "Reply" }).pressSequentially("It");
  await hears(/^status: Ada is typing…$/);
  await desk.reply("It leaves today.");
  await hears(/It leaves today\./);
  await desk.reply("With the van.");
  await hears(/With the van\./);
  await desk.page.getByLabel("Status").selectOption({ label: "Resolved" });
  await hears(/^status: This conversation is resolved/);
  // Nothing was said twice, and nothing of what the visitor knew already.
  expect(heard.filter((line) => /It leaves today|With the van/.test(line))).toHaveLength(2);
  expect(heard.join()).not.toContain("Where is my parcel");

  // In the tree everything stands in order, each answer below the name of who gave it.
  expect(await chat.history.ariaSnapshot()).toMatch(/^- log "Messages":[^]*Where is my parcel\?[^]*Ada[^]*It leaves today\.[^]*With the van\./);
});

test("the agent is told of what the visitor writes in the open conversation", async ({ chat, desk }) => {
  await chat.open();
  await chat.write("Where is my parcel?");
  await chat.acknowledged();
  const reader = await ScreenReader.listen(desk.page);
  await desk.openTicket("Where is my parcel");
  await expect(desk.history.getByText("Where is my parcel?")).toBeVisible();
  const heard: string[] = [];
  await chat.composer.pressSequentially("Is");
  await expect(async () => {
    heard.push(...(await reader.heard()));
    expect(heard.join("\n")).toMatch(/^status: .*is typing…/m);
  }).toPass({ timeout: 20_000 });
  await chat.write("Is it lost?");
  await expect(async () => {
    heard.push(...(await reader.heard()));
    expect(heard.filter((line) => /Is it lost\?/.test(line))).toHaveLength(1);
  }).toPass({ timeout: 20_000 });
  // What stood in the conversation when it was opened is there to be read, and not told.
  expect(heard.join("\n")).not.toContain("Where is my parcel");
});
