/** Runs on the worker. What every trainer is told, as C++ names it. */
import type { MainModule } from "#engine";
import type { ResolvedSettings } from "./api.js";

type Training = Pick<ResolvedSettings, "batch" | "window" | "optimizer" | "schedule" | "clip" | "clipValue">;

export function trainingOptions(module: MainModule, s: Training) {
  return {
    batch: s.batch,
    window: s.window,
    optimizer: { ...s.optimizer, kind: module.OptimizerKind[s.optimizer.name] },
    clip: s.clip,
    clipValue: s.clipValue,
    schedule: { ...s.schedule, kind: module.ScheduleKind[s.schedule.name] },
  };
}
