/** What is needed once a run has judged; it is fetched with the first commitment. */
export { dotPlot, dotPlotHeight } from "../../draw/dot-plot.js";
export * from "./pictures.js";
export * from "./result.js";
