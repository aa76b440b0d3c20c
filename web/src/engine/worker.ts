/** The worker's entry: hears calls, does them, answers. Everything slow goes through the scheduler. */
import type { Snapshot } from "./api.js";
import { UnrolledError } from "./errors.js";
import { EngineHost, publicError } from "./host.js";
import type { JobMethod, PromptMethod, Work } from "./jobs.js";
import { loadEngine } from "./loader.js";
import { parentPort, type Port } from "./port.js";
import type { Call, ErrorData, FromWorker, Host, Start, ToWorker } from "./protocol.js";
import { Scheduler } from "./scheduler.js";
import { closedError, errorSentence } from "./sentences.js";
import { Team } from "./team.js";
import { TrainingJob } from "./training.js";

type Heard = Exclude<ToWorker, { kind: "start" }>;

const data = ({ code, message, field, details }: UnrolledError): ErrorData => ({ code, message, field, details });

/** The buffers of typed arrays somewhere in a value, to be handed over instead of copied. */
function buffersIn(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(buffersIn);
}

class Answering {
  private readonly scheduler = new Scheduler();
  private readonly training = new Map<number, TrainingJob>();

  constructor(private readonly port: Port<ToWorker, FromWorker>, private readonly host: EngineHost) {}

  hear(message: Heard): void {
    switch (message.kind) {
      case "call": return this.call(message);
      case "abort": return this.scheduler.stop(message.id);
      case "taken": return this.training.get(message.id)?.taken();
      case "ping": return this.port.post({ kind: "pong" });
    }
  }

  private call(call: Call): void {
    try {
      this.begin(call);
    } catch (error) {
      this.fail(call, error);
    }
  }

  private begin(call: Call): void {
    const { id } = call;
    switch (call.method) {
      case "train": return this.train(id, ...(call.args as Parameters<Host["train"]>));
      case "open": return this.answer(id, this.host.open(...(call.args as Parameters<Host["open"]>)));
      case "cell": case "weights": case "save": case "examples": case "coins": case "tokenize": case "gradientNorms": case "snapshots": case "snapshotFile":
        return this.answer(id, this.prompt(call.method, call.args));
      case "snapshot": case "stepBack": {
        const snapshot = this.prompt(call.method, call.args) as Snapshot;
        this.remember(call.args[0] as number, snapshot.step);
        return this.answer(id, snapshot);
      }
      case "memory": return void this.host.memory().then((memory) => this.answer(id, memory));
      case "close": return this.close(id, ...(call.args as Parameters<Host["close"]>));
      default: return this.schedule(call, this.host[call.method](...(call.args as [never, never])));
    }
  }

  /** What is still at work with the model ends first: it reads the model's memory. */
  private close(id: number, model: number): void {
    this.scheduler.failAll(model, closedError());
    this.answer(id, this.host.close(model));
  }

  private prompt<M extends PromptMethod>(method: M, args: Call["args"]): ReturnType<Host[M]> {
    return (this.host[method] as (...args: unknown[]) => ReturnType<Host[M]>).apply(this.host, args);
  }

  /** The page goes on from there if this worker is lost. */
  private remember(model: number, step: number): void {
    const file = this.host.snapshotFile(model, step);
    this.port.post({ kind: "snapshot", model, step, file }, [file.buffer]);
  }

  private train(id: number, model: number, steps: number, patience: number): void {
    const done = () => this.training.delete(id);
    const job = new TrainingJob(this.host.learner(model), { steps, patience }, {
      progress: (progress) => this.port.post({ kind: "progress", id, progress }, buffersIn(progress)),
      snapshot: (step, file) => this.port.post({ kind: "snapshot", model, step, file }, [file.buffer]),
      end: () => (done(), this.answer(id, null)),
      fail: (error) => (done(), this.fail({ kind: "call", id, method: "train", args: [model, steps, patience] }, error)),
    });
    this.training.set(id, job);
    this.scheduler.add(id, model, job);
  }

  private schedule(call: Call, work: Work<JobMethod>): void {
    this.scheduler.add(call.id, call.args[0] as number, {
      slice: (milliseconds) => work.run(milliseconds),
      end: (how) => {
        try {
          if (how === "finished") this.answer(call.id, work.result());
          else this.fail(call, new UnrolledError("aborted", errorSentence("aborted", {}), "signal"));
        } catch (error) {
          this.fail(call, error);
        }
        work.delete();
      },
      fail: (error) => {
        this.fail(call, error);
        work.delete();
      },
    });
  }

  private answer(id: number, value: unknown): void {
    this.port.post({ kind: "result", id, value }, buffersIn(value));
  }

  private fail(call: Call, thrown: unknown): void {
    const settings = call.method === "train" ? this.host.settings(call.args[0] as number) : null;
    const error = publicError(thrown, settings);
    if (error) return this.port.post({ kind: "error", id: call.id, error: data(error) });
    // A trap leaves the instance untrustworthy: the client starts a new worker from the last snapshot.
    this.port.post({ kind: "fatal", error: data(new UnrolledError("worker-lost", String(thrown))) });
  }
}

const port = await parentPort<ToWorker, FromWorker>();
const early: Heard[] = [];
let hear = (message: Heard): void => void early.push(message);

async function start(options: Start): Promise<void> {
  try {
    const module = await loadEngine(options.numerics);
    const answering = new Answering(port, new EngineHost(module, new Team(import.meta.url, options)));
    hear = (message) => answering.hear(message);
    early.forEach(hear);
  } catch (error) {
    const told = error instanceof UnrolledError ? error : new UnrolledError("engine-damaged", errorSentence("engine-damaged", {}));
    port.post({ kind: "fatal", error: data(told) });
  }
}

port.listen((message) => (message.kind === "start" ? void start(message) : hear(message)));
