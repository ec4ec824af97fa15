/** CQ: what a secret scanner, a linter and the file's own style say of changed lines, against the base. */
import { findSecrets } from '../../../runtime/agent';
import type { RepositoryState } from '../grading/state/repositoryState';
import type { FileChange } from '../scenarios/types';
import { changedLines } from './changedLines';
import type { Metrics } from './metrics';

export interface LintOutcome {
  /** New ones: messages that stand more often than in the base. */
  readonly issues: number;
}

/** A weakness that a scanner found; lines count from 1. */
export interface Weakness {
  readonly cwe: string;
  readonly line: number;
}

export function codeQuality(
  base: RepositoryState,
  changes: readonly FileChange[],
  lint: LintOutcome | undefined,
): Pick<Metrics, 'SAS' | 'AIF' | 'CSA'> {
  let [secrets, added, styled] = [0, 0, 0];
  for (const { path, content } of changes) {
    if (content === null) continue;
    const before = base.text(path) ?? '';
    secrets += Math.max(0, secretCount(content) - secretCount(before));
    const lines = changedLines(before, content).added;
    added += lines.length;
    const style = styleOf(before === '' ? content : before);
    styled += lines.filter((line) => follows(line, style)).length;
  }
  return {
    SAS: 1 / (1 + secrets),
    AIF: lint === undefined ? undefined : 1 / (1 + lint.issues),
    CSA: added === 0 ? undefined : styled / added,
  };
}

function secretCount(text: string): number {
  return findSecrets(text, { forms: 'all' }).length;
}

interface FileStyle {
  readonly indentation: 'tabs' | 'blanks' | undefined;
  readonly longest: number;
}

const USUAL_LENGTH = 100;

function styleOf(text: string): FileStyle {
  const lines = text.split(/\r?\n/);
  const tabs = lines.filter((line) => line.startsWith('\t')).length;
  const blanks = lines.filter((line) => line.startsWith('  ')).length;
  return {
    indentation: tabs === blanks ? undefined : tabs > blanks ? 'tabs' : 'blanks',
    longest: lines.reduce((longest, line) => Math.max(longest, line.length), USUAL_LENGTH),
  };
}

function follows(line: string, { indentation, longest }: FileStyle): boolean {
  if (/[ \t]$/.test(line) || line.length > longest) return false;
  if (indentation === 'tabs') return !line.startsWith('  ');
  return indentation === undefined || !line.startsWith('\t');
}
