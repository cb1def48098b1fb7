// Every tour there is.

import { entry } from "./entry.ts";
import { hosted } from "./hosted.ts";
import { inbox } from "./inbox.ts";
import { launcher } from "./launcher.ts";
import { messenger } from "./messenger.ts";
import { settings } from "./settings.ts";
import type { Tour } from "./tour.ts";

export const TOURS: Tour[] = [...launcher, ...messenger, ...hosted, ...entry, ...inbox, ...settings];
