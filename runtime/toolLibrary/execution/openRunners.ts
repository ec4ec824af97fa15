/** Runners of both languages in two worlds, started when they are first needed and kept until they are closed. */
import { realpath } from 'node:fs/promises';
import { type CommandSandbox, openSandbox } from '../../tools/sandbox';
import type { PythonInterpreter } from './languageProgram';
import { RunnerSession } from './runnerSession';
import { RunnerStartError } from './runnerStartError';
import { DEFAULT_CALL_LIMITS, type Callee, type CallJob, type CallLimits, type CallOutcome, type World } from './types';

export interface RunnersOptions {
  /** Seed of both worlds. */
  readonly seed: number;
  /** Default: the sandbox of this system. */
  readonly sandbox?: CommandSandbox | undefined;
  /** Packages of Python that are loaded before the first call, where they are installed. */
  readonly warm?: readonly string[] | undefined;
  readonly limits?: Partial<CallLimits> | undefined;
  /** Default: `python3` of PATH. */
  readonly python?: PythonInterpreter | undefined;
}

/** What one job gave in each of the two worlds. */
export interface BothOutcomes {
  readonly first: CallOutcome;
  readonly second: CallOutcome;
}

export type WorldName = 'first' | 'second';

export interface Runners {
  /**
   * Runs each job in both worlds, which differ in clock, chance, order of sets, and order of jobs and cases.
   * @param done called after each job of each world
   * @returns `notLoaded` with what to do for the tools of a language that cannot be run here
   */
  run(jobs: readonly CallJob[], signal: AbortSignal, done?: () => void): Promise<readonly BothOutcomes[]>;
  /** Runs each job in one world only. */
  runIn(world: WorldName, jobs: readonly CallJob[], signal: AbortSignal): Promise<readonly CallOutcome[]>;
  /** Starts the runners of these functions without waiting for them. */
  prepare(callees: readonly Callee[], signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** @throws SandboxUnavailableError where nothing can be contained: then nothing is run */
export async function openRunners(options: RunnersOptions): Promise<Runners> {
  const sandbox = options.sandbox ?? (await openSandbox());
  const limits = { ...DEFAULT_CALL_LIMITS, ...options.limits };
  const worlds: Readonly<Record<WorldName, World>> = {
    first: { seed: options.seed >>> 0, clock: 1_700_000_000 },
    second: { seed: (options.seed + 7919) >>> 0, clock: 1_800_123_456 },
  };
  const sessions = new Map<string, Session>();
  const closing = new AbortController();
  const orClosed = (signal: AbortSignal) => AbortSignal.any([signal, closing.signal]);
  const sessionOf = ({ language, files }: Callee, world: WorldName, root: string): Session => {
    // What stands for a file may not reach into the process that the file itself is run in.
    const key = `${language} ${world} ${files === undefined ? 'own' : 'other'} ${root}`;
    const known = sessions.get(key);
    if (known !== undefined) return known;
    const warm = language === 'python' ? (options.warm ?? []) : [];
    const runner = new RunnerSession(
      { sandbox, language, world: worlds[world], root, warm, python: options.python },
      limits,
    );
    const session = { runner, last: Promise.resolve() };
    sessions.set(key, session);
    return session;
  };

  async function runIn(
    world: WorldName,
    jobs: readonly CallJob[],
    signal: AbortSignal,
    done?: () => void,
  ): Promise<CallOutcome[]> {
    const outcomes = Array<CallOutcome | undefined>(jobs.length).fill(undefined);
    const places = new Map<string, number[]>();
    jobs.forEach(({ callee }, index) => {
      const key = groupOf(callee);
      places.set(key, [...(places.get(key) ?? []), index]);
    });
    await Promise.all(
      [...places.values()].map(async (own) => {
        const first = jobs[own[0] ?? -1]?.callee;
        if (first === undefined) return;
        const root = await realpath(first.root);
        if (world === 'second') own.reverse();
        const real = own.flatMap((index) => {
          const job = jobs[index];
          if (job === undefined) return [];
          const cases = isTurned(world, job) ? job.cases.toReversed() : job.cases;
          return [{ ...job, cases, callee: { ...job.callee, root } }];
        });
        const session = sessionOf(first, world, root);
        const results = await inTurn(session, (runner) => runner.run(real, orClosed(signal), done)).catch(
          (error: unknown): CallOutcome[] => {
            if (!(error instanceof RunnerStartError)) throw error;
            // The tools of the other language are run all the same.
            return real.map(() => ({ kind: 'notLoaded', problem: `${error.message}. ${error.action}` }));
          },
        );
        own.forEach((index, at) => {
          const job = jobs[index];
          outcomes[index] = job !== undefined && isTurned(world, job) ? turned(results[at]) : results[at];
        });
      }),
    );
    return outcomes.map((outcome) => outcome ?? { kind: 'notLoaded', problem: 'it was not run' });
  }

  return {
    runIn,
    prepare: async (callees, signal) => {
      const chosen = new Map(callees.map((callee) => [groupOf(callee), callee]));
      for (const callee of chosen.values()) {
        const root = await realpath(callee.root);
        for (const world of ['first', 'second'] as const) {
          void inTurn(sessionOf(callee, world, root), (runner) => runner.prepare(orClosed(signal)));
        }
      }
    },
    run: async (jobs, signal, done) => {
      const [first, second] = await Promise.all([
        runIn('first', jobs, signal, done),
        runIn('second', jobs, signal, done),
      ]);
      return first.map((outcome, index) => ({ first: outcome, second: second[index] ?? outcome }));
    },
    close: async () => {
      closing.abort();
      await Promise.all([...sessions.values()].map((session) => inTurn(session, (runner) => runner.close())));
      sessions.clear();
    },
  };
}

/** Where the first unexpected result ends a job, the order of its cases is a choice. */
function isTurned(world: WorldName, { expected }: CallJob): boolean {
  return world === 'second' && expected === undefined;
}

function turned(outcome: CallOutcome | undefined): CallOutcome | undefined {
  return outcome?.kind === 'run' ? { ...outcome, results: outcome.results.toReversed() } : outcome;
}

function groupOf({ language, root, files }: Callee): string {
  return JSON.stringify([language, root, files === undefined]);
}

interface Session {
  readonly runner: RunnerSession;
  last: Promise<unknown>;
}

/** A runner serves one after the other. */
function inTurn<Result>(session: Session, act: (runner: RunnerSession) => Promise<Result>): Promise<Result> {
  const next = session.last.then(() => act(session.runner));
  session.last = next.catch(() => undefined);
  return next;
}
