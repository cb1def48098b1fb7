// Files: from the visitor to the team and back, and what is not taken.

import type { Locator } from "@playwright/test";
import { png } from "../fixtures/picture.ts";
import { Chat } from "../fixtures/people.ts";
import { expect, test } from "../fixtures/test.ts";

const map = { name: "map.png", mimeType: "image/png", buffer: png(640, 400) };
const bill = { name: "bill.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n%%EOF\n") };

/** Chooses files as somebody does who clicks the paper clip. */
async function choose(within: Locator, files: (typeof map)[]): Promise<void> {
  const chooser = within.page().waitForEvent("filechooser");
  await within.getByRole("button", { name: "Attach files" }).click();
  await (await chooser).setFiles(files);
}

/** Whether a picture was really drawn, in the room that it has. */
const isDrawn = (picture: Locator) =>
  expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => [image.complete && image.naturalWidth, image.width > 100]))
    .toEqual([640, true]);

test("a visitor sends a picture and a document, and an agent answers with a file", async ({ chat, desk }) => {
  await chat.open();
  await choose(chat.panel, [map, bill]);
  const files = chat.panel.getByRole("list", { name: "Files to send" });
  await expect(files.getByRole("listitem")).toHaveCount(2);
  await expect(files.getByRole("progressbar")).toHaveCount(0);
  await chat.composer.fill("Where is this?");
  await chat.composer.press("Enter");
  await chat.acknowledged();
  await expect(files.getByRole("listitem")).toHaveCount(0);
  await isDrawn(chat.history.getByRole("img", { name: "map.png" }));
  await expect(chat.history.getByRole("link", { name: /bill\.pdf/ })).toBeVisible();

  await desk.openTicket("Where is this");
  await isDrawn(desk.history.getByRole("img", { name: "map.png" }));
  const link = desk.history.getByRole("link", { name: /bill\.pdf/ });
  const address = new URL((await link.getAttribute("href")) ?? "", desk.page.url());
  const answer = await desk.page.request.get(address.href);
  expect(answer.headers()["content-disposition"]).toContain("bill.pdf");
  expect(await answer.body()).toEqual(bill.buffer);

  // A file alone is an answer too; until it goes out it can be taken back, file and all.
  const composer = desk.page.getByRole("form", { name: "Write" });
  await choose(composer, [{ name: "plan.txt", mimeType: "text/plain", buffer: Buffer.from("Left, then right.") }]);
  await expect(composer.getByText("plan.txt")).toBeVisible();
  await expect(composer.getByRole("progressbar")).toHaveCount(0);
  await desk.page.getByRole("button", { name: "Send reply" }).click();
  await desk.history.getByRole("button", { name: "Undo" }).click();
  await expect(composer.getByText("plan.txt")).toBeVisible();
  await desk.page.getByRole("button", { name: "Send reply" }).click();
  await expect(chat.history.getByRole("link", { name: /plan\.txt/ })).toBeVisible({ timeout: 20_000 });

  // Whoever comes back finds them.
  await chat.page.reload();
  await chat.open();
  await isDrawn(chat.history.getByRole("img", { name: "map.png" }));
  await expect(chat.history.getByRole("link", { name: /plan\.txt/ })).toBeVisible();
});

test("files that are not taken say why, and the text stays", async ({ chat, network, serveSite }) => {
  const site = await serveSite("plain", { host: network.url });
  await chat.page.goto(site.origin);
  await chat.open();
  await chat.composer.fill("Look:");
  const large = { name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.alloc(20 * 1024 * 1024 + 1) };
  const program = { name: "setup.exe", mimeType: "application/x-msdownload", buffer: Buffer.from("MZ") };
  const disguised = { name: "photo.png", mimeType: "image/png", buffer: Buffer.from("<svg onload=alert(1)>") };
  await choose(chat.panel, [large, program, disguised]);
  const files = chat.panel.getByRole("list", { name: "Files to send" });
  const chip = (name: string) => files.getByRole("listitem").filter({ hasText: name });
  await expect(chip("film.mp4")).toContainText("Too large: 20 MB at most.");
  await expect(chip("setup.exe")).toContainText("Files like this cannot be sent.");
  await expect(chip("photo.png")).toContainText("Files like this cannot be sent.");
  await chat.composer.press("Enter");
  await expect(chat.panel.getByText("remove those that did not arrive")).toBeVisible();
  await expect(chat.composer).toHaveValue("Look:");
  for (const name of ["film.mp4", "setup.exe", "photo.png"]) {
    await chip(name).getByRole("button", { name: `Remove ${name}` }).click();
  }
  await expect(files.getByRole("listitem")).toHaveCount(0);

  // What is cut off is tried again.
  network.break("reset", /\/widget\/files$/);
  // By the field itself: Firefox under test opens one dialog for files and no second one.
  await chat.panel.locator("input[type=file]").setInputFiles(map);
  await expect(chip("map.png")).toContainText("No connection.");
  network.mend();
  await chip("map.png").getByRole("button", { name: "Try again" }).click();
  await expect(chip("map.png").getByRole("progressbar")).toHaveCount(0);
  await expect(chip("map.png")).not.toContainText("No connection.");
  await chat.composer.press("Enter");
  await expect(chat.history.getByRole("img", { name: "map.png" })).toBeVisible();
  await chat.acknowledged();
});

test("pictures show under a policy that allows pictures of the chat's origin alone", async ({ page, serveSite }) => {
  const problems: string[] = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  const site = await serveSite("pictures");
  await page.goto(site.origin);
  const chat = new Chat(page);
  await chat.open();
  await chat.write("Hello");
  await chat.acknowledged();

  // Dropped and pasted, as people do.
  await chat.composer.evaluate((field, bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], "dropped.png", { type: "image/png" }));
    const at = { bubbles: true, composed: true, cancelable: true };
    field.dispatchEvent(new DragEvent("drop", { ...at, dataTransfer: data }));
  }, [...map.buffer]);
  const files = chat.panel.getByRole("list", { name: "Files to send" });
  await expect(files.getByText("dropped.png")).toBeVisible();
  await expect(files.getByRole("progressbar")).toHaveCount(0);
  await chat.send.click();
  await isDrawn(chat.history.getByRole("img", { name: "dropped.png" }));
  expect(problems).toEqual([]);
});
