/** Like Lit's `customElement`, but a page may load the module twice (course notes with two exhibits do). */
export const element = (name: string) => (constructor: CustomElementConstructor): void => {
  if (!customElements.get(name)) customElements.define(name, constructor);
};
