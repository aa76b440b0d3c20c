/** The browsers that the tests drive; plain JavaScript because it runs before `npm ci`. */
import { ensurePackages } from "../../wasm/toolchain/system.mjs";

export const browserPackages = [
  "chromium",
  "firefox-esr",
  "webkit2gtk-driver",
  "xvfb", // WebKitGTK has no headless mode
  "fonts-noto-cjk", // without it the Chinese pages are measured and drawn as empty boxes
];

export function ensureBrowsers() {
  return ensurePackages(browserPackages, {
    reason: "tests and benchmark run in Chromium, Firefox and WebKitGTK",
  });
}
