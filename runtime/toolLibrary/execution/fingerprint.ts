/** What running tools on the same seeded arguments shows: tools with one hash answered alike each time. */
import type { CommandSandbox } from '../../tools/sandbox';
import type { Fingerprint, ToolCollection, ToolRecord } from '../types';
import { type CallableTool, calleeOf, notCallable } from './callee';
import { caseSet, namedArguments } from './caseSet';
import { judgeResults } from './judgeResults';
import { literalsOf, pooled } from './literals';
import { type BothOutcomes, openRunners } from './openRunners';
import { signatureOf, type Signature } from './signature';
import { heavyPackages } from './heavyPackages';
import type { CallJob, CallLimits } from './types';

export interface FingerprintOptions {
  readonly seed: number;
  /** Cases of each tool, about; 48 to 256 are sensible. */
  readonly cases?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly sandbox?: CommandSandbox | undefined;
  readonly limits?: Partial<CallLimits> | undefined;
  /** Given how much is done, from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

const CASES = 64;
/** Words that the tools of one signature name; each is tried in some of their cases. */
const POOL = { strings: 24, numbers: 12 };
/** A call that takes longer says little about what a function is; verification waits longer. */
const LIMITS: Partial<CallLimits> = { callSeconds: 0.5, patience: 2 };

interface Runnable {
  readonly tool: ToolRecord;
  readonly callee: CallableTool;
  readonly signature: Signature;
}

/**
 * Runs the pure tools of a collection in the sandbox.
 * @returns a fingerprint for every tool, by id
 * @throws SandboxUnavailableError where nothing can be contained; RunnerStartError where a language cannot be run
 */
export async function fingerprint(
  collection: Pick<ToolCollection, 'root' | 'tools'>,
  options: FingerprintOptions,
): Promise<Map<string, Fingerprint>> {
  const { seed, cases = CASES, signal = new AbortController().signal, onProgress = () => undefined } = options;
  const found = new Map<string, Fingerprint>();
  const runnable: Runnable[] = [];
  for (const tool of collection.tools) {
    const reason = notCallable(tool);
    const callee = reason === undefined ? calleeOf(tool, collection.root) : undefined;
    if (callee === undefined) found.set(tool.id, { status: 'skipped', reason: reason ?? 'it cannot be called' });
    else runnable.push({ tool, callee, signature: signatureOf(callee.parameters) });
  }
  if (runnable.length === 0) return found;
  runnable.sort((a, b) => order(a.callee.path, b.callee.path));
  const sets = caseSets(runnable, seed, cases);
  const jobs = runnable.map(({ callee, signature }): CallJob => ({
    callee,
    cases: (sets.get(signature.key)?.cases ?? []).map((values) => namedArguments(values, signature, callee.parameters)),
    report: slotNames(signature, callee),
  }));
  const runners = await openRunners({
    seed,
    sandbox: options.sandbox,
    warm: heavyPackages(runnable.map(({ tool }) => tool)),
    limits: { ...LIMITS, ...options.limits },
  });
  try {
    let done = 0;
    const outcomes = await runners.run(jobs, signal, () => onProgress(++done / (2 * jobs.length)));
    runnable.forEach(({ tool, callee, signature }, index) => {
      found.set(tool.id, judged(outcomes[index], callee, signature));
    });
  } finally {
    await runners.close();
  }
  return new Map(
    collection.tools.flatMap(({ id }) => {
      const one = found.get(id);
      return one === undefined ? [] : [[id, one] as const];
    }),
  );
}

function judged(outcome: BothOutcomes | undefined, callee: CallableTool, signature: Signature): Fingerprint {
  if (outcome === undefined) return { status: 'skipped', reason: 'it was not run' };
  return judgeResults(outcome, callee.language, signature, callee.parameters.length);
}

function caseSets(runnable: readonly Runnable[], seed: number, count: number): Map<string, ReturnType<typeof caseSet>> {
  const members = new Map<string, Runnable[]>();
  for (const one of runnable) members.set(one.signature.key, [...(members.get(one.signature.key) ?? []), one]);
  return new Map(
    [...members].map(([key, own]) => {
      const literals = pooled(
        own.map(({ tool }) => literalsOf(tool)),
        POOL,
      );
      const signature = own[0]?.signature;
      return [key, signature === undefined ? { cases: [] } : caseSet(signature, literals, seed, count)];
    }),
  );
}

/** Changed arguments are told by their slot: names differ between tools that do the same. */
function slotNames({ declared }: Signature, callee: CallableTool): Record<string, string> {
  return Object.fromEntries(declared.map((index, slot) => [callee.parameters[index]?.name ?? '', `$${slot}`]));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
