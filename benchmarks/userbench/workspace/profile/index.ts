/** What a repository's own conventions are. */
export { profileFolder } from './profileFolder';
export { facetOf, profileRepository } from './profileRepository';
export type * from './types';
