import type { History } from './history';
import type { StoredFile } from './store/fileRow';
import type { CodeLanguage, IndexSummary } from './types';

export function summarise(
  root: string,
  files: readonly StoredFile[],
  { commit, branch, dirty, state }: Omit<History, 'commits'>,
): IndexSummary {
  const languages = new Map<CodeLanguage, { files: number; lines: number }>();
  const skipped = new Map<string, number>();
  for (const { language, lines, skipped: reason } of files) {
    if (reason !== undefined) skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
    if (language === undefined || reason !== undefined) continue;
    const sum = languages.get(language) ?? { files: 0, lines: 0 };
    languages.set(language, { files: sum.files + 1, lines: sum.lines + lines });
  }
  const sum = (count: (file: StoredFile) => number) => files.reduce((all, file) => all + count(file), 0);
  return {
    root,
    ...{ commit, branch, dirty },
    history: state,
    files: files.length,
    lines: sum(({ lines }) => lines),
    languages: [...languages]
      .map(([language, counts]) => ({ language, ...counts }))
      .sort((a, b) => b.lines - a.lines || (a.language < b.language ? -1 : 1)),
    symbols: sum(({ symbols }) => symbols),
    references: sum(({ references }) => references),
    imports: sum(({ imports }) => imports),
    skipped: [...skipped].map(([reason, count]) => ({ reason, files: count })).sort((a, b) => b.files - a.files),
  };
}
