import type { RawImport, RepositoryView } from '../extraction/types';
import type { CodeLanguage } from '../types';
import { csharpImports } from './csharpImports';
import { goImports } from './goImports';
import { includes } from './includes';
import { javaImports } from './javaImports';
import { phpImports } from './phpImports';
import { pythonImports } from './pythonImports';
import { unresolved, type LanguageResolver, type OpenLanguageResolver, type Resolution } from './resolution';
import { rustImports } from './rustImports';
import { scriptImports } from './scripts/scriptImports';

export interface ImportResolver {
  /** Reads no file but configuration, through the view. @param from path of the file that imports */
  resolve(from: string, raw: RawImport): Resolution;
}

const resolvers: Readonly<Record<CodeLanguage, OpenLanguageResolver>> = {
  typescript: scriptImports,
  typescriptreact: scriptImports,
  javascript: scriptImports,
  javascriptreact: scriptImports,
  python: pythonImports,
  java: javaImports,
  go: goImports,
  rust: rustImports,
  c: includes,
  cpp: includes,
  csharp: csharpImports,
  php: phpImports,
};

/** @param view of the files as they are now; what is worked out from it is kept as long as the resolver */
export function openImportResolver(view: RepositoryView): ImportResolver {
  const opened = new Map<OpenLanguageResolver, LanguageResolver>();
  return {
    resolve(from, raw) {
      const language = view.language(from);
      if (language === undefined) return unresolved('its language has no rules for imports');
      const open = resolvers[language];
      let resolver = opened.get(open);
      if (resolver === undefined) opened.set(open, (resolver = open(view)));
      return resolver.resolve(from, raw);
    },
  };
}

/** Files by whose change any import may come to mean something else. */
export function isResolutionConfig(path: string): boolean {
  return /(^|\/)([tj]sconfig[^/]*\.json|package\.json|go\.mod|go\.work|Cargo\.toml|composer\.json|pyproject\.toml|setup\.(py|cfg))$/.test(
    path,
  );
}
