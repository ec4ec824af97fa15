import type { Predicate, PredicateArguments, PredicateOp } from '../../types';
import type { TopicValue } from '../types';

/** One value: its name, what is wanted, three statements or more, stems that tell them apart, and how it is called. */
export function value(
  name: string,
  explicit: string,
  implicit: readonly string[],
  cues: readonly string[],
  terms: readonly string[],
): TopicValue {
  return { value: name, explicit, implicit, cues, terms };
}

export function check<Op extends PredicateOp>(op: Op, args: PredicateArguments[Op]): Predicate {
  // The one place where op and arguments are put together; both come with their types.
  return { op, args, weight: 1 } as Extract<Predicate, { op: Op }>;
}

/** Predicates with weights that add to 1. */
export function all(...predicates: readonly Predicate[]): readonly Predicate[] {
  return predicates.map((each) => ({ ...each, weight: 1 / predicates.length }));
}
