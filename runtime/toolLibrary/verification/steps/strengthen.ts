/**
 * Makes cases stronger before anything is compared by them: faults are put into the code as it was, of the old tool and of the function
 * that is to answer for it, and cases are added until each is noticed or several kinds of search have found nothing (then most such faults
 * change no result at all). What is compared later is none of these copies.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type BothOutcomes,
  bothRuns,
  type CallableTool,
  type CallJob,
  type CaseArguments,
  didRaise,
  type Focus,
  type Literals,
  type Runners,
} from '../../execution';
import { distinctCases } from '../cases/distinctCases';
import { focusOf } from '../cases/focus';
import { sharperCases } from '../cases/sharperCases';
import { type FaultRun, firstNoticed } from '../mutation/firstNoticed';
import { functionTexts } from '../mutation/functionTexts';
import { type Mutant, mutantsOf } from '../mutation/mutantsOf';
import type { Replacement } from '../replacements';
import type { Trial } from '../trial';

export interface StrengthenOptions {
  readonly runners: Runners;
  readonly seed: number;
  /** Folder of the tools as they were. */
  readonly before: string;
  /** Faults that are tried on each tool; 0 leaves this out. */
  readonly faults: number;
  readonly literals: (trial: Trial) => Literals;
  /** Cases that were found before, by tool: each search is made once. */
  readonly found: Map<string, readonly CaseArguments[]>;
  readonly signal: AbortSignal;
}

const ROUNDS = 6;
/** Rounds in a row, of each kind of search one, after which what is left is taken for faults that change nothing. */
const IDLE = 3;
const CASES_A_ROUND = 120;
const FEW = 48;
/** Cases that notice nothing new, of a round, that are kept for their results. */
const KEPT = 6;

interface Fault {
  readonly replacement: Replacement;
  readonly mutant: Mutant;
}

interface Search {
  readonly trial: Trial;
  readonly original: CallableTool;
  readonly all: Focus;
  left: readonly Fault[];
  /** Rounds since a fault was noticed. */
  idle: number;
  /** Cases that are added. */
  readonly added: CaseArguments[];
  readonly results: Map<CaseArguments, string>;
}

/** Adds cases to the trials, and what the old tools answer to them to the outcomes. */
export async function strengthen(outcomes: Map<Trial, BothOutcomes>, options: StrengthenOptions): Promise<void> {
  const { runners, signal, faults, found } = options;
  if (faults === 0) return;
  const trials = [...outcomes.keys()];
  for (const { trial, added } of await search(
    trials.filter(({ tool }) => !found.has(tool.id)),
    options,
  )) {
    found.set(trial.tool.id, added);
  }
  const stronger = trials.flatMap((trial) => {
    const added = found.get(trial.tool.id) ?? [];
    return added.length === 0 || trial.original === undefined ? [] : [{ trial, added, callee: trial.original }];
  });
  const answers = await runners.run(
    stronger.map(({ callee, added }): CallJob => ({ callee, cases: added })),
    signal,
  );
  for (const [at, { trial, added }] of stronger.entries()) {
    const [old, more] = [outcomes.get(trial), answers[at]];
    if (old === undefined || more?.first.kind !== 'run' || more.second.kind !== 'run') continue;
    const [first, second] = [more.first.results, more.second.results];
    // What differs between the worlds, or was ended in one of them on a busy machine, says nothing; the other cases do.
    const steady = added.flatMap((_, index) => (first[index] === second[index] ? [index] : []));
    const results = steady.map((index) => first[index] ?? '!notRun');
    const both = { kind: 'run', results, tried: more.first.tried } as const;
    outcomes.set(trial, bothRuns(old, { first: both, second: both }));
    trial.cases = [...trial.cases, ...steady.map((index) => added[index] ?? {})];
    trial.results = [...trial.results, ...results];
  }
}

async function search(trials: readonly Trial[], options: StrengthenOptions): Promise<readonly Search[]> {
  let searches: Search[] = [];
  for (const trial of trials) {
    const search = await searchOf(trial, options);
    if (search !== undefined) searches.push(search);
  }
  await dropNoticed(searches, ({ trial }) => distinctCases(trial.results, FEW), options);
  await dropNoticed(searches, ({ trial }) => trial.results.map((_, index) => index), options);
  const all = searches;
  for (let round = 0; round < ROUNDS; round++) {
    options.signal.throwIfAborted();
    searches = searches.filter(({ left, idle }) => left.length > 0 && idle < IDLE);
    if (searches.length === 0) break;
    await searchOnce(searches, round, options);
  }
  return all;
}

async function searchOf(trial: Trial, options: StrengthenOptions): Promise<Search | undefined> {
  const { original } = trial;
  if (original === undefined || original.parameters.length === 0) return undefined;
  const sources: Replacement[] = [{ what: 'adapter', callee: original, given: (values) => values, report: {} }];
  for (const { what, callee, given, report } of trial.replacements) {
    if (what !== 'call' || (callee.path === original.path && callee.access === original.access)) continue;
    const { files: _, ...asItWas } = callee;
    sources.push({ what, given, report, callee: { ...asItWas, root: options.before } });
  }
  const found: Fault[] = [];
  const texts: string[] = [];
  for (const replacement of sources) {
    const { path: file, access } = replacement.callee;
    const text = await readFile(path.join(options.before, file), 'utf8').catch(() => undefined);
    // A function that a model wrote is in no file yet: its own faults are put in later.
    if (text === undefined) continue;
    texts.push(...(await functionTexts(file, text, access)));
    const most = Math.ceil(options.faults / sources.length);
    const mutants = await mutantsOf(file, text, access, { seed: options.seed, most, kinds: 'constantsAndOperators' });
    for (const mutant of mutants) {
      const callee = { ...replacement.callee, files: { texts: new Map([[file, mutant.text]]) } };
      found.push({ mutant, replacement: { ...replacement, callee } });
    }
  }
  if (found.length === 0) return undefined;
  return { trial, original, all: focusOf(texts), left: found, idle: 0, added: [], results: new Map() };
}

async function dropNoticed(
  searches: readonly Search[],
  choose: (search: Search) => readonly number[],
  { runners, signal }: StrengthenOptions,
): Promise<void> {
  const runs = searches.flatMap((search) => {
    const chosen = choose(search);
    const { cases, results } = search.trial;
    const given = chosen.map((index) => cases[index] ?? {});
    const before = chosen.map((index) => results[index] ?? '!notRun');
    return search.left.map((fault) => runOf(fault, given, before, search.trial.seconds));
  });
  const found = await firstNoticed(runs, runners, signal);
  let at = 0;
  for (const search of searches) search.left = search.left.filter(() => found[at++] === undefined);
}

function runOf(
  { replacement: { callee, given, report } }: Fault,
  cases: readonly CaseArguments[],
  before: readonly string[],
  seconds: number,
): FaultRun {
  return { callee, report, cases: cases.map(given), before, seconds };
}

async function searchOnce(searches: readonly Search[], round: number, options: StrengthenOptions): Promise<void> {
  const { runners, seed, literals, signal } = options;
  const tried = searches.map((search) => {
    const { trial, original: tool, all, left } = search;
    const near = focusOf(left.map(({ mutant }) => mutant.place));
    const sought = { tool, near, all, literals: literals(trial), taken: takenOf(search) };
    return sharperCases(sought, round, seed + 1000 * (round + 1), CASES_A_ROUND);
  });
  const jobs = searches.map(({ original }, at): CallJob => ({ callee: original, cases: tried[at] ?? [], patience: 1 }));
  const results = (await runners.runIn('first', jobs, signal)).map((each) => (each.kind === 'run' ? each.results : []));
  const runs = searches.flatMap(({ left, trial }, at) =>
    left.map((fault) => runOf(fault, tried[at] ?? [], results[at] ?? [], trial.seconds)),
  );
  const found = await firstNoticed(runs, runners, signal);
  let from = 0;
  for (const [at, search] of searches.entries()) {
    const own = found.slice(from, from + search.left.length);
    from += search.left.length;
    const fresh = distinctCases(results[at] ?? [], KEPT);
    const kept = new Set([...own.flatMap((first) => first ?? []), ...(search.left.length === 0 ? [] : fresh)]);
    search.idle = own.every((first) => first === undefined) ? search.idle + 1 : 0;
    search.left = search.left.filter((_, index) => own[index] === undefined);
    for (const index of kept) {
      const [values, result] = [tried[at]?.[index], results[at]?.[index]];
      if (values === undefined || result === undefined) continue;
      search.added.push(values);
      search.results.set(values, result);
    }
  }
}

/** Arguments that the tool made something of. */
function takenOf({ trial, added, results }: Search): CaseArguments[] {
  const first = distinctCases(trial.results, FEW).filter((index) => !didRaise(trial.results[index] ?? '!'));
  return [
    ...added.filter((values) => !didRaise(results.get(values) ?? '!')),
    ...first.map((index) => trial.cases[index] ?? {}),
  ];
}
