import { css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { isRelevant, type StudioField, type Topic } from "../../state/index.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";
import { StudioPart } from "../shared/studio-part.js";
import "./setting-field.js";

const common: StudioField[] = ["cell", "activation", "hidden", "layers", "optimizer.rate", "steps"];
/** Under headings that open. */
const folded: Record<"moreSettings" | "feedingSettings" | "gateSettings", StudioField[]> = {
  moreSettings: [
    "batch", "window", "optimizer.name", "optimizer.momentum", "optimizer.decay", "schedule.name", "schedule.every",
    "schedule.factor", "schedule.steps", "schedule.warmup", "clip", "clipValue", "dropout", "forgetBias", "recurrent", "spectralRadius",
    "embedding", "tokens", "vocabulary", "minFrequency", "validation",
    "workers", "numerics", "seed",
  ],
  feedingSettings: [
    "state", "truncation.name", "truncation.steps", "feeding.name", "feeding.k", "feeding.c", "feeding.floor", "feeding.per", "feeding.own",
  ],
  gateSettings: ["hold.i", "hold.f", "hold.g", "hold.o", "hold.r", "hold.z"],
};

type Heading = keyof typeof folded;

/**
 * The model's settings: the common ones in sight, the others under a heading that opens.
 *
 * @attr lock - Names of settings that cannot be changed, separated by spaces; `settings` locks all.
 */
@element("unrolled-settings-panel")
export class SettingsPanel extends StudioPart {
  @property() lock = "";
  protected readonly topics: readonly Topic[] = ["settings"];
  readonly #unfolded = new Set<Heading>();

  static override styles = [base, css`
    .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: 0.9rem 1rem; align-items: start; }
    h2 { margin-bottom: 0.7rem; }
    details { margin-top: 1rem; border-top: 1px solid var(--hairline); }
    details .fields { margin-top: 0.6rem; }
    summary { color: var(--accent); font-size: var(--small); }
  `];

  override render() {
    const { words, studio } = this;
    const shown = (name: StudioField) => isRelevant(name, studio.draft.values);
    return html`
      <h2>${words.studio.settings}</h2>
      <div class="fields">${common.filter(shown).map((name) => this.#field(name))}</div>
      ${(Object.keys(folded) as Heading[]).map((heading) => this.#fold(heading, folded[heading].filter(shown)))}`;
  }

  #fold(heading: Heading, names: StudioField[]) {
    if (names.length === 0) return nothing;
    // Opened for a wrong value, and then left alone: folding it again would take the field from under the cursor.
    if (names.some((name) => this.studio.draft.problem(name))) this.#unfolded.add(heading);
    return html`
      <details ?open=${this.#unfolded.has(heading)} @toggle=${(event: Event) => this.#toggled(heading, event)}>
        <summary>${this.words.studio[heading]}</summary>
        <div class="fields">${names.map((name) => this.#field(name))}</div>
      </details>`;
  }

  /** A heading that leaves with its fields, and comes back with them, is as open as it was. */
  #toggled(heading: Heading, { target }: Event): void {
    if ((target as HTMLDetailsElement).open) this.#unfolded.add(heading);
    else this.#unfolded.delete(heading);
  }

  /** Brings the first field that cannot be used into sight and under the cursor. */
  async showProblem(): Promise<void> {
    await this.updateComplete;
    const name = [common, ...Object.values(folded)].flat().find((candidate) => this.studio.draft.obstacles.includes(candidate));
    const field = this.renderRoot.querySelector<HTMLElement>(`unrolled-setting-field[name="${name}"]`);
    field?.closest("details")?.setAttribute("open", "");
    field?.focus();
  }

  #field(name: StudioField) {
    const { draft } = this.studio;
    const locked = this.lock.split(/\s+/).some((part) => part === name || part === "settings" || name.endsWith(`.${part}`));
    return html`<unrolled-setting-field name=${name} .typed=${draft.typed(name)} .problem=${draft.problem(name)} .words=${this.words}
      ?locked=${locked} @unrolled-type=${(event: CustomEvent<string>) => this.studio.type(name, event.detail)}></unrolled-setting-field>`;
  }
}
