/** Measures the ladder itself: faults are put into verified replacements, and it is counted how many of them it rejects. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type CaseArguments, openRunners, mulberry32 } from '../execution';
import type { CoverageEntry, ToolCollection } from '../types';
import { type Mutant, mutantsOf } from './mutation/mutantsOf';
import type { CandidateFiles, VerifyOptions } from './types';
import { verifyCandidate } from './verifyCandidate';

export interface SeedFaultsOptions extends Pick<VerifyOptions, 'library' | 'sandbox' | 'python' | 'limits' | 'signal'> {
  readonly collection: Pick<ToolCollection, 'root' | 'tools'>;
  /** Files in which the entries were found to be identical. */
  readonly candidate: CandidateFiles;
  readonly entries: readonly CoverageEntry[];
  /** Chooses the faults; each of them is met by cases of a seed of its own. */
  readonly seed: number;
  readonly faults: number;
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

export interface SeededFaults {
  readonly faults: number;
  readonly rejected: number;
  /** Faults that were let through, for people to look at: some change no result at all. */
  readonly missed: readonly { readonly tool: string; readonly fault: string }[];
}

interface Seeded {
  readonly entry: CoverageEntry;
  readonly file: string;
  readonly mutant: Mutant;
}

/**
 * Puts one wrong constant or operator at a time into the functions that answer for merged tools.
 * @throws as verifyCandidate
 */
export async function seedFaults(options: SeedFaultsOptions): Promise<SeededFaults> {
  const { collection, candidate, seed, faults, sandbox, python, limits, signal, onProgress } = options;
  const chosen = drawn(await allFaults(options), seed, faults);
  const strongerCases = new Map<string, readonly CaseArguments[]>();
  const missed: { tool: string; fault: string }[] = [];
  const runners = await openRunners({ seed, sandbox, python, limits });
  try {
    for (const [index, { entry, file, mutant }] of chosen.entries()) {
      signal?.throwIfAborted();
      const texts = new Map([...candidate.texts, [file, mutant.text]]);
      const [found] = await verifyCandidate({
        ...{ collection, entries: [entry], library: options.library, signal, runners, mutants: 0, strongerCases },
        candidate: { ...candidate, texts },
        seed: seed + 7 * (index + 1),
      });
      if (found?.verdict !== 'rejected') missed.push({ tool: entry.tool, fault: mutant.fault });
      onProgress?.(index + 1, chosen.length);
    }
  } finally {
    await runners.close();
  }
  return { faults: chosen.length, rejected: chosen.length - missed.length, missed };
}

async function allFaults({ collection, candidate, entries, seed }: SeedFaultsOptions): Promise<Seeded[]> {
  const root = candidate.root ?? collection.root;
  const all: Seeded[] = [];
  for (const entry of entries) {
    const [file = '', access = ''] = entry.into.split('#');
    const text = candidate.texts.get(file) ?? (await readFile(path.join(root, file), 'utf8').catch(() => undefined));
    if (text === undefined) continue;
    const mutants = await mutantsOf(file, text, access, { seed, most: 1_000, kinds: 'constantsAndOperators' });
    all.push(...mutants.map((mutant) => ({ entry, file, mutant })));
  }
  return all;
}

/** A sample without order: large functions have more faults, and more of the sample. */
function drawn(all: readonly Seeded[], seed: number, count: number): Seeded[] {
  const random = mulberry32(seed);
  return all
    .map((one) => ({ one, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ one }) => one);
}
