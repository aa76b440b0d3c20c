/**
 * What an author writes between the tags of a quiz: the question, a list of answers, and a <details> that is opened once
 * the run has spoken. All of it stays in the page, so that it can be read without any script.
 */
import { render } from "lit";
import { raised } from "../shared/raised.js";

export interface Option { answer: string; label: string }

export interface Children {
  /** Everything that is neither the list of answers nor the explanation. */
  question: Element[];
  options: Option[];
  explanation: HTMLDetailsElement | null;
}

export function childrenOf(host: Element): Children {
  const all = [...host.children];
  const lists = all.filter((child) => child.matches("ul, ol") && child.querySelector(":scope > li[data-answer]"));
  const explanation = all.find((child): child is HTMLDetailsElement => child instanceof HTMLDetailsElement) ?? null;
  const items = lists.flatMap((list) => [...list.querySelectorAll<HTMLElement>(":scope > li[data-answer]")]);
  return {
    question: all.filter((child) => child !== explanation && !lists.includes(child)),
    options: items.map((item) => ({ answer: item.dataset["answer"]!.trim(), label: item.textContent!.replace(/\s+/g, " ").trim() || item.dataset["answer"]! })),
    explanation,
  };
}

export interface Told { runs: Record<string, string>; answer: string; when: readonly string[] }

function write(place: HTMLElement, text: string): void {
  const written = document.createDocumentFragment();
  render(raised(text), written);
  place.replaceChildren(written);
}

/** Fills in what the run has measured, and shows what belongs to this outcome. */
export function explain(explanation: HTMLElement, { runs, answer, when }: Told): void {
  for (const place of explanation.querySelectorAll<HTMLElement>("[data-run]")) {
    const value = runs[place.dataset["run"]!.trim()];
    if (value !== undefined) write(place, value);
  }
  for (const place of explanation.querySelectorAll<HTMLElement>("[data-answer]")) write(place, answer);
  for (const part of explanation.querySelectorAll<HTMLElement>("[data-when]")) {
    part.hidden = !part.dataset["when"]!.split(/[\s|]+/).some((one) => when.includes(one));
  }
}
