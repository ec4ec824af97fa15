/** Runs tools on the cases of their signature, and those that refuse most of them on more like the ones that they took. */
import type { CallableTool } from './callee';
import { type CaseValues, inAllWays, namedArguments } from './caseSet';
import type { BothOutcomes, Runners } from './openRunners';
import { recombined } from './recombined';
import type { Signature } from './signature';
import { type CallJob, type CallOutcome, didRaise, wasEnded } from './types';

interface Called {
  readonly callee: CallableTool;
  readonly signature: Signature;
}

export interface Compared<Of> {
  readonly of: Of;
  readonly outcome: BothOutcomes;
  /** Index of the first case that was made of those that the tool took; 0: there are none. */
  readonly refinedFrom: number;
}

export interface CompareOptions {
  readonly runners: Runners;
  readonly seed: number;
  readonly count: number;
  readonly signal: AbortSignal;
  readonly done: () => void;
}

/** Above this share of raised cases the tool gets more: one that wants dates raises for most of what is made up. */
const MOSTLY_RAISED = 0.5;

export async function comparedCases<Of extends Called>(
  tools: readonly Of[],
  basesOf: (tool: Of) => readonly CaseValues[],
  { runners, seed, count, signal, done }: CompareOptions,
): Promise<Compared<Of>[]> {
  const jobs = tools.map((tool) => jobOf(tool, basesOf(tool)));
  const first = await runners.run(jobs, signal, done);
  const refused = tools.flatMap((tool, index) => {
    const outcome = first[index];
    const taken = outcome === undefined ? [] : takenBases(basesOf(tool), outcome.first, tool.signature);
    // The same for all tools that take the same, whatever order their parameters are in.
    const more = recombined(taken, seed, Math.ceil(count / tool.signature.ways.length));
    return more.length === 0 ? [] : [{ index, tool, more }];
  });
  const second = await runners.run(
    refused.map(({ tool, more }) => jobOf(tool, more)),
    signal,
  );
  const refined = new Map(refused.map(({ index }, at) => [index, second[at]]));
  return tools.flatMap((tool, index) => {
    const outcome = first[index];
    if (outcome === undefined) return [];
    const more = refined.get(index);
    const refinedFrom = more === undefined ? 0 : (jobs[index]?.cases.length ?? 0);
    return [{ of: tool, outcome: more === undefined ? outcome : bothRuns(outcome, more), refinedFrom }];
  });
}

function jobOf({ callee, signature }: Called, bases: readonly CaseValues[]): CallJob {
  const { declared } = signature;
  return {
    callee,
    cases: inAllWays(bases, signature).map((values) => namedArguments(values, signature, callee.parameters)),
    // Changed arguments are told by their slot: names differ between tools that do the same.
    report: Object.fromEntries(declared.map((index, slot) => [callee.parameters[index]?.name ?? '', `$${slot}`])),
  };
}

/** Bases that the tool made something of in one way at least, where it refused most. */
function takenBases(bases: readonly CaseValues[], outcome: CallOutcome, { ways, slots }: Signature): CaseValues[] {
  if (outcome.kind !== 'run' || slots.length === 0 || outcome.results.some(wasEnded)) return [];
  const raised = outcome.results.filter(didRaise).length;
  if (raised <= outcome.results.length * MOSTLY_RAISED) return [];
  return bases.filter((_, base) =>
    ways.some((__, way) => !didRaise(outcome.results[base * ways.length + way] ?? '!notRun')),
  );
}

/** The results of two runs as those of one. */
export function bothRuns(a: BothOutcomes, b: BothOutcomes): BothOutcomes {
  const both = (x: CallOutcome, y: CallOutcome): CallOutcome => {
    if (x.kind !== 'run' || y.kind !== 'run') return x;
    const results = [...x.results, ...y.results];
    const seconds = x.seconds === undefined || y.seconds === undefined ? undefined : x.seconds + y.seconds;
    return { kind: 'run', results, tried: [...x.tried, ...y.tried], seconds };
  };
  return { first: both(a.first, b.first), second: both(a.second, b.second) };
}

/** Processor time of the calls, the greater of both; Infinity where it is not known. */
export function secondsOf({ first, second }: BothOutcomes): number {
  const [a, b] = [first, second].map((each) => (each.kind === 'run' ? each.seconds : undefined) ?? Infinity);
  return Math.max(a ?? Infinity, b ?? Infinity);
}
