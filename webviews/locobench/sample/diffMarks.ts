/** What a line of a unified diff is: the sign at its head says it, colour only repeats it. */
export type DiffLine = 'added' | 'removed' | 'file' | 'hunk' | 'same';

export function diffLine(line: string): DiffLine {
  if (/^(diff |index |--- |\+\+\+ |new file|deleted file|similarity|rename )/.test(line)) return 'file';
  if (line.startsWith('@@')) return 'hunk';
  if (line.startsWith('+')) return 'added';
  if (line.startsWith('-')) return 'removed';
  return 'same';
}

export interface DiffSize {
  readonly files: number;
  readonly added: number;
  readonly removed: number;
}

export function diffSize(diff: string): DiffSize {
  const size = { files: 0, added: 0, removed: 0 };
  for (const line of diff.split('\n')) {
    const kind = diffLine(line);
    if (kind === 'added') size.added += 1;
    else if (kind === 'removed') size.removed += 1;
    else if (line.startsWith('+++ ')) size.files += 1;
  }
  return size;
}
