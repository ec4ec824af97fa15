export { LibrarySession, type SessionParts } from './librarySession';
export { LibraryHistory, type PlannedChange } from './history';
export type { MeasuredLibrary } from './measuredLibrary';
export { readTexts } from './readTexts';
