/** Runs on the worker. Long work in slices, taken in turn, so that messages are heard and a sample can be written while training runs. */

/** Long enough that a slice's overhead does not count, short enough that Pause feels immediate. */
export const SLICE_MILLISECONDS = 10;

export interface Job {
  /** Works for about this long. True when finished. */
  slice(milliseconds: number): boolean;
  /** Called once, when finished or stopped. */
  end(how: "finished" | "stopped"): void;
  /** Called instead of `end` when a slice threw. */
  fail(error: unknown): void;
}

export class Scheduler {
  private readonly jobs = new Map<number, Job>();
  private readonly soon = afterWaitingMessages(() => this.turn());
  private turning = false;

  add(id: number, job: Job): void {
    this.jobs.set(id, job);
    this.next();
  }

  stop(id: number): void {
    const job = this.jobs.get(id);
    if (job) this.leave(id, () => job.end("stopped"));
  }

  private next(): void {
    if (this.turning || this.jobs.size === 0) return;
    this.turning = true;
    this.soon();
  }

  private turn(): void {
    this.turning = false;
    const first = this.jobs.entries().next();
    if (!first.done) this.work(...first.value);
    this.next();
  }

  private work(id: number, job: Job): void {
    try {
      if (job.slice(SLICE_MILLISECONDS)) return this.leave(id, () => job.end("finished"));
    } catch (error) {
      return this.leave(id, () => job.fail(error));
    }
    // To the end of the queue: the others have their turn first.
    this.jobs.delete(id);
    this.jobs.set(id, job);
  }

  private leave(id: number, say: () => void): void {
    this.jobs.delete(id);
    say();
  }
}

/** Lets waiting messages in between: a timer would cost 4 ms each time in a browser, and Node hears its own messages first. */
function afterWaitingMessages(turn: () => void): () => void {
  if (typeof setImmediate === "function") return () => void setImmediate(turn);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = turn;
  return () => port2.postMessage(null);
}
