import type { IndexSummary } from '../../../../runtime/repository';
import type { RepositoryTexts } from '../context/repositoryTexts';
import type { Reject, ScenarioEntry, ScenarioSet } from '../types';
import type { GenerateRequest } from './types';

export function histogram(rejects: readonly Reject[]): ScenarioSet['rejects'] {
  const counts = new Map<string, ScenarioSet['rejects'][number]>();
  for (const { category, reason } of rejects) {
    const key = `${category} ${reason}`;
    counts.set(key, { category, reason, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

interface NoticeParts {
  readonly request: GenerateRequest;
  readonly entries: readonly ScenarioEntry[];
  readonly texts: RepositoryTexts;
  readonly summary: IndexSummary;
  readonly missing: readonly string[];
  readonly lengthsUsed: ReadonlyMap<number, { readonly scenarios: number; readonly most: number }>;
}

/** What a reader of the set has to know, in words. */
export function noticesOf(parts: NoticeParts): readonly string[] {
  const { request, entries, texts, summary, missing, lengthsUsed } = parts;
  const { categories, count, counter, makers } = request;
  const notices: string[] = [];
  if (entries.length < count) {
    notices.push(`${entries.length} of ${count} scenarios: the repository gives no more that pass. See rejects.jsonl.`);
  }
  for (const category of categories) {
    if (!makers.some((maker) => maker.category === category)) notices.push(`${category} is not made yet.`);
    else if (!entries.some((entry) => entry.category === category)) notices.push(`${category}: no scenario.`);
  }
  for (const [length, { scenarios, most }] of [...lengthsUsed].sort(([a], [b]) => a - b)) {
    if (most < length * 0.9) {
      notices.push(
        `${scenarios} scenarios of ${length} tokens have at most ${most}: the repository has ${texts.totalTokens()} in all.`,
      );
    }
  }
  if (counter.estimate) notices.push('Tokens are estimated (characters / 4); --tokenizer FILE counts them.');
  if (summary.dirty > 0) {
    notices.push(`${summary.dirty} files differ from the commit; scenarios are made of the files as they are.`);
  }
  if (summary.history === 'none') notices.push('No history of Git: what is made from commits is missing.');
  if (summary.history === 'shallow') notices.push('The clone is shallow: what is made from commits sees only a part.');
  const secrets = texts.leftOut.filter(({ reason }) => reason === 'secret');
  if (secrets.length > 0) {
    notices.push(`${secrets.length} files with secrets are left out: ${firstOf(secrets.map(({ path }) => path))}.`);
  }
  const others = texts.leftOut.filter(({ reason }) => reason !== 'secret');
  if (others.length > 0) {
    const named = firstOf(others.map(({ path, detail }) => `${path} (${detail})`));
    notices.push(`${others.length === 1 ? 'One file is' : `${others.length} files are`} left out: ${named}.`);
  }
  const broken = texts.paths.filter((file) => texts.file(file)?.file.broken === true);
  if (broken.length > 0) {
    const files = broken.length === 1 ? 'One file has' : `${broken.length} files have`;
    notices.push(`${files} syntax errors, so that facts on them may be missing: ${firstOf(broken)}.`);
  }
  notices.push(...missing.map((each) => `Checks: ${each}.`));
  return notices;
}

function firstOf(names: readonly string[]): string {
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
}
