import type { RepositoryIndex } from '../../../../runtime/repository';
import type { RepositoryTexts } from './repositoryTexts';

/**
 * The index with the texts as they were read when a set was begun: whoever saves a file while scenarios are made changes the next set.
 * What was not read (files that hold secrets, for one) is read of the disk as before, and refused when it changed.
 */
export function pinTexts(index: RepositoryIndex, texts: RepositoryTexts): RepositoryIndex {
  return {
    root: index.root,
    refresh: (request) => index.refresh(request),
    summary: () => index.summary(),
    files: () => index.files(),
    file: (path) => index.file(path),
    text: (path) => {
      const read = texts.file(path);
      // The index gives texts without their byte order mark.
      return read !== undefined && read.hash === index.file(path)?.hash
        ? read.text.replace(/^\uFEFF/, '')
        : index.text(path);
    },
    symbols: (path) => index.symbols(path),
    symbol: (id) => index.symbol(id),
    symbolsNamed: (name) => index.symbolsNamed(name),
    allSymbols: () => index.allSymbols(),
    referencesIn: (path, name) => index.referencesIn(path, name),
    referencesNamed: (name) => index.referencesNamed(name),
    referencesTo: (symbol, kind) => index.referencesTo(symbol, kind),
    importsOf: (path) => index.importsOf(path),
    importersOf: (path) => index.importersOf(path),
    graph: () => index.graph(),
    testCases: (path) => index.testCases(path),
    testLinks: () => index.testLinks(),
    commits: (limit) => index.commits(limit),
    coChanges: (path, limit) => index.coChanges(path, limit),
    filesAt: (files, signal) => index.filesAt(files, signal),
    close: () => index.close(),
  };
}
