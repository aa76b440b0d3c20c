/** Runs on the worker. Long work in slices, taken in turn, so that messages are heard and a sample can be written while training runs. */

/** Long enough that a slice's overhead does not count, short enough that Pause feels immediate. */
export const SLICE_MILLISECONDS = 10;

export interface Job {
  /** Works for about this long. True when finished; a promise when there is nothing to do until it resolves. */
  slice(milliseconds: number): boolean | Promise<void>;
  /** Called once, when finished or stopped. */
  end(how: "finished" | "stopped"): void;
  /** Called instead of `end` when a slice threw. */
  fail(error: unknown): void;
}

interface Entry {
  model: number;
  job: Job;
  rests: boolean;
}

export class Scheduler {
  private readonly entries = new Map<number, Entry>();
  private readonly soon = afterWaitingMessages(() => this.turn());
  private turning = false;

  add(id: number, model: number, job: Job): void {
    this.entries.set(id, { model, job, rests: false });
    this.next();
  }

  stop(id: number): void {
    const entry = this.entries.get(id);
    if (entry) this.leave(id, () => entry.job.end("stopped"));
  }

  /** Ends all work with a model by an error. */
  failAll(model: number, error: unknown): void {
    for (const [id, entry] of [...this.entries]) {
      if (entry.model === model) this.leave(id, () => entry.job.fail(error));
    }
  }

  private get ready(): [number, Entry] | undefined {
    for (const entry of this.entries) if (!entry[1].rests) return entry;
    return undefined;
  }

  private next(): void {
    if (this.turning || !this.ready) return;
    this.turning = true;
    this.soon();
  }

  private turn(): void {
    this.turning = false;
    const { ready } = this;
    if (ready) this.work(...ready);
    this.next();
  }

  private work(id: number, entry: Entry): void {
    const { job } = entry;
    try {
      const done = job.slice(SLICE_MILLISECONDS);
      if (done === true) return this.leave(id, () => job.end("finished"));
      if (done) this.rest(entry, done);
    } catch (error) {
      return this.leave(id, () => job.fail(error));
    }
    // To the end of the queue: the others have their turn first.
    this.entries.delete(id);
    this.entries.set(id, entry);
  }

  private rest(entry: Entry, until: Promise<void>): void {
    entry.rests = true;
    void until.then(() => {
      entry.rests = false;
      this.next();
    });
  }

  private leave(id: number, say: () => void): void {
    this.entries.delete(id);
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
