/**
 * The three real browsers behind one small interface, so that a promise such as "the same bytes
 * everywhere" is one test that runs three times.
 *
 *     const browser = await launch('firefox');
 *     const page = await browser.open(url);
 *     const digest = await page.evaluate(async (seed) => { … return hex; }, 42);
 *     await browser.close();
 */
import { launchChromiumBrowser } from "./browsers/chromium.js";
import { launchFirefox } from "./browsers/firefox.js";
import { launchWebKit } from "./browsers/webkit.js";

export { chromiumLaunchOptions, launchChromium } from "./browsers/chromium.js";

export type BrowserName = "chromium" | "firefox" | "webkit";

export const browserNames: readonly BrowserName[] = ["chromium", "firefox", "webkit"];

export interface TestPage {
  /**
   * Runs the function in the page's own world and waits for its promise, however long it takes.
   * The function sees nothing of the test file around it; arguments and result travel as JSON
   * (so a typed array must become an array, and NaN becomes null).
   */
  evaluate<Args extends unknown[], Result>(
    body: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result>;
  close(): Promise<void>;
}

export interface TestBrowser {
  readonly name: BrowserName;
  readonly version: string;
  open(url: string): Promise<TestPage>;
  /** Ends every process of this browser; harmless when called twice. */
  close(): Promise<void>;
}

export function launch(name: BrowserName): Promise<TestBrowser> {
  switch (name) {
    case "chromium":
      return launchChromiumBrowser();
    case "firefox":
      return launchFirefox();
    case "webkit":
      return launchWebKit();
  }
}
