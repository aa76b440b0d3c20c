import { html } from "lit";
import { studioFields } from "../state/index.js";
import { Page } from "./page.js";
import "../widgets/studio/unrolled-studio.js";

/** The home page: one sentence, the exhibit, and then what it is about. */
class HomePage extends Page {
  protected readonly place = "home";

  protected documentTitle(): string {
    return this.words.page.title;
  }

  protected main() {
    const { home, htmlLang, code } = this.words;
    // Full-width punctuation brings its own space.
    const space = code === "zh" ? "" : " ";
    const { theme } = this.preferences;
    return html`
      <h1>${home.headline}</h1>
      <p class="lead">${home.lead}</p>
      <unrolled-studio hide="settings model-file" lang=${htmlLang} theme=${theme}></unrolled-studio>
      <div class="telling">
        <section class="tall" aria-labelledby="happens">
          <h2 id="happens">${home.happensTitle}</h2>
          <ol>${home.happens(studioFields.batch.fallback, studioFields.window.fallback).map(([what, how]) => html`<li><span><b>${what}</b>${space}${how}</span></li>`)}</ol>
        </section>
        <section aria-labelledby="promises">
          <h2 id="promises">${home.promisesTitle}</h2>
          <ul>${home.promises.map(([what, how]) => html`<li><b>${what}</b>${space}${how}</li>`)}</ul>
        </section>
        <section aria-labelledby="own">
          <h2 id="own">${home.ownTitle}</h2>
          <p>${home.own}</p>
          <p><a href="./studio/">${home.toStudio}</a> <span class="note">${home.toStudioNote}</span></p>
        </section>
      </div>`;
  }
}

customElements.define("home-page", HomePage);
