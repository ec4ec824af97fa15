import { createTwoFilesPatch } from 'diff';
import type { FileChange } from '../scenarios/types';
import type { RepositoryState } from './state/repositoryState';

const LONGEST = 200_000;

/** For people: the changes of an answer as one unified diff. */
export function changeDiff(base: RepositoryState, changes: readonly FileChange[]): string {
  let text = '';
  for (const { path, content } of changes) {
    const before = base.text(path);
    const [from, to] = [before === undefined ? '/dev/null' : `a/${path}`, content === null ? '/dev/null' : `b/${path}`];
    // Finding the shortest difference of files that have nothing in common takes long; past this, the whole is shown.
    text +=
      createTwoFilesPatch(from, to, before ?? '', content ?? '', '', '', { context: 3, timeout: 2000 }) ??
      whole(from, to, content);
    if (text.length > LONGEST) return `${text.slice(0, LONGEST)}\n[… the rest is left out]\n`;
  }
  return text;
}

function whole(from: string, to: string, content: string | null): string {
  return `--- ${from}\n+++ ${to}\n[too different to compare]\n${content ?? ''}\n`;
}
