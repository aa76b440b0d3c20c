import { join } from "node:path";
import puppeteer, { type Browser } from "puppeteer-core";
import type { TestBrowser, TestPage } from "../browsers.js";
import { pageExpression, unpackAnswer } from "./page-script.js";
import { endWithParent, scratchHome } from "./processes.js";

export async function launchFirefox(): Promise<TestBrowser> {
  const home = scratchHome();
  const firefoxArgs = ["--headless", "--profile", join(home.folder, "profile")];
  const [executablePath, args] = endWithParent("/usr/bin/firefox-esr", firefoxArgs);
  try {
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath,
      args,
      // The default arguments would come before the program that the guard is to start.
      ignoreDefaultArgs: true,
      env: home.env,
      // Training in a page takes minutes; the test's own timeout is the one that counts.
      protocolTimeout: 0,
    });
    return {
      name: "firefox",
      version: (await browser.version()).replace("firefox/", ""),
      open: (url) => openPage(browser, url),
      close: () => browser.close().finally(home.remove),
    };
  } catch (error) {
    home.remove();
    throw error;
  }
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
