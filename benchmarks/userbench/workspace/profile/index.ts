/** What a repository's own conventions are. */
export { facetOf, profileRepository } from './profileRepository';
export type * from './types';
