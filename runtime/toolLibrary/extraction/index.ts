/** Tools of a folder as records, whatever they are written in. */
export { extractTools, type ExtractOptions } from './extractTools';
export { ExtractionError } from './extractionError';
export type { Literal } from './literal';
