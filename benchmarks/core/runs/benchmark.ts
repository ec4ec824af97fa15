import { sha256 } from './sha256';
import type { Scenario, Scorer, Solver } from './types';

/** A set of scenarios with who answers and who judges. */
export interface LoadedBenchmark {
  /** Name of the benchmark, e.g. `locobench`. */
  readonly name: string;
  readonly set: { readonly name: string; readonly folder: string };
  readonly commit: string | undefined;
  readonly scenarios: readonly Scenario[];
  readonly solver: Solver;
  readonly scorer: Scorer;
  /** Whether scoring runs code of the repository in the sandbox; undefined: it does not. */
  readonly executes?: boolean | undefined;
  /** Lets go of checkouts and the like. */
  close(): Promise<void>;
}

/** SHA-256 over the hashes of a set's scenarios, in whatever order they come. */
export function setHash(scenarios: readonly Pick<Scenario, 'id' | 'hash'>[]): string {
  return sha256(
    scenarios
      .map(({ id, hash }) => `${id} ${hash}`)
      .sort()
      .join('\n'),
  );
}

export function versionOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name}@${version}`;
}
