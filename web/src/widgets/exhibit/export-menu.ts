import { LitElement, css, html } from "lit";
import { property, state } from "lit/decorators.js";
import type { Theme } from "../../draw/colour.js";
import type { Picture } from "../../draw/marks.js";
import { svgFile } from "../../draw/svg.js";
import type { Words } from "../../i18n/index.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";
import { csvOf, type Table } from "./data-table.js";

export interface Exported { pictures: { picture: Picture; heading: string }[]; tables: readonly Table[] }

/** Twice the size on the page: sharp on paper and in slides. */
const SCALE = 2;

/** The SVG as a picture of dots. */
async function pngOf(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth * SCALE, image.naturalHeight * SCALE];
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture")))));
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The pictures of an exhibit as PNG or SVG, its numbers as CSV. What is saved is what is shown. */
@element("unrolled-export-menu")
export class ExportMenu extends LitElement {
  /** What there is to save, asked for when it is saved. */
  @property({ attribute: false }) content: () => Exported = () => ({ pictures: [], tables: [] });
  /** The files' name, without its ending. */
  @property() name = "unrolled";
  @property() theme: Theme = "light";
  @property({ attribute: false }) words!: Words;
  @state() private said = "";

  static override styles = [base, css`
    summary { color: var(--accent); font-size: var(--small); width: fit-content; }
    .row { display: flex; flex-wrap: wrap; gap: 0.4rem; align-items: center; padding-block: 0.3rem; }
    button { min-height: 2rem; padding: 0.1rem 0.7rem; font-size: var(--small); }
    @media print { :host { display: none; } }
  `];

  override render() {
    const { exhibit } = this.words;
    return html`<details>
      <summary>${exhibit.save}</summary>
      <div class="row">
        <button data-testid="copy" @click=${this.#copy}>${exhibit.copy}</button>
        <button data-testid="png" @click=${async () => this.#download(await pngOf(this.#svg()), "png")}>${exhibit.png}</button>
        <button data-testid="svg" @click=${() => this.#download(new Blob([this.#svg()], { type: "image/svg+xml" }), "svg")}>${exhibit.svg}</button>
        <button data-testid="csv" @click=${() => this.#download(new Blob([csvOf(this.content().tables)], { type: "text/csv" }), "csv")}>${exhibit.csv}</button>
        <span role="status" class="small muted">${this.said}</span>
      </div>
    </details>`;
  }

  #svg(): string {
    return svgFile(this.content().pictures, this.theme);
  }

  async #copy(): Promise<void> {
    const { exhibit } = this.words;
    try {
      // The promise goes in unawaited: Safari allows copying only within the click.
      await navigator.clipboard.write([new ClipboardItem({ "image/png": pngOf(this.#svg()) })]);
      this.said = exhibit.copied;
    } catch {
      this.said = exhibit.notCopied;
    }
  }

  #download(blob: Blob, ending: string): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${this.name}.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
}
