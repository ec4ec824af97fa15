/** More arguments for a tool, made for faults that those so far do not notice. */
import type { CallableTool, CaseArguments, Focus, Literals } from '../../execution';
import { casesLike, madeUpCases } from './toolCases';

export interface Sought {
  readonly tool: CallableTool;
  /** Constants beside the faults that are left. */
  readonly near: Focus;
  /** Constants of the whole code. */
  readonly all: Focus;
  readonly literals: Literals;
  /** Arguments that the tool took, those that noticed faults or gave results of their own first. */
  readonly taken: readonly CaseArguments[];
}

/** Where no constant says what to try: other sizes, and both sides of what most functions ask about. */
const SIZES = [0, 1e-6, 0.001, 0.1, 0.25, 0.3, 3, 7, 33, 64, 99, 255, 365, 999.5, 12_345, 1e6];

/**
 * Another kind of search each round: close to the faults, like what was taken, with all constants of the code, with other sizes.
 * @returns about `count` cases
 */
export function sharperCases(sought: Sought, round: number, seed: number, count: number): readonly CaseArguments[] {
  const { tool, near, all, literals, taken } = sought;
  const like = (values: readonly CaseArguments[], share: number) =>
    casesLike(tool, values, seed + 1, Math.round(count * share));
  const made = (focus: Focus, share: number) =>
    madeUpCases(tool, { ...literals, focus }, seed, Math.round(count * share));
  switch (round % 3) {
    case 0:
      return [...made(near, 0.7), ...like(taken, 0.3)];
    case 1: {
      const close = made(near, 0.4);
      return [...like([...close, ...taken], 0.6), ...made(all, 0.4)];
    }
    default:
      return [...made({ ...all, numbers: [...near.numbers, ...SIZES] }, 0.6), ...like(taken, 0.4)];
  }
}
