/** Runs on the worker. The methods of the protocol, on top of the bound C++ session. */
import type { MainModule, Session } from "#engine";
import type { ModelInfo, ResolvedSettings } from "./api.js";
import { Crew } from "./crew.js";
import { UnrolledError, type ErrorCode, type ErrorDetails } from "./errors.js";
import { beamJob, evaluateJob, sampleJob, shardsJob, traceJob, type Work } from "./jobs.js";
import { lensJob } from "./lens-jobs.js";
import type { Bytes, LensRequest, Recipe, ShardsRequest } from "./protocol.js";
import { closedError, engineNotice, errorSentence } from "./sentences.js";
import { resolveModelSettings } from "./settings.js";
import type { Team } from "./team.js";

export interface OpenModel {
  session: Session;
  info: ModelInfo;
  /** Who trains it, where that is more than this worker. */
  crew: Crew | null;
  /** What it computes for a worker that leads. */
  shards: ShardsRequest | null;
}

const decoder = new TextDecoder();

/** What C++ threw, as the public error. Anything else is a trap: the instance cannot be trusted any more. */
export function publicError(thrown: unknown, settings: ResolvedSettings | null): UnrolledError | null {
  if (thrown instanceof UnrolledError) return thrown;
  const raw = thrown as { code?: ErrorCode; field?: string; message?: Bytes; details?: Record<string, Bytes> } | null;
  if (typeof raw?.code !== "string" || !(raw.message instanceof Uint8Array)) return null;
  const details: ErrorDetails = {};
  for (const [key, bytes] of Object.entries(raw.details ?? {})) {
    const text = decoder.decode(bytes);
    details[key] = key === "characters" && raw.code === "unknown-characters" ? [...text] : /^\d+$/.test(text) ? Number(text) : text;
  }
  if (raw.code === "diverged") details.rate = settings?.optimizer.rate ?? null;
  if (raw.code === "bad-file") details.why = decoder.decode(raw.message);
  return new UnrolledError(raw.code, errorSentence(raw.code, details), raw.field || null, details);
}

function sessionOptions(module: MainModule, s: ResolvedSettings, role: Recipe["role"]) {
  return {
    shape: {
      cell: module.CellKind[s.cell],
      activation: module.Activation[s.activation],
      embedding: s.embedding,
      hidden: s.hidden,
      layers: s.layers,
    },
    forgetBias: s.forgetBias,
    recurrent: { kind: module.RecurrentKind[s.recurrent], radius: s.spectralRadius },
    vocabulary: s.vocabulary,
    validation: s.validation,
    training: {
      batch: s.batch,
      window: s.window,
      optimizer: { ...s.optimizer, kind: module.OptimizerKind[s.optimizer.name] },
      clip: s.clip,
      clipValue: s.clipValue,
      schedule: { ...s.schedule, kind: module.ScheduleKind[s.schedule.name] },
    },
    seed: s.seed,
    role: module.Role[role],
  };
}

function settingsOfFile(json: Bytes): ResolvedSettings {
  try {
    return resolveModelSettings(JSON.parse(decoder.decode(json)));
  } catch (error) {
    const why = error instanceof UnrolledError ? error.message : "its settings are not JSON";
    throw new UnrolledError("bad-file", errorSentence("bad-file", { why }), "bytes", { why });
  }
}

export class EngineHost {
  private readonly models = new Map<number, OpenModel>();

  constructor(readonly module: MainModule, private readonly team: Team) {}

  open(recipe: Recipe): ModelInfo {
    const { model, text, settings, file, role } = recipe;
    const head = file && this.module.readHead(file);
    const asked = head ? settingsOfFile(head.settings) : settings!;
    const options = sessionOptions(this.module, asked, role);
    const session = head ? new this.module.Session(options, text, head.vocabulary) : new this.module.Session(options, text);
    try {
      if (file) session.restore(file);
    } catch (error) {
      session.delete();
      throw error;
    }
    this.close(model);
    const info: ModelInfo = {
      settings: { ...asked, batch: session.batch },
      parameters: session.parameters,
      vocabulary: ["<unk>", ...decoder.decode(session.vocabulary())],
      trainCharacters: session.trainCharacters,
      validationCharacters: session.validationCharacters,
      notices: session.notices().map(({ code, details }) => engineNotice(code, details)),
    };
    const shared = role === "trains" && text.length > 0 && this.team.helpers.length > 0 && session.shards > 1;
    this.models.set(model, { session, info, crew: shared ? new Crew(session, recipe, this.team) : null, shards: null });
    return info;
  }

  model(id: number): OpenModel {
    const found = this.models.get(id);
    if (!found) throw closedError();
    return found;
  }

  settings(id: number): ResolvedSettings | null {
    return this.models.get(id)?.info.settings ?? null;
  }

  save(model: number): Bytes {
    const { session, info } = this.model(model);
    return session.save(JSON.stringify(info.settings));
  }

  async memory(): Promise<{ bytes: number }> {
    return { bytes: this.module.memoryBytes() + (await this.team.memory()) };
  }

  close(model: number): null {
    this.models.get(model)?.crew?.close();
    this.models.get(model)?.session.delete();
    this.models.delete(model);
    return null;
  }

  evaluate(model: number, text: Bytes): Work<"evaluate"> {
    return evaluateJob(this.module, this.model(model), text);
  }
  sample(model: number, request: Parameters<typeof sampleJob>[2]): Work<"sample"> {
    return sampleJob(this.module, this.model(model), request);
  }
  beam(model: number, request: Parameters<typeof beamJob>[2]): Work<"beam"> {
    return beamJob(this.module, this.model(model), request);
  }
  shards(model: number, request: ShardsRequest): Work<"shards"> {
    return shardsJob(this.model(model), request);
  }
  lens(model: number, request: LensRequest): Work<"lens"> {
    return lensJob(this.module, this.model(model), request);
  }
  trace(model: number, request: Parameters<typeof traceJob>[2]): Work<"trace"> {
    return traceJob(this.module, this.model(model), request);
  }
}
