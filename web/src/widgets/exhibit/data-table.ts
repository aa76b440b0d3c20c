import { LitElement, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import type { Words } from "../../i18n/index.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";
import { raised } from "../shared/raised.js";

/** The numbers behind a picture, exact; the first column names the row. */
export interface Table {
  caption?: string;
  columns: readonly string[];
  rows: readonly (readonly (number | string | null)[])[];
}

/** A page with more would be slow to open; the CSV file has them all. */
const MOST_ROWS = 300;
const MOST_CELLS = 6000;

/** With a byte-order mark, so that spreadsheets read Chinese; quotes where a cell needs them. */
export function csvOf(tables: readonly Table[]): string {
  const cell = (value: number | string | null) => {
    const text = value === null ? "" : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = ({ columns, rows }: Table) => [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
  return `\ufeff${tables.map(lines).join("\r\n")}`;
}

/** The data of an exhibit as a table that opens; filled in only while it is open. */
@element("unrolled-data-table")
export class DataTable extends LitElement {
  @property({ attribute: false }) tables: () => readonly Table[] = () => [];
  @property({ attribute: false }) words!: Words;
  @state() private open = false;

  static override styles = [base, css`
    summary { color: var(--accent); font-size: var(--small); width: fit-content; }
    .scroll { max-height: 20rem; overflow: auto; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: var(--small); }
    th, td { text-align: end; padding: 0.15rem 1.4rem 0.15rem 0; border-bottom: 1px solid var(--hairline); font-weight: 400; white-space: nowrap; }
    caption { text-align: start; color: var(--muted); padding-block: 0.5rem 0.2rem; }
    th:first-child { text-align: start; }
    th { color: var(--muted); }
    thead th { position: sticky; top: 0; background: var(--paper); }
  `];

  override render() {
    const { exhibit } = this.words;
    return html`<details @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}>
      <summary data-testid="table">${exhibit.table}</summary>
      ${this.open ? this.tables().map((table) => this.#body(table)) : nothing}
    </details>`;
  }

  #body({ caption, columns, rows }: Table) {
    const { exhibit, format, numbers } = this.words;
    const cell = (value: number | string | null | undefined) => typeof value === "number" ? raised(format.number(value)) : value ?? numbers.none;
    const shown = rows.slice(0, Math.min(MOST_ROWS, Math.ceil(MOST_CELLS / columns.length)));
    return html`${shown.length < rows.length ? html`<p class="small muted">${exhibit.tableCut(shown.length, rows.length)}</p>` : nothing}
      <div class="scroll" tabindex="0" role="region" aria-label=${caption ?? exhibit.table}><table>
        ${caption ? html`<caption>${caption}</caption>` : nothing}
        <thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${shown.map(([head, ...rest]) => html`<tr><th scope="row">${cell(head)}</th>${rest.map((value) => html`<td>${cell(value)}</td>`)}</tr>`)}</tbody>
      </table></div>`;
  }
}
