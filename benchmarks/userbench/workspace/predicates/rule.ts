import type { PredicateArguments, PredicateOp } from '../types';
import type { Inspection } from './inspection';

export interface Finding {
  readonly holds: boolean;
  readonly detail: string;
}

/** One op's check on a changed tree, without running anything. */
export type Rule<Op extends PredicateOp> = (args: PredicateArguments[Op], tree: Inspection) => Finding;

export function yes(detail: string): Finding {
  return { holds: true, detail };
}

export function no(detail: string): Finding {
  return { holds: false, detail };
}

export function when(holds: boolean, detail: string): Finding {
  return { holds, detail };
}

export const notFound = no('nothing of that name is defined');
