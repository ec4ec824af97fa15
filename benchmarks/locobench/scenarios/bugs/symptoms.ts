/** What a developer would report: which tests fail, and what they say. */
import type { ObservedTest, TestObserver } from '../maker';
import type { FileChange, TestSelection } from '../types';

const MOST_TESTS = 12;
const MOST_CHARACTERS = 240;

/** What differs from run to run, or says where the repository was checked out. */
const passing =
  /\d ?m?s\b|tim(?:ed? ?out|eout)|\b0x[0-9a-f]+|\b\d{9,}\b|\b[0-9a-f]{16,}\b|(?:^|[\s'"(:])\/(?:[\w.@-]+\/)+/im;

/** Runs tests, and remembers what failures said, by the list of changes that they ran with. */
export class RememberedRuns {
  private readonly runs = new WeakMap<readonly FileChange[], readonly ObservedTest[]>();
  readonly observe: TestObserver | undefined;

  constructor(observe: TestObserver | undefined) {
    this.observe =
      observe &&
      (async (changes, files, signal) => {
        const outcome = await observe(changes, files, signal);
        if (outcome.kind === 'ran') this.runs.set(changes, outcome.results);
        return outcome;
      });
  }

  /** @param changes the very list that was given to `observe` */
  failuresWith(changes: readonly FileChange[]): readonly ObservedTest[] {
    return (this.runs.get(changes) ?? []).filter(({ passed }) => !passed);
  }
}

/** Failing tests as a list, file by file. */
export function symptomsText(failing: readonly TestSelection[], failures: readonly ObservedTest[]): string {
  let left = MOST_TESTS;
  const lines: string[] = [];
  for (const { file, names } of failing) {
    if (left === 0) break;
    const shown = names.slice(0, left);
    left -= shown.length;
    lines.push(`In ${file}:`);
    for (const name of shown) {
      const message = failures.find((each) => each.file === file && each.name === name)?.message;
      const said = message === undefined ? undefined : saidOf(message);
      lines.push(`- ${name}${said === undefined ? '' : `\n  ${said}`}`);
    }
  }
  const more = failing.reduce((sum, { names }) => sum + names.length, 0) - (MOST_TESTS - left);
  if (more > 0) lines.push(`… and ${more} more.`);
  return lines.join('\n');
}

/** @returns undefined: it says nothing that stays */
export function saidOf(message: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- colours of terminals
  const plain = message.replace(/\u001b\[[0-9;]*m/g, '');
  const kept = plain
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at '))
    .join(' ');
  if (kept === '' || passing.test(kept)) return undefined;
  return kept.length <= MOST_CHARACTERS ? kept : `${kept.slice(0, MOST_CHARACTERS)} …`;
}
