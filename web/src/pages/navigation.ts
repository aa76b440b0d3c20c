/** The header of every page: what it links to. Written by Lit where the page is alive, by the build where it is still. */
import type { PageWords } from "../i18n/pages.js";

export type Place = "home" | "studio" | "lessons" | "gallery";

export const wordmark = '<svg viewBox="0 0 52 22" aria-hidden="true"><circle cx="6" cy="11" r="4"/><circle cx="26" cy="11" r="4"/><circle cx="46" cy="11" r="4"/><path d="M10 11h12M30 11h12M6 7V1M26 7V1M46 7V1M6 15v6M26 15v6M46 15v6"/></svg>';

/** `up` leads to the home page; `hash` asks it and the studio for a language. */
export function navigation({ page, lessons, code }: PageWords, up: string, hash: string): { place: Place; href: string; label: string }[] {
  return [
    { place: "home", href: `${up}${hash}`, label: page.home },
    { place: "lessons", href: `${up}lessons/${code}/`, label: lessons.title },
    { place: "gallery", href: `${up}gallery/${code}/`, label: page.gallery },
    { place: "studio", href: `${up}studio/${hash}`, label: page.studio },
  ];
}
