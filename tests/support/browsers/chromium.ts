import { chromium, type Browser, type LaunchOptions } from "playwright-core";
import type { TestBrowser, TestPage } from "../browsers.js";
import { pageExpression, unpackAnswer } from "./page-script.js";
import { scratchHome } from "./processes.js";

/** For tests that need all of Playwright; `launchChromium()` adds a HOME of its own to them. */
export const chromiumLaunchOptions: LaunchOptions = {
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
};

export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const home = scratchHome();
  try {
    const browser = await chromium.launch({ ...chromiumLaunchOptions, env: home.env, ...options });
    browser.once("disconnected", home.remove);
    return browser;
  } catch (error) {
    home.remove();
    throw error;
  }
}

export async function launchChromiumBrowser(): Promise<TestBrowser> {
  const browser = await launchChromium();
  return {
    name: "chromium",
    version: browser.version(),
    open: (url) => openPage(browser, url),
    close: () => browser.close(),
  };
}

async function openPage(browser: Browser, url: string): Promise<TestPage> {
  const page = await browser.newPage();
  await page.goto(url);
  return {
    evaluate: async (body, ...args) =>
      unpackAnswer(await page.evaluate(pageExpression(body, args))),
    close: () => page.close(),
  };
}
