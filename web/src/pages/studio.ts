import { html, nothing } from "lit";
import { writePreset } from "../state/index.js";
import type { UnrolledStudio } from "../widgets/studio/unrolled-studio.js";
import { Page } from "./page.js";
import "../widgets/studio/unrolled-studio.js";

/** The studio page: every setting, kept in the page's address so that a link leads to the same experiment. */
class StudioPage extends Page {
  protected readonly place = "studio";

  protected documentTitle(): string {
    return this.words.page.studioTitle;
  }

  protected override firstUpdated(): void {
    this.#exhibit?.apply(this.asked);
  }

  protected main() {
    const { page, url, htmlLang } = this.words;
    const { damaged, sameVersion } = this.asked;
    return html`
      <h1>${page.studio}</h1>
      <p class="lead">${page.studioIntro}</p>
      ${damaged.length > 0 || !sameVersion ? html`<p class="url-note" data-testid="notice" role="status">
        ${sameVersion ? nothing : url.version} ${damaged.length > 0 ? url.damaged(damaged) : nothing}</p>` : nothing}
      <unrolled-studio lang=${htmlLang} theme=${this.preferences.theme} @unrolled-settings=${this.#remember}></unrolled-studio>`;
  }

  get #exhibit(): UnrolledStudio | null {
    return this.querySelector<UnrolledStudio>("unrolled-studio");
  }

  #remember(): void {
    const exhibit = this.#exhibit;
    if (!exhibit || !this.hasUpdated) return;
    const preset = { ...exhibit.studio.preset, lang: this.asked.lang };
    const usual = this.preferences.language === "zh" ? "chinese" : "english";
    const nothingChosen = preset.text === usual && writePreset({ ...preset, text: null }) === "";
    history.replaceState(null, "", (nothingChosen ? "" : writePreset(preset)) || location.pathname + location.search);
  }
}

customElements.define("studio-page", StudioPage);
