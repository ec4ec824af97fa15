/** Tools of a folder as records, whatever they are written in. */
export { extractTools, type ExtractOptions } from './extractTools';
export { FollowedCollection, type FollowedFile } from './followedCollection';
export { serverTools, type ServerTools } from './servers/serverTools';
export { ExtractionError } from './extractionError';
export { summaryOf, withId } from './toolRecord';
export { isPlainObject } from './literal';
