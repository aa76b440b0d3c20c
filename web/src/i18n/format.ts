/** Numbers, sizes and durations as readers of each language write them. */

export interface UnitWords { seconds: string; minutes: string; hours: string; joined: string }

export interface Format {
  /** 12,345 */
  whole(value: number): string;
  /** Up to three significant decimals, as on an axis: 0.5, 20, 1,000. */
  short(value: number): string;
  /** A loss: 1.423 */
  loss(value: number): string;
  /** A perplexity: 4.15, 41.5, 415 */
  perplexity(value: number): string;
  /** 0.1 as 10%. */
  share(value: number): string;
  /** How many times as much: 1.9. */
  ratio(value: number): string;
  /** Bytes as MB. */
  megabytes(bytes: number): string;
  duration(seconds: number): string;
  /** A number of any size: 0.314, 12.4, 3.1e−12 as 3.1 × 10⁻¹². */
  number(value: number): string;
  /** Likewise, but never wide: two decimals, or 4e−5. */
  cell(value: number): string;
  /** a, b and c. */
  list(items: readonly string[]): string;
  /** A power of ten on an axis: 10⁻³. */
  power(value: number): string;
}

const raised = (exponent: number) => String(exponent).replace(/[-\d]/g, (c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]!);

function anySize(value: number, plain: (value: number) => string): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value < 0 ? "−∞" : "∞";
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e5)) return plain(value).replace("-", "−");
  const [digits, exponent] = value.toExponential(1).split("e") as [string, string];
  return `${digits.replace("-", "−")} × 10${raised(Number(exponent))}`;
}

/** Where many numbers stand side by side. */
const narrow = (value: number, plain: (value: number) => string): string => {
  const size = Math.abs(value);
  return (value === 0 || (size >= 0.005 && size < 1000) ? plain(value) : value.toExponential(0).replace("+", "")).replaceAll("-", "−");
};

function createFormat(locale: string, unit: UnitWords): Format {
  const fixed = (digits: number) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const integers = fixed(0);
  const three = fixed(3);
  const byDigits = [fixed(2), fixed(1), integers];
  const compact = new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 });
  const significant = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumSignificantDigits: 2 });
  const say = (value: number, name: string) => `${integers.format(value)}${unit.joined}${name}`;
  return {
    whole: (value) => integers.format(value),
    number: (value) => anySize(value, significant.format),
    cell: (value) => narrow(value, byDigits[0]!.format),
    list: (items) => items.length < 2 ? items.join("") : new Intl.ListFormat(locale, { type: "conjunction" }).format(items),
    power: (value) => (value >= 0.01 && value <= 100 ? compact.format(value) : `10${raised(Math.round(Math.log10(value)))}`),
    short: (value) => compact.format(value),
    loss: (value) => (Number.isFinite(value) ? three.format(value) : "∞"),
    perplexity: (value) => (Number.isFinite(value) ? byDigits[value < 10 ? 0 : value < 100 ? 1 : 2]!.format(value) : "∞"),
    share: (value) => percent.format(value),
    ratio: (value) => byDigits[1]!.format(value),
    megabytes: (bytes) => `${fixed(bytes < 9.95e6 ? 1 : 0).format(bytes / 1e6)}${unit.joined || " "}MB`,
    duration(seconds) {
      if (seconds < 60) return say(Math.max(1, Math.round(seconds)), unit.seconds);
      if (seconds < 600) {
        const whole = Math.round(seconds / 5) * 5;
        const rest = whole % 60;
        return [say(Math.floor(whole / 60), unit.minutes), ...(rest ? [say(rest, unit.seconds)] : [])].join(" ");
      }
      if (seconds < 5400) return say(Math.round(seconds / 60), unit.minutes);
      return say(Math.round(seconds / 3600), unit.hours);
    },
  };
}

export const enFormat = createFormat("en", { seconds: "s", minutes: "min", hours: "h", joined: " " });
export const zhFormat = createFormat("zh-CN", { seconds: "秒", minutes: "分", hours: "小时", joined: " " });
