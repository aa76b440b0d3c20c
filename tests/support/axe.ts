import axe, { type Result } from "axe-core";
import type { Page } from "playwright-core";

/**
 * The accessibility rules that a page breaks, one readable line for each element; shadow trees
 * included. An empty list is a pass.
 */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  // A script element would be refused by a strict content security policy; evaluation is not.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (): Promise<Result[]> => {
    const found = await window.axe.run(document, { resultTypes: ["violations"] });
    return found.violations;
  });
  return violations.flatMap(describeViolation);
}

function describeViolation({ id, help, nodes }: Result): string[] {
  return nodes.map(({ target, html, failureSummary = "" }) => {
    const remedy = failureSummary.replace(/\s*\n\s*/g, " ");
    return `${id} (${help}): ${target.flat().join(" >> ")} ${html}: ${remedy}`;
  });
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
