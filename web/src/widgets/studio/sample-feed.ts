import { html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import type { SampleEntry, StudioField, Topic } from "../../state/index.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";
import { StudioPart } from "../shared/studio-part.js";
import { sampleFeedStyles } from "./sample-feed.styles.js";
import "../shared/problem-box.js";
import "./setting-field.js";

const EXCERPT = 900;

/** Tells the browser which faces and punctuation a passage needs, whatever the page's language is. */
const languageOfText = (text: string) => (/\p{Script=Han}/u.test(text.slice(0, 2000)) ? "zh-Hans" : nothing);

/**
 * What the model writes while it learns, newest first, each with the step whose weights wrote it. Before
 * that: the beginning of what it is going to read.
 *
 * @attr lock - Names of fields that cannot be changed: `prompt`, `length`, `temperature`.
 */
@element("unrolled-sample-feed")
export class SampleFeed extends StudioPart {
  @property() lock = "";
  protected readonly topics: readonly Topic[] = ["samples", "run", "text", "settings"];

  static override styles = [base, sampleFeedStyles];

  override render() {
    const { studio, words: { samples } } = this;
    const { run } = studio;
    return html`
      <div class="head">
        <h2>${run.samples.length > 0 || run.model ? samples.title : samples.reading}</h2>
        ${run.model ? html`<button class="plain small" data-testid="write-button" @click=${() => studio.writeNow()}>${samples.write}</button>` : nothing}
      </div>
      ${run.samples.length > 0 ? this.#list(run.samples) : this.#excerpt()}
      ${this.#problem()}
      <details>
        <summary>${samples.settings}</summary>
        <div class="fields">
          <div class="wide"><label for="prompt">${this.words.field["prompt"]}</label>
            <input id="prompt" data-testid="field-prompt" dir="auto" autocomplete="off" maxlength="1000" placeholder=${samples.promptEmpty}
              ?readonly=${this.#locked("prompt")} .value=${live(studio.prompt)}
              @input=${(event: Event) => studio.setPrompt((event.target as HTMLInputElement).value)} /></div>
          ${this.#field("sample.temperature")}${this.#field("sample.length")}
        </div>
      </details>`;
  }

  #list(samples: readonly SampleEntry[]) {
    return html`<ol class="feed" tabindex="0" aria-label=${this.words.samples.list}>
      ${repeat(samples, (sample) => sample.id, (sample, k) => this.#sample(sample, k === 0))}
    </ol>`;
  }

  #sample(sample: SampleEntry, newest: boolean) {
    const { samples, format } = this.words;
    // Out of silence a model often begins with the empty lines between paragraphs.
    const shown = sample.prompt ? sample.text : sample.text.replace(/^\n+/, "");
    return html`<li class=${newest ? "newest" : ""} data-testid="sample">
      <div class="meta"><b>${sample.step === 0 ? samples.untrained : samples.step(sample.step)}</b>
        ${sample.perplexity === null ? nothing : html`<span>${samples.perplexity(format.perplexity(sample.perplexity))}</span>`}</div>
      <bdi class="writing" dir="auto" lang=${languageOfText(sample.text)}>${sample.prompt ? html`<span class="prompt">${sample.prompt}</span>` : nothing}${shown}</bdi>
    </li>`;
  }

  #excerpt() {
    const text = this.studio.text.loaded;
    if (this.studio.run.model || text === null || text.trim() === "") {
      return html`<div class="excerpt"><p class="muted">${text === null ? this.words.text.loading : this.words.samples.empty}</p></div>`;
    }
    return html`<div class="excerpt"><bdi class="writing" dir="auto" lang=${languageOfText(text)}>${text.slice(0, EXCERPT)}</bdi></div>`;
  }

  #problem() {
    const problem = this.studio.promptProblem;
    if (!problem) return nothing;
    return html`<unrolled-problem-box .sentence=${this.words.errorSentence(problem.failure)}
      .remedy=${this.studio.prompt && problem.remedy ? this.words.studio.clearPrompt : ""}
      @unrolled-remedy=${() => this.studio.setPrompt("")}></unrolled-problem-box>`;
  }

  #field(name: StudioField) {
    const { draft } = this.studio;
    return html`<unrolled-setting-field name=${name} .typed=${draft.typed(name)} .problem=${draft.problem(name)} .words=${this.words}
      ?locked=${this.#locked(name.replace("sample.", ""))}
      @unrolled-type=${(event: CustomEvent<string>) => this.studio.type(name, event.detail)}></unrolled-setting-field>`;
  }

  #locked(name: string): boolean {
    return this.lock.split(/\s+/).some((part) => part === name || part === "settings");
  }
}
