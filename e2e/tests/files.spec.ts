// What the server gives out: names that never change their content, compressed, for any origin.

import { createHash } from "node:crypto";
import { expect, test } from "../fixtures/test.ts";

test("the loader is short-lived, everything it loads is immutable and listed", async ({ request, porthole }) => {
  const loader = await request.get(`${porthole.url}/widget.js`, { headers: { "accept-encoding": "br" } });
  expect(loader.headers()).toMatchObject({
    "content-type": "text/javascript; charset=utf-8",
    "content-encoding": "br",
    "access-control-allow-origin": "*",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "cross-origin",
  });
  expect(loader.headers()["cache-control"]).toMatch(/max-age=\d{1,3}\b/);
  const tag = loader.headers().etag;
  const again = await request.get(`${porthole.url}/widget.js`, { headers: { "if-none-match": tag } });
  expect(again.status()).toBe(304);

  const manifest = await (await request.get(`${porthole.url}/manifest.json`)).json();
  for (const name of ["porthole.js", "porthole.wasm", "panel.css", "en.json"]) {
    const { path, bytes, integrity } = manifest.files[name];
    const file = await request.get(`${porthole.url}/${path}`);
    expect(file.headers()["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(file.headers()["access-control-allow-origin"]).toBe("*");
    const body = await file.body();
    expect(body.length).toBe(bytes);
    expect(`sha384-${createHash("sha384").update(body).digest("base64")}`).toBe(integrity);
    const own = createHash("sha256").update(body).digest("hex").slice(0, 10);
    // The catalogues have one hash for all, so that the loader need not list them.
    if (name.endsWith(".json")) expect(path.replace(/\ben\./, "de.")).toBe(manifest.files["de.json"].path);
    else expect(path).toContain(own);
  }
  expect((await request.get(`${porthole.url}/assets/nothing.js`)).status()).toBe(404);
});

test("our own pages are under a strict policy that the widget keeps", async ({ page, porthole }) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
  });
  const response = await page.goto(`${porthole.url}/demo`);
  const policy = response!.headers()["content-security-policy"];
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe-inline");
  await page.getByRole("button", { name: "Open chat" }).click();
  await expect(page.getByRole("textbox", { name: "Message" })).toBeVisible();
  const inbox = await page.goto(`${porthole.url}/inbox`);
  expect(inbox!.headers()["content-security-policy"]).not.toContain("unsafe-inline");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  expect(complaints).toEqual([]);
});
