/**
 * Makes a set of scenarios from a repository. The same repository, seed and options give the same scenarios, byte by byte: chance comes
 * from the seed and a draft's subject alone, and what runs at the same time is taken over in a fixed order.
 */
import path from 'node:path';
import { BadInputError } from '../../../core/badInputError';
import { readRepositoryTexts } from '../context/readRepositoryTexts';
import { sha256 } from '../context/repositoryTexts';
import type { Draft, TestObserver } from '../maker';
import { SetWriter } from '../set/setWriter';
import { repositoryTools } from '../tools/repositoryTools';
import type { Reject, ScenarioEntry, ScenarioSet } from '../types';
import { DraftQueue } from './draftQueue';
import { histogram, noticesOf } from './notices';
import { seededFor } from './seededFor';
import { publishedLanguage } from './scenarioOf';
import { ScenarioFactory } from './scenarioFactory';
import type { GenerateOutcome, GenerateRequest } from './types';

/** Changes when the same call makes other scenarios. */
const FACTORY = 2;
/** Categories whose drafts are looked at together. */
const CONCURRENCY = 2;
/** A category that only gives what is rejected ends. */
const MAX_REJECTS_IN_A_ROW = 400;

/** @throws BadInputError when the repository or the folder cannot be used */
export async function generateScenarios(request: GenerateRequest): Promise<GenerateOutcome> {
  const { index, seed, folder, signal, counter, onProgress } = request;
  const summary = index.summary();
  onProgress({ stage: 'read', done: 0, total: summary.files, rejected: 0 });
  const texts = await readRepositoryTexts(index, counter, signal);
  if (texts.paths.length === 0) {
    throw new BadInputError(
      `${index.root} holds no text file that could be shown to a model. Name a folder with sources.`,
    );
  }
  const { tools, missing } = await repositoryTools(index.root, texts);
  const commit = index.commits(1)[0];
  const writer = await SetWriter.open(
    folder,
    callOf(
      request,
      texts.paths.map((each) => texts.file(each)!.hash),
    ),
    texts,
  );
  const rejects: Reject[] = [];
  const base: ScenarioSet = {
    form: 'whetstone-locobench-1',
    name: path.basename(path.resolve(folder)),
    created: Date.now(),
    seed,
    repository: {
      root: path.resolve(index.root),
      name: path.basename(path.resolve(index.root)),
      commit: summary.commit,
      dirty: summary.dirty,
    },
    leftOut: texts.leftOut,
    files: await writer.files(),
    tools,
    tokenizer: counter.name,
    scenarios: [],
    rejects: [],
  };
  const grader = request.grader?.(base, folder);
  const time = commit?.time ?? 0;
  const factory = new ScenarioFactory({
    request,
    texts,
    writer,
    grader: grader?.grade,
    repository: base.repository.name,
    time,
  });
  const queues = queuesOf(request, tools, grader?.observe, (each) => rejects.push(each));
  const entries: ScenarioEntry[] = [];
  try {
    let live = [...queues];
    while (entries.length < request.count && live.length > 0) {
      const round = live.slice(0, request.count - entries.length);
      const found = await inOrder(round, CONCURRENCY, (queue) => oneOf(queue, factory, signal));
      for (const [place, outcome] of found.entries()) {
        rejects.push(...outcome.rejects);
        if (outcome.made === undefined) {
          live = live.filter((queue) => queue !== round[place]);
          continue;
        }
        round[place]!.took(outcome.made.draft);
        entries.push(await factory.write(outcome.made, entries.length + 1));
      }
      onProgress({ stage: 'make', done: entries.length, total: request.count, rejected: rejects.length });
    }
  } finally {
    for (const queue of queues) await queue.close();
    await grader?.close();
  }
  const notices = noticesOf({ request, entries, texts, summary, missing, lengthsUsed: factory.lengthsUsed });
  const sorted = rejects.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const set = await writer.finish({ ...base, notices, scenarios: entries, rejects: histogram(sorted) }, sorted);
  onProgress({ stage: 'write', done: entries.length, total: request.count, rejected: rejects.length });
  return { set, rejects: sorted, notices };
}

async function oneOf(queue: DraftQueue, factory: ScenarioFactory, signal: AbortSignal) {
  const rejects: Reject[] = [];
  while (rejects.length < MAX_REJECTS_IN_A_ROW) {
    signal.throwIfAborted();
    const draft = await queue.next();
    if (draft === undefined) break;
    const outcome = await factory.make(draft);
    if (outcome.kind === 'made') return { made: outcome, rejects };
    rejects.push({
      category: draft.category,
      kind: draft.kind,
      subject: draft.subject,
      reason: outcome.reason,
      detail: outcome.detail,
    });
  }
  return { made: undefined, rejects };
}

function queuesOf(
  { makers, categories, index, languages, seed, signal }: GenerateRequest,
  tools: ScenarioSet['tools'],
  observe: TestObserver | undefined,
  reject: (reject: Reject) => void,
): readonly DraftQueue[] {
  return categories.flatMap((category) => {
    const maker = makers.find((each) => each.category === category);
    if (maker === undefined) return [];
    const drafts = maker.drafts({ index, tools, random: seededFor(seed, category), reject, signal, observe });
    const wanted = (draft: Draft) => languages.length === 0 || languages.includes(publishedLanguage(draft.language));
    return [new DraftQueue(category, drafts, wanted, observe && maker.ahead)];
  });
}

/** What the set depends on, apart from the time. */
function callOf(request: GenerateRequest, hashes: readonly string[]): string {
  const { categories, count, seed, lengths, languages, distractors, counter, grader, phrase } = request;
  const options = { FACTORY, categories, count, seed, lengths, languages, distractors, tokenizer: counter.name };
  const runs = { executes: grader !== undefined, phrased: phrase !== undefined };
  return sha256(JSON.stringify({ ...options, ...runs, files: sha256(hashes.join('\n')) }));
}

/**
 * Results in the order of the items; a few run at the same time, and the next one begins when any of them ends. After a failure none
 * begins, and those under way are waited for.
 */
async function inOrder<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const place = next++;
      try {
        results[place] = await work(items[place]!);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(items.slice(0, limit).map(worker));
  const failure = ended.find((each) => each.status === 'rejected');
  if (failure) throw failure.reason;
  return results;
}

function keyOf({ category, kind, subject }: Reject): string {
  return `${category}\n${kind}\n${subject}`;
}
