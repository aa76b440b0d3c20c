/** The gallery's pages for Vite, written at build time as the lessons' are. */
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { enGallery } from "../src/i18n/en-gallery.js";
import { zhGallery } from "../src/i18n/zh-gallery.js";
import { door } from "../lessons/contents-page.js";
import { stillPages } from "../lessons/plugin.js";
import { galleryPage } from "./gallery-page.js";
import { readManuals } from "./manual.js";

/** Where elements are registered: what is there is in the gallery. */
export const register = fileURLToPath(new URL("../src/widgets/index.ts", import.meta.url));

export function gallery(): Plugin {
  const manuals = readManuals(register);
  return stillPages("gallery", new Map([
    ["gallery/", door("gallery", { zh: zhGallery.gallery, en: enGallery.gallery })],
    ["gallery/zh/", galleryPage(manuals, "zh")],
    ["gallery/en/", galleryPage(manuals, "en")],
  ]));
}
