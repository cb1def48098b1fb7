// Every tour, in every language, before the camera.

import { test } from "../fixtures/tour.ts";
import { TOURS } from "../tours/all.ts";
import { areaOf } from "../tours/tour.ts";
import { Camera } from "./studio.ts";

for (const lang of ["en", "ar"] as const) {
  test.describe(`in ${lang}`, () => {
    test.use({ lang });
    for (const tour of TOURS) {
      test(tour.title, async ({ visitor: page, worlds }) => {
        const camera = new Camera(page, areaOf(tour), lang);
        await tour.walk({ page, lang, world: await worlds(lang), look: (name, exposure) => camera.take(name, exposure) });
      });
    }
  });
}
