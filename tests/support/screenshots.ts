import { fileURLToPath } from "node:url";
import type { CDPSession, Page } from "playwright-core";

export interface Appearance {
  width: number;
  height: number;
  theme: "light" | "dark";
  lang: string;
}

const folder = fileURLToPath(new URL("../../build/screenshots/", import.meta.url));

// An override lives as long as the session that made it, so the session is kept with its page.
const sessions = new WeakMap<Page, CDPSession>();

/** Makes the page believe in this reader. Call it before `goto`: language is read while loading. */
export async function appear(
  page: Page,
  { width, height, theme, lang }: Appearance,
): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
  sessions.set(page, session);
  const userAgent = await page.evaluate(() => navigator.userAgent);
  await session.send("Emulation.setUserAgentOverride", { userAgent, acceptLanguage: lang });
  await session.send("Emulation.setLocaleOverride", { locale: lang });
}

/** Takes a picture of the page as this reader sees it; returns the file's path. */
export async function screenshot(
  page: Page,
  name: string,
  appearance: Appearance,
): Promise<string> {
  await appear(page, appearance);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const { width, height, theme, lang } = appearance;
  const path = `${folder}${name}-${lang}-${theme}-${width}x${height}.png`;
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  return path;
}
