/** Last those who read: a reviewer with a context of its own, then a person. They can only refuse what the program let through. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Trial } from '../trial';
import type { VerifyOptions } from '../types';

const SHOWN_CASES = 12;

export async function reviewSteps(trials: readonly Trial[], options: VerifyOptions, root: string): Promise<void> {
  const { reviewer, approve, candidate, signal = new AbortController().signal } = options;
  for (const trial of trials.filter(({ goesOn }) => goesOn)) {
    signal.throwIfAborted();
    if (reviewer === undefined) trial.skipped('reviewer', 'there is no reviewer');
    else {
      const file = trial.entry.into.split('#')[0] ?? '';
      const newText = candidate.texts.get(file) ?? (await readFile(path.join(root, file), 'utf8').catch(() => ''));
      const cases = trial.cases
        .slice(0, SHOWN_CASES)
        .map((values, index) => ({ arguments: values, result: trial.results[index] ?? '!notRun' }));
      const found = trial.verification();
      const { decision, missing, changes } = await reviewer(
        { tool: trial.tool, entry: trial.entry, newText, cases, found },
        signal,
      );
      const said = [...missing, ...changes].join('; ');
      if (decision === 'patch') trial.failed('reviewer', said === '' ? 'the reviewer asks for changes' : said);
      else trial.passed('reviewer', said === '' ? 'the reviewer has no objection' : said);
    }
    if (!trial.goesOn) continue;
    if (approve === undefined) trial.skipped('human', 'nobody was asked');
    else if (await approve(trial.verification(), signal)) trial.passed('human', 'accepted');
    else trial.failed('human', 'not accepted');
  }
}
