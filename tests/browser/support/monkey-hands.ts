/** The monkey's hands in the page: what there is to press, and exhibits that are taken away, changed and put back. */

export interface Place { x: number; y: number; what: string }

export interface Hands {
  /** Whether the switch of languages may lead away. */
  travels: boolean;
  /** Somewhere on something that can be pressed; `kinds` is a selector. Numbers are shares between 0 and 1. */
  place(kinds: string, shares: number[]): Place | null;
  /** Writes as a script would: no keyboard has a lone surrogate. `text` is JSON. */
  write(text: string, shares: number[]): string | null;
  choose(shares: number[]): string | null;
  setAttribute(text: string, shares: number[]): string;
  restore(shares: number[]): string;
  takeOff(shares: number[]): string;
  putBack(): string;
  /** Hides the page as another tab would, or shows it. */
  hide(hidden: boolean): void;
  /** Every exhibit in its place, as the page's author wrote it. */
  tidy(): void;
  count(): number;
  /** Exhibits are back and what opens is closed: a table of all gates alone has 200,000 nodes. */
  calm(): Promise<void>;
  /** How many nodes are on the page, in open shadow roots, too. */
  nodes(): number;
}

/** Runs in the page before anything else. */
export function installHands(): void {
  interface Known { element: Element; written: [string, string][]; gap: Comment | null; name: string }
  let known: Known[] | null = null;
  const isExhibit = (element: Element) => element.localName.startsWith("unrolled-");
  const one = <T>(all: readonly T[], share: number): T => all[Math.min(all.length - 1, Math.floor(share * all.length))]!;
  const exhibits = (): Known[] => (known ??= [...document.querySelectorAll("*")].filter(isExhibit).map((element, k) => ({
    element, gap: null, name: `${element.localName} ${k}`, written: [...element.attributes].map(({ name, value }): [string, string] => [name, value]),
  })));

  /** All that matches below a root, through open shadow roots; exhibits below the page itself are roots of their own. */
  function below(root: Element | ShadowRoot, kinds: string, found: Element[]): Element[] {
    const shadow = root instanceof Element ? root.shadowRoot : null;
    for (const node of [shadow, root]) for (const element of node?.children ?? []) {
      if (root === document.body && isExhibit(element)) continue;
      if (element.matches(kinds) && element.checkVisibility()) found.push(element);
      below(element, kinds, found);
    }
    return found;
  }

  /** First an exhibit or the page around them, then something in it: the many lines of a code must not take all. */
  function pick(kinds: string, shares: number[]): { element: Element; what: string } | null {
    const groups = [...exhibits().filter(({ gap }) => !gap), { element: document.body, name: "page" }];
    const { element: group, name } = one(groups, shares[0]!);
    const found = below(group, kinds, []);
    if (found.length === 0) return null;
    const element = one(found, shares[1]!);
    return { element, what: `${name}: ${element.localName} ${element.getAttribute("data-testid") ?? (element.textContent ?? "").trim().slice(0, 24)}` };
  }

  function put({ element, written }: Known): void {
    for (const { name } of [...element.attributes]) if (!written.some(([own]) => own === name)) element.removeAttribute(name);
    for (const [name, value] of written) if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }

  function nodesBelow(node: Node): number {
    let count = 1;
    if (node instanceof Element && node.shadowRoot) count += nodesBelow(node.shadowRoot);
    for (const child of node.childNodes) count += nodesBelow(child);
    return count;
  }

  const hands: Hands = {
    travels: false,
    place(kinds, shares) {
      const picked = pick(kinds, shares);
      if (!picked) return null;
      picked.element.scrollIntoView({ block: "nearest", inline: "nearest" });
      const { left, top, width, height } = picked.element.getBoundingClientRect();
      const within = (at: number, most: number) => Math.min(most - 1, Math.max(0, at));
      return { x: within(left + width * shares[2]!, innerWidth), y: within(top + height * shares[3]!, innerHeight), what: picked.what };
    },
    write(text, shares) {
      const picked = pick("textarea, input:not([type=file]):not([type=radio]):not([type=checkbox])", shares);
      if (!picked) return null;
      (picked.element as HTMLInputElement).value = JSON.parse(text) as string;
      for (const type of ["input", "change"]) picked.element.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
      return picked.what;
    },
    choose(shares) {
      const picked = pick("select", shares);
      if (!picked) return null;
      const select = picked.element as HTMLSelectElement;
      select.selectedIndex = Math.floor(shares[2]! * select.options.length);
      for (const type of ["input", "change"]) select.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
      return `${picked.what} = ${select.value}`;
    },
    setAttribute(text, shares) {
      const { element, name } = one(exhibits(), shares[0]!);
      const listened = (element.constructor as unknown as { observedAttributes?: string[] }).observedAttributes ?? ["lang"];
      const attribute = one(listened, shares[1]!);
      element.setAttribute(attribute, JSON.parse(text) as string);
      return `${name} ${attribute}`;
    },
    restore(shares) {
      const chosen = one(exhibits(), shares[0]!);
      put(chosen);
      return chosen.name;
    },
    takeOff(shares) {
      const chosen = one(exhibits(), shares[0]!);
      if (!chosen.gap) chosen.element.replaceWith((chosen.gap = document.createComment("")));
      return chosen.name;
    },
    putBack() {
      const off = exhibits().filter(({ gap }) => gap);
      for (const one of off) {
        one.gap!.replaceWith(one.element);
        one.gap = null;
      }
      return off.map(({ name }) => name).join(", ");
    },
    hide(hidden) {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    },
    tidy() {
      hands.putBack();
      hands.hide(false);
      exhibits().forEach(put);
    },
    count: () => exhibits().length,
    async calm() {
      hands.putBack();
      for (const { element } of exhibits()) for (const details of below(element, "details[open]", [])) (details as HTMLDetailsElement).open = false;
      for (let k = 0; k < 3; k++) await new Promise((resolve) => requestAnimationFrame(resolve));
    },
    nodes: () => nodesBelow(document),
  };
  Object.assign(window, { hands });

  // Who is led away loses what has been done to this page.
  addEventListener("click", (event: MouseEvent) => {
    const link = event.composedPath().find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement && node.href !== "");
    if (!link || link.hasAttribute("download") || link.protocol === "blob:") return;
    const here = link.origin === location.origin && link.pathname === location.pathname && link.hash !== "" && !event.shiftKey && !event.ctrlKey;
    if (!here && !(hands.travels && link.dataset["testid"] === "lang-switch")) event.preventDefault();
  }, { capture: true });
}
