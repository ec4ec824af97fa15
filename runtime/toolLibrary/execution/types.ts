/** What is run and what comes back. Types only. */
import type { ToolEffect, ToolParameter } from '../types';

export type RunnerLanguage = 'python' | 'javascript';

/** A function of a file. */
export interface Callee {
  readonly language: RunnerLanguage;
  /** Absolute folder that the file's imports are resolved in. */
  readonly root: string;
  /** Below `root`, with `/`. */
  readonly path: string;
  /** `name`, `Class.name`, `default`. */
  readonly access: string;
  /** Texts that stand for files of the root, or for files that it does not have. */
  readonly files?: FileSet;
  readonly parameters: readonly Pick<ToolParameter, 'name' | 'schema' | 'type' | 'passing'>[];
  /** `declared`: by `parameters`. `named`: the runner looks at the function itself; `parameters` tell types only. */
  readonly calling?: 'declared' | 'named';
}

export interface FileSet {
  /** Text by path below the root, with `/`. */
  readonly texts: ReadonlyMap<string, string>;
  /** Texts that these are laid over. */
  readonly over?: FileSet | undefined;
}

/** Values of JSON by parameter name; what is missing is left out of the call. */
export type CaseArguments = Readonly<Record<string, unknown>>;

export interface CallJob {
  readonly callee: Callee;
  readonly cases: readonly CaseArguments[];
  /** Names under which changed arguments are told, where they are not the callee's own. */
  readonly report?: Readonly<Record<string, string>>;
  /** Calls that may be ended before the rest is not run; default: that of the limits. */
  readonly patience?: number;
  /** Seconds of one call, where that is less than the limits' own. */
  readonly callSeconds?: number;
  /**
   * Results by case that are known; undefined: that one says nothing. The rest is not run once a call gives another one, floats that are near
   * each other left aside.
   */
  readonly expected?: readonly (string | undefined)[];
}

/**
 * Canonical texts of the results in the order of the cases. `!Name`: it raised; `!timeout`, `!output` (a flood), `!memory`, `!died`: the
 * call was ended; `!argument`: the value does not fit the declared type; `!notRun`: others had been ended too often, or one was not as expected. ` ~changed{…}` follows
 * where an argument was changed, ` ~printed#hash` where something was printed.
 */
export type CallOutcome =
  | {
      readonly kind: 'run';
      readonly results: readonly string[];
      readonly tried: readonly ToolEffect[];
      /** Processor time of all calls; undefined: one of them took the runner down. */
      readonly seconds?: number | undefined;
    }
  | { readonly kind: 'notLoaded'; readonly problem: string };

/** The surroundings of a runner that a pure function does not notice. */
export interface World {
  readonly seed: number;
  /** Seconds since 1970 at which its clock stands. */
  readonly clock: number;
}

export interface CallLimits {
  /** Seconds of one call: processor time in Python, time in JavaScript. */
  readonly callSeconds: number;
  /** Seconds for loading a file with all that it imports. */
  readonly loadSeconds: number;
  /** Calls of one function that may be ended before the rest is not run. */
  readonly patience: number;
}

export const DEFAULT_CALL_LIMITS: CallLimits = { callSeconds: 1, loadSeconds: 20, patience: 3 };

/** Results that tell that a call was ended, and not what the function does. */
export function wasEnded(result: string): boolean {
  return /^!(?:timeout|output|memory|died|notRun)$/.test(result);
}

export function didRaise(result: string): boolean {
  return result.startsWith('!');
}
