/** The npm package `unrolled`. */
export { createEngine } from "./client.js";
export { loadCorpus, type CorpusName } from "./corpora.js";
export { UnrolledError, type ErrorCode, type ErrorDetails } from "./errors.js";
export type * from "./api.js";
