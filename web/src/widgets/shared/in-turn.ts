/** Pictures, each in a task of its own: a page with dozens of them answers its reader between any two. */
let last = Promise.resolve();

export function inTurn(): Promise<void> {
  return (last = last.then(() => new Promise((resolve) => setTimeout(resolve))));
}
