export { LibraryHistory, type PlannedChange } from './history';
export { LibrarySession } from './librarySession';
export type { MeasuredLibrary } from './measuredLibrary';
export type { LibraryModelFacts, ModelSpending, OpenedModel, SessionModels, SessionParts } from './sessionParts';
export { readTexts } from './readTexts';
