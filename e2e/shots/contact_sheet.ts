// Leafs all pictures of the folder together into one page.

import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FOLDER } from "./studio.ts";

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { margin: 0 auto; padding: 24px; max-width: 1800px; }
  h2 { position: sticky; top: 0; margin: 32px 0 12px; padding: 8px 0; background: Canvas; }
  section { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 20px; }
  figure { margin: 0; }
  img { display: block; max-width: 440px; max-height: 420px; border: 1px solid #8886; }
  figcaption { max-width: 440px; padding: 4px 0; font-size: 13px; }`;

/** Every area is a section, every picture a link to itself. */
export default async function contactSheet(): Promise<void> {
  const entries = await readdir(FOLDER, { withFileTypes: true }).catch(() => []);
  const sections = [];
  for (const area of entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()) {
    const pictures = (await readdir(join(FOLDER, area))).filter((name) => name.endsWith(".png")).sort();
    const figures = pictures.map((name) => {
      const path = `${area}/${name}`;
      return `<figure><a href="${path}"><img loading="lazy" src="${path}" alt=""></a><figcaption>${name.slice(0, -4)}</figcaption></figure>`;
    });
    sections.push(`<h2>${area} (${pictures.length})</h2><section>${figures.join("\n")}</section>`);
  }
  const head = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Porthole: every view</title><style>${STYLE}</style>`;
  await writeFile(join(FOLDER, "index.html"), `${head}<h1>Every view</h1>${sections.join("\n")}</html>\n`);
}
