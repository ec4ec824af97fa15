/** The ladder: cheap checks first, each tool stops at its first failure, and nothing later mends what failed. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  calleeOf,
  type FileSet,
  heavyPackages,
  type Literals,
  literalsOf,
  notCallable,
  openRunners,
  pooled,
} from '../execution';
import type { Verification } from '../types';
import { adapterOf, callOf } from './replacements';
import { coverageStep } from './steps/coverageStep';
import { mutationStep } from './steps/mutationStep';
import { parseStep } from './steps/parseStep';
import { propertyStep } from './steps/propertyStep';
import { reviewSteps } from './steps/reviewSteps';
import { testsStep } from './steps/testsStep';
import { typesStep } from './steps/typesStep';
import { Trial } from './trial';
import type { VerifyOptions } from './types';

const CASES = 200;
const MUTANTS = 24;
const STRENGTH = 32;
/** Words of the old tools of a group and of what stands for them. */
const POOL = { strings: 60, numbers: 40 };

/**
 * Compares tools with what stands for them. Tools with effects are never run; they end as `unverified`.
 * @returns one verification for each entry, in their order
 * @throws SandboxUnavailableError where nothing can be contained; the signal's reason
 */
export async function verifyCandidate(options: VerifyOptions): Promise<readonly Verification[]> {
  const { collection, candidate, entries, seed, signal = new AbortController().signal, onProgress } = options;
  const tools = new Map(collection.tools.map((tool) => [tool.id, tool]));
  const root = candidate.root ?? collection.root;
  const files: FileSet = { texts: candidate.texts };
  const trials = entries.map((entry) => {
    const tool = tools.get(entry.tool);
    if (tool === undefined)
      throw new RangeError(`The coverage map names ${entry.tool}, which is no tool of the collection.`);
    return new Trial(tool, entry);
  });
  onProgress?.('parsing');
  await parseStep(trials, candidate.texts);
  await typesStep(trials, options, root);
  coverageStep(trials, collection.tools, options.coverage);
  for (const trial of trials.filter(({ goesOn }) => goesOn)) prepare(trial, collection.root, { root, files }, options);
  const run = trials.filter(({ isRun }) => isRun);
  if (run.length > 0) {
    const warm = heavyPackages(run.map(({ tool }) => tool));
    const { sandbox, limits, python } = options;
    const runners = options.runners ?? (await openRunners({ seed, sandbox, limits, python, warm }));
    try {
      onProgress?.(`comparing ${run.length} tools with what stands for them`);
      const callees = run.flatMap(({ original, replacements }) => [
        ...(original === undefined ? [] : [original]),
        ...replacements.map(({ callee }) => callee),
      ]);
      await runners.prepare(callees, signal);
      const byAccess = new Map(
        collection.tools.map((tool) => [`${tool.source?.path ?? ''}#${tool.source?.access ?? ''}`, tool]),
      );
      const literals = await literalsOfGroups(run, files, root);
      const { cases = CASES, adapters = 'required', mutants = MUTANTS, strength = STRENGTH } = options;
      const stronger = { before: collection.root, strength, found: options.strongerCases ?? new Map() };
      await propertyStep(trials, { runners, seed, cases, adapters, literals, byAccess, signal, ...stronger });
      onProgress?.('putting faults into what stands for them');
      if (mutants > 0) await mutationStep(trials, { runners, files, root, seed, mutants, signal });
    } finally {
      if (options.runners === undefined) await runners.close();
    }
  }
  await testsStep(trials, options, root);
  await reviewSteps(trials, options, root);
  return trials.map((trial) => trial.verification());
}

function prepare(
  trial: Trial,
  before: string,
  after: { readonly root: string; readonly files: FileSet },
  options: VerifyOptions,
): void {
  const reason = notCallable(trial.tool);
  if (reason !== undefined) return trial.notRun('property', reason);
  const original = calleeOf(trial.tool, before);
  if (original === undefined) return trial.notRun('property', 'it cannot be called');
  const call = callOf(trial.entry, original, after, options.library);
  if (call === undefined) return trial.failed('coverage', `“${trial.entry.into}” is no path#name`);
  trial.original = original;
  trial.replacements = [adapterOf(original, after), call];
}

/** What the old tools of one group name, and the file that answers for them now: a lost branch is asked for by its own words. */
async function literalsOfGroups(
  trials: readonly Trial[],
  files: FileSet,
  root: string,
): Promise<(trial: Trial) => Literals> {
  const groups = new Map<string, Literals>();
  const byTarget = new Map<string, Trial[]>();
  for (const trial of trials) byTarget.set(trial.entry.into, [...(byTarget.get(trial.entry.into) ?? []), trial]);
  for (const [into, members] of byTarget) {
    const file = into.split('#')[0] ?? '';
    const text = files.texts.get(file) ?? (await readFile(path.join(root, file), 'utf8').catch(() => ''));
    const now = literalsOf({ source: { ...EMPTY_SOURCE, path: file, text }, examples: [], parameters: [] });
    groups.set(into, pooled([...members.map(({ tool }) => literalsOf(tool)), now], POOL));
  }
  return ({ tool, entry }) => {
    const own = literalsOf(tool);
    const group = groups.get(entry.into) ?? own;
    return {
      strings: [...new Set([...own.strings, ...group.strings])],
      numbers: [...new Set([...own.numbers, ...group.numbers])],
    };
  };
}

const EMPTY_SOURCE = { start: 0, end: 0, exported: true, asynchronous: false };
