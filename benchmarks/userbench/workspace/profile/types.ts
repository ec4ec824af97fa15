/** What a repository's own habits are, each with its evidence. Types only. */
import type { EvidenceSite } from '../types';

/** Habits of TypeScript and JavaScript together, of Python, or of the repository whatever its language. */
export type FacetScope = 'script' | 'python' | 'repository';

/**
 * settled: n >= 8 and Wilson's lower bound >= 0.8. contested: otherwise n >= 4 and share <= 0.8. silent: n < 4. leaning: what lies between
 * (few sites that agree): too few to be settled, too much alike to be contested; no preference is drawn from it.
 */
export type FacetClass = 'settled' | 'contested' | 'silent' | 'leaning';

export interface Facet {
  /** e.g. `error-style`; the topic of preferences that ask for the same bears the same name. */
  readonly id: string;
  readonly title: string;
  readonly scope: FacetScope;
  /** Most frequent first. */
  readonly values: readonly { readonly value: string; readonly n: number }[];
  readonly majority: string | undefined;
  readonly n: number;
  /** Of the majority, 0 to 1. */
  readonly share: number;
  /** Lower end of Wilson's 95 % interval of the share. */
  readonly bound: number;
  readonly class: FacetClass;
  /** Where the majority is seen, spread over files; at most 8. */
  readonly sites: readonly EvidenceSite[];
}

export interface RepositoryProfile {
  readonly root: string;
  readonly commit: string | undefined;
  /** Sources and tests that were read, of all there are: of large repositories a part, evenly over paths. */
  readonly read: { readonly sources: number; readonly tests: number };
  readonly all: { readonly sources: number; readonly tests: number };
  readonly facets: readonly Facet[];
}
