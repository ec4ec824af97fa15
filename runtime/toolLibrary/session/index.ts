export { LibrarySession, type SessionParts } from './librarySession';
