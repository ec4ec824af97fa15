/** What an import means: which file of the repository, which package, or nothing. */
export { isResolutionConfig, openImportResolver, type ImportResolver } from './openImportResolver';
