import { diffLines } from 'diff';

export interface ChangedLines {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Lines that differ, without those that are blank. Texts too different to compare within a second count as wholly changed. */
export function changedLines(before: string, after: string): ChangedLines {
  const parts = diffLines(before, after, { timeout: 1000 });
  if (parts === undefined) return { added: filled(after), removed: filled(before) };
  return {
    added: parts.flatMap((part) => (part.added ? filled(part.value) : [])),
    removed: parts.flatMap((part) => (part.removed ? filled(part.value) : [])),
  };
}

function filled(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}
