/**
 * One colour map for page, chart, equation and code: the same colour always means the same thing.
 * The nine hues after Paul Tol's "muted" scheme, moved in lightness until each reaches 3:1 on its paper.
 */

export type Theme = "light" | "dark";

/** The quantities of a cell (i, f, g, o, c, h, x, y), what flows back, and the two losses. */
export type Quantity = "i" | "f" | "g" | "o" | "c" | "h" | "x" | "y" | "gradient" | "train" | "validation";

export interface Palette extends Record<Quantity, string> {
  paper: string;
  /** A sheet lying on the paper: fields and the text area. */
  sheet: string;
  ink: string;
  muted: string;
  hairline: string;
  /** The outline of something that can be filled in or pressed. */
  outline: string;
  accent: string;
  onAccent: string;
  warning: string;
}

const light: Palette = {
  paper: "#fbfaf6", sheet: "#ffffff", ink: "#1d1c19", muted: "#605d55", hairline: "#ddd9cf", outline: "#8b877c",
  accent: "#27459a", onAccent: "#ffffff", warning: "#9a3b12",
  i: "#3b2f96", f: "#d8586c", g: "#117733", o: "#882255", c: "#8a861f", h: "#2b8a7b", x: "#605d55", y: "#1d1c19",
  gradient: "#2a7fae", train: "#27459a", validation: "#b35309",
};

const dark: Palette = {
  paper: "#17181a", sheet: "#1f2124", ink: "#e9e6de", muted: "#a8a59c", hairline: "#37383c", outline: "#7d7c7a",
  accent: "#a9bcff", onAccent: "#14182a", warning: "#f3a27c",
  i: "#a89df5", f: "#ff9fae", g: "#4fae70", o: "#c96ba2", c: "#dcd873", h: "#63cfbd", x: "#a8a59c", y: "#e9e6de",
  gradient: "#6fb4e0", train: "#a9bcff", validation: "#f0a257",
};

export const palettes: Record<Theme, Palette> = { light, dark };

/** sRGB "#rrggbb" to linear-light red, green, blue from 0 to 1. */
export function linearRgb(hex: string): [number, number, number] {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** WCAG 2 contrast ratio, 1 to 21. */
export function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [red, green, blue] = linearRgb(hex);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [high, low] = [luminance(a), luminance(b)].sort((p, q) => q - p) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
