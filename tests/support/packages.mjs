/** The system packages that tests use; plain JavaScript because it runs before `npm ci`. */
import { ensurePackages } from "../../wasm/toolchain/system.mjs";

/** The browsers that the tests drive. */
export const browserPackages = [
  "chromium",
  "firefox-esr",
  "webkit2gtk-driver",
  "xvfb", // WebKitGTK has no headless mode
  "fonts-noto-cjk", // without it the Chinese pages are measured and drawn as empty boxes
];

/** The Markdown of Jekyll, for which lessons are written as well as for our own pages. */
export const kramdownPackages = ["ruby-kramdown", "ruby-kramdown-parser-gfm"];

export function ensureKramdown() {
  return ensurePackages(kramdownPackages, { reason: "tests render the lessons as Jekyll does" });
}

export function ensureBrowsers() {
  return ensurePackages(browserPackages, {
    reason: "tests and benchmark run in Chromium, Firefox and WebKitGTK",
  });
}
