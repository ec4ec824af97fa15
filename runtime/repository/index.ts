/** A repository as data: files, symbols, references, imports, tests, history. */
export { openRepositoryIndex, type OpenRepositoryOptions } from './openRepositoryIndex';
export { importGraph, type ImportList } from './graph';
export { readAtCommit, type FileAtCommit } from './history';
export { fileKind, isTestPath } from './kinds';
export { RepositoryError } from './repositoryError';
export type * from './types';
