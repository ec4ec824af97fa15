/** A repository as data: files, symbols, references, imports, tests, history. */
export { openRepositoryIndex, type OpenRepositoryOptions } from './openRepositoryIndex';
/** For models that write at a place of a file. */
export { gatherContext, type ContextPiece, type ContextQuestion, type GatheredContext } from './context';
/** For texts that are not in an index, such as those of an old commit. */
export { factsReader, type FactsReader } from './extraction/extractFacts';
export { importGraph, type ImportList } from './graph';
export { openImportResolver, type ImportResolver } from './imports';
export type { FileFacts, RawImport, RepositoryView } from './extraction/types';
export { fileKind, isTestPath } from './kinds';
export { RepositoryError } from './repositoryError';
/** For work on the files of a folder that keeps no index. */
export { countLines, decodeText, isMinified, type Decoded } from './parsing/decodeText';
export { scanFolder, scanPaths, type ScannedFile } from './scan/scanFolder';
export type * from './types';
