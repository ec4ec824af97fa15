export { LibrarySession, type SessionParts } from './librarySession';
export type { MeasuredLibrary } from './measuredLibrary';
