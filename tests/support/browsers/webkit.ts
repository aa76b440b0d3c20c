/** WebKitGTK has no headless mode: its WebDriver and MiniBrowser run on a display made for them. */
import { existsSync, readdirSync } from "node:fs";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { Builder, Capabilities, type WebDriver } from "selenium-webdriver";
import type { TestBrowser, TestPage } from "../browsers.js";
import { pageExpression, unpackAnswer } from "./page-script.js";
import { freePort, scratchHome, startProgram, type Program } from "./processes.js";

const hours = 60 * 60 * 1000;

export async function launchWebKit(): Promise<TestBrowser> {
  const home = scratchHome();
  const programs: Program[] = [];
  const cleanUp = async (): Promise<void> => {
    for (const program of programs.splice(0).reverse()) await program.kill();
    home.remove();
  };
  try {
    const env = { ...home.env, DISPLAY: await startDisplay(home.env, programs) };
    const driver = await connect(await startDriver(env, programs));
    return await describeBrowser(driver, cleanUp);
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

async function startDisplay(env: Record<string, string>, programs: Program[]): Promise<string> {
  const args = ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"];
  const xvfb = startProgram("Xvfb", args, { env, stdio: ["ignore", "ignore", "ignore", "pipe"] });
  programs.push(xvfb);
  const chosen = xvfb.child.stdio[3] as Readable;
  return new Promise((resolve, reject) => {
    let text = "";
    chosen.on("data", (chunk) => {
      text += String(chunk);
      if (text.endsWith("\n")) resolve(`:${text.trim()}`);
    });
    xvfb.child.once("exit", () => reject(new Error("Xvfb did not start")));
    xvfb.child.once("error", reject);
  });
}

async function startDriver(env: Record<string, string>, programs: Program[]): Promise<string> {
  const port = await freePort();
  programs.push(startProgram("WebKitWebDriver", [`--port=${port}`], { env }));
  const address = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 200; attempt++) {
    const answer = await fetch(`${address}/status`).catch(() => undefined);
    if (answer?.ok) return address;
    await sleep(50);
  }
  throw new Error("WebKitWebDriver does not answer");
}

async function connect(address: string): Promise<WebDriver> {
  const capabilities = new Capabilities({
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": { binary: miniBrowser(), args: ["--automation"] },
  });
  const driver = await new Builder().usingServer(address).withCapabilities(capabilities).build();
  await driver.manage().setTimeouts({ script: 24 * hours, pageLoad: 60_000 });
  return driver;
}

/** The folder carries the machine's architecture in its name. */
function miniBrowser(): string {
  const found = readdirSync("/usr/lib")
    .map((folder) => `/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`)
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error("MiniBrowser of webkit2gtk-4.1 is not installed");
  return found;
}

async function describeBrowser(
  driver: WebDriver,
  cleanUp: () => Promise<void>,
): Promise<TestBrowser> {
  const capabilities = await driver.getCapabilities();
  const home = await driver.getWindowHandle();
  // One driver has one current window: commands to several pages must take turns.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn: InTurn = (command) => {
    const result = turn.then(command);
    turn = result.catch(() => undefined);
    return result;
  };
  return {
    name: "webkit",
    version: String(capabilities.getBrowserVersion()),
    open: (url) => inTurn(() => openPage(driver, home, url, inTurn)),
    close: cleanUp,
  };
}

type InTurn = <Result>(command: () => Promise<Result>) => Promise<Result>;

async function openPage(
  driver: WebDriver,
  home: string,
  url: string,
  inTurn: InTurn,
): Promise<TestPage> {
  // The first window stays open and empty: closing the last one would end the session.
  await driver.switchTo().window(home);
  await driver.switchTo().newWindow("window");
  const handle = await driver.getWindowHandle();
  await driver.get(url);
  const inPage: InTurn = (command) =>
    inTurn(async () => {
      await driver.switchTo().window(handle);
      return command();
    });
  return {
    evaluate: (body, ...args) => {
      const script = `${pageExpression(body, args)}.then(arguments[arguments.length - 1])`;
      return inPage(async () => unpackAnswer(await driver.executeAsyncScript(script)));
    },
    close: () => inPage(() => driver.close()),
  };
}
