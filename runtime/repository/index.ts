export { openRepositoryIndex, type OpenRepositoryOptions } from './openRepositoryIndex';
export { RepositoryError } from './repositoryError';
export type * from './types';
