import { structuredPatch } from 'diff';
import { element } from '../../shared/dom';
import type { ViewParts } from '../parts';
import type { ChangedFile } from '../protocol';

const context = 3;
const signs = { '+': 'added', '-': 'removed', ' ': 'same', '\\': 'note' } as const;

/** What changes in a file, line by line: the sign at a line's head says it, colour only repeats it. */
export function fileDiff({ path, before, after }: ChangedFile, { strings, texts }: ViewParts): HTMLElement {
  const { hunks } = structuredPatch(path, path, before ?? '', after, undefined, undefined, { context });
  const lines = hunks.flatMap(({ lines: own }) => own);
  const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
  const { added, removed } = strings.detail;
  return element(
    'figure',
    { class: 'file-diff' },
    element(
      'figcaption',
      {},
      element('code', {}, path),
      ` +${texts.whole(count('+'))} ${added}, −${texts.whole(count('-'))} ${removed}`,
    ),
    element(
      'pre',
      { tabindex: 0, role: 'region', 'aria-label': path },
      ...hunks.flatMap(({ oldStart, newStart, lines: own }) => [
        element('span', { class: 'diff-hunk' }, `@@ −${oldStart} +${newStart} @@\n`),
        ...own.map((line) => element('span', { class: `diff-${kindOf(line)}` }, `${line}\n`)),
      ]),
    ),
  );
}

function kindOf(line: string): string {
  const sign = line.charAt(0);
  return sign in signs ? signs[sign as keyof typeof signs] : 'same';
}
