/** What running tools on the same seeded arguments shows: tools with one hash answered alike each time. */
import type { CommandSandbox } from '../../tools/sandbox';
import type { Fingerprint, ToolCollection, ToolRecord } from '../types';
import { type CallableTool, calleeOf, notCallable } from './callee';
import { baseCases, type CaseValues, LEFT_OUT, slotValues } from './caseSet';
import { comparedCases } from './comparedCases';
import { judgeResults } from './judgeResults';
import type { PythonInterpreter } from './languageProgram';
import { literalsOf, pooled } from './literals';
import { openRunners } from './openRunners';
import { signatureOf, type Signature } from './signature';
import { heavyPackages } from './heavyPackages';
import type { CallLimits } from './types';

export interface FingerprintOptions {
  readonly seed: number;
  /** Cases of each tool, about; 48 to 256 are sensible. */
  readonly cases?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly sandbox?: CommandSandbox | undefined;
  /** Default: `python3` of PATH. */
  readonly python?: PythonInterpreter | undefined;
  readonly limits?: Partial<CallLimits> | undefined;
  /** Given how much is done, from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

const CASES = 64;
/** Words that the tools of one signature name; each is tried in some of their cases. */
const POOL = { strings: 64, numbers: 40 };
/** Examples of the tools of one signature, which all of them are tried on. */
const EXAMPLES = 24;
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
 * @throws SandboxUnavailableError where nothing can be contained
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
  const runners = await openRunners({
    ...{ seed, python: options.python },
    sandbox: options.sandbox,
    warm: heavyPackages(runnable.map(({ tool }) => tool)),
    limits: { ...LIMITS, ...options.limits },
  });
  try {
    await runners.prepare(
      runnable.map(({ callee }) => callee),
      signal,
    );
    const bases = classCases(runnable, seed, cases);
    let done = 0;
    const run = await comparedCases(runnable, ({ signature }) => bases.get(signature.key) ?? [], {
      ...{ runners, seed, count: cases, signal },
      done: () => onProgress(Math.min(1, ++done / (2 * runnable.length))),
    });
    for (const { of, outcome, refinedFrom } of run) {
      const { tool, callee, signature } = of;
      const parameters = callee.parameters.length;
      found.set(tool.id, judgeResults(outcome, { language: callee.language, signature, parameters, refinedFrom }));
    }
  } finally {
    await runners.close();
  }
  return new Map(
    collection.tools.map(({ id }) => [id, found.get(id) ?? { status: 'skipped', reason: 'it was not run' }]),
  );
}

/** Arguments by signature: the examples of its tools, and made-up ones with the words that they name. */
function classCases(runnable: readonly Runnable[], seed: number, count: number): Map<string, readonly CaseValues[]> {
  const members = new Map<string, Runnable[]>();
  for (const one of runnable) members.set(one.signature.key, [...(members.get(one.signature.key) ?? []), one]);
  return new Map(
    [...members].map(([key, own]) => {
      const literals = pooled(
        own.map(({ tool }) => literalsOf(tool)),
        POOL,
      );
      const [first] = own;
      const made = first === undefined ? [] : baseCases(first.signature, literals, seed, count);
      return [key, [...exampleCases(own), ...made]];
    }),
  );
}

/** The first example of each tool, then the second of each. */
function exampleCases(members: readonly Runnable[]): CaseValues[] {
  const lists = members.map(({ tool, signature, callee }) =>
    tool.examples.flatMap(({ arguments: values }) => {
      const given = slotValues(values, signature, callee.parameters);
      return given === undefined || given.length === 0 ? [] : [given];
    }),
  );
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const all = Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
  const distinct = new Map(
    all.map((each) => [JSON.stringify(each.map((value) => (value === LEFT_OUT ? {} : [value]))), each]),
  );
  return [...distinct.values()].slice(0, EXAMPLES);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
