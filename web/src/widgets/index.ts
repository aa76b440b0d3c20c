/** Defines every custom element; for course notes this one module is enough. */
export { UnrolledStudio } from "./studio/unrolled-studio.js";
