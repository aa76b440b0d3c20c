import { html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { isRefusal, type TextName, type TextNote, type Topic } from "../../state/index.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";
import { StudioPart } from "../shared/studio-part.js";
import { textPanelStyles } from "./text-panel.styles.js";
import "../shared/problem-box.js";

/** A longer text is shown by its beginning only: laying out megabytes would freeze the page. */
const MOST_EDITABLE = 200_000;
const PREVIEW = 5_000;

/**
 * The text to learn: a bundled one, or the reader's own by typing, pasting, dropping or opening a file.
 * What is refused is explained, and never replaces what is there.
 *
 * @attr locked - The text is shown but cannot be changed.
 */
@element("unrolled-text-panel")
export class TextPanel extends StudioPart {
  @property({ type: Boolean }) locked = false;
  @state() private dragging = false;
  @query("input[type=file]") private file!: HTMLInputElement;
  protected readonly topics: readonly Topic[] = ["text"];

  static override styles = [base, textPanelStyles];

  override render() {
    const { words: { text: words }, studio: { text }, locked } = this;
    return html`<div class="panel">
      <h2>${words.title}</h2>
      <div class="choice">
        <select aria-label=${words.choose} data-testid="corpus-select" ?disabled=${locked} .value=${live(text.name)} @change=${this.#choose}>
          ${(["english", "chinese", "own"] as const).map((name) => html`<option value=${name} ?selected=${name === text.name}>${words[name]}</option>`)}
        </select>
        ${locked ? nothing : html`
          <button @click=${() => this.file.click()}>${words.open}</button>
          <input type="file" hidden data-testid="file-input" aria-label=${words.open} @change=${this.#open} />`}
      </div>
      <div class="well" @dragover=${this.#drag} @dragleave=${() => (this.dragging = false)} @drop=${this.#drop}>
        ${this.#area()}
        ${this.dragging ? html`<div class="drop">${words.drop}</div>` : nothing}
      </div>
      <div class="under">
        <span>${text.loaded === null ? words.loading : words.characters(text.characters)}</span><span>${words.privacy}</span>
      </div>
      <div class="after">${this.#note(text.note)}</div>
    </div>`;
  }

  #area() {
    const { words: { text: words }, studio: { text } } = this;
    const whole = text.loaded ?? "";
    const long = whole.length > MOST_EDITABLE;
    const shown = long ? whole.slice(0, PREVIEW) : whole;
    return html`
      <textarea data-testid="text-input" aria-label=${words.area} dir="auto" spellcheck="false" autocomplete="off" placeholder=${words.placeholder}
        ?readonly=${long || this.locked} .value=${live(shown)} @input=${this.#write} @paste=${this.#paste}></textarea>
      ${long ? html`<p class="note">${words.preview(PREVIEW, text.characters)}
        ${this.locked ? nothing : html`<button class="plain small" @click=${() => this.studio.writeText("")}>${words.clear}</button>`}</p>` : nothing}`;
  }

  #note(note: TextNote | null) {
    if (!note) return nothing;
    const sentence = this.#sentence(note);
    return isRefusal(note)
      ? html`<unrolled-problem-box .sentence=${sentence}></unrolled-problem-box>`
      : html`<p class="note" role="status" data-testid="notice">${sentence}</p>`;
  }

  #sentence(note: TextNote): string {
    const { text, format } = this.words;
    switch (note.kind) {
      case "file": return text.fileRead(note.name, note.encoding);
      case "guessed": return text.guessed(note.name, note.encoding);
      case "binary": return text.binary(note.name, note.fileKind);
      case "empty-file": return text.emptyFile(note.name);
      case "unreadable": return text.unreadable(note.name);
      case "too-large": return text.tooLarge(format.megabytes(note.bytes), format.megabytes(note.limit));
      case "missing": return text.missing;
    }
  }

  #choose(event: Event): void {
    this.studio.chooseText((event.target as HTMLSelectElement).value as TextName);
  }

  #write(event: Event): void {
    this.studio.writeText((event.target as HTMLTextAreaElement).value);
  }

  /** A long paste goes past the text area, which would take seconds to lay it out. */
  #paste(event: ClipboardEvent): void {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    const area = event.target as HTMLTextAreaElement;
    if (this.locked || (!area.readOnly && pasted.length + area.value.length <= MOST_EDITABLE)) return;
    event.preventDefault();
    if (pasted === "") return;
    const { selectionStart: from, selectionEnd: to, value } = area;
    this.studio.writeText(area.readOnly ? pasted : value.slice(0, from) + pasted + value.slice(to));
  }

  #drag(event: DragEvent): void {
    if (this.locked || !event.dataTransfer) return;
    const { types } = event.dataTransfer;
    if (!types.includes("Files") && !types.includes("text/plain")) return;
    event.preventDefault();
    this.dragging = true;
  }

  #drop(event: DragEvent): void {
    this.dragging = false;
    if (this.locked) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) void this.studio.openText(file);
    else {
      const dropped = event.dataTransfer?.getData("text/plain");
      if (dropped) this.studio.writeText(dropped);
    }
  }

  #open(): void {
    const file = this.file.files?.[0];
    this.file.value = "";
    if (file) void this.studio.openText(file);
  }
}
