/** Slow motion: one tick after the other while it can be seen; out of sight it waits. */
import type { ReactiveController, ReactiveControllerHost } from "lit";

export class Player implements ReactiveController {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #inView = true;
  playing = false;
  readonly #sight = new IntersectionObserver((entries) => (this.#inView = entries.at(-1)!.isIntersecting));

  /** `tick` says whether there is more. */
  constructor(private readonly host: ReactiveControllerHost & HTMLElement, private readonly seconds: () => number, private readonly tick: () => boolean) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#sight.observe(this.host);
  }

  hostDisconnected(): void {
    this.#sight.disconnect();
    this.stop();
  }

  start(): void {
    this.playing = true;
    this.#wait();
    this.host.requestUpdate();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.playing = false;
    this.host.requestUpdate();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const seen = this.#inView && !document.hidden;
      if (seen && !this.tick()) return this.stop();
      this.#wait();
    }, 1000 * this.seconds());
  }
}
