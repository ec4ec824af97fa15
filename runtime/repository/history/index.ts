/** Commits of a repository, and its files as they were. */
export { NO_HISTORY, readHistory, type History } from './readHistory';
export { coChangesOf } from './coChanges';
export { CommitReader } from './commitReader';
export { readAtCommit } from './readAtCommit';
export { withPlainRepository, type PlainRepository } from './withPlainRepository';
