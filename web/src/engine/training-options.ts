/** Runs on the worker. What every trainer is told, as C++ names it. */
import type { MainModule } from "#engine";
import type { ResolvedSettings } from "./api.js";

type Training = Pick<ResolvedSettings, "batch" | "window" | "optimizer" | "schedule" | "clip" | "clipValue"> &
  Partial<Pick<ResolvedSettings, "state" | "truncation" | "feeding">>;

const wholeWindow = { name: "window", steps: 1 } as const;
const onlyTruth = { name: "truth", k: 1, c: 0, floor: 0, per: "token", own: "sampled" } as const;

export function trainingOptions(module: MainModule, s: Training) {
  const { state = "carried", truncation = wholeWindow, feeding = onlyTruth } = s;
  return {
    batch: s.batch,
    window: s.window,
    optimizer: { ...s.optimizer, kind: module.OptimizerKind[s.optimizer.name] },
    clip: s.clip,
    clipValue: s.clipValue,
    schedule: { ...s.schedule, kind: module.ScheduleKind[s.schedule.name] },
    between: module.Between[state],
    truncation: { ...truncation, kind: module.TruncationKind[truncation.name] },
    feeding: {
      ...feeding,
      kind: module.FeedingKind[feeding.name === "inverse-sigmoid" ? "inverseSigmoid" : feeding.name],
      per: module.CoinPer[feeding.per],
      own: module.OwnToken[feeding.own],
    },
  };
}
