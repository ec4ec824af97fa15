import type { Range } from '../../../../runtime/repository';

export type MutationOperator =
  | 'relational'
  | 'boundary'
  | 'arithmetic'
  | 'logical'
  | 'negated-condition'
  | 'off-by-one'
  | 'boolean'
  | 'swapped-arguments'
  | 'removed-await'
  | 'removed-call';

/** One fault put into a text. */
export interface Mutant {
  readonly operator: MutationOperator;
  /** Where the change begins, from 0. */
  readonly line: number;
  /** The whole text with the fault. */
  readonly text: string;
  readonly change: { readonly range: Range; readonly before: string; readonly after: string };
}
