/** Arguments that a tool and what stands for it are compared on. */
import fc from 'fast-check';
import {
  type CallableTool,
  type CaseArguments,
  type Literals,
  namedArguments,
  recombined,
  signatureOf,
  slotArbitrary,
  slotValues,
} from '../../execution';
import type { ToolExample } from '../../types';
import { hinted } from './hints';

/** @returns `count` cases, or one where there is nothing to vary */
export function madeUpCases(tool: CallableTool, literals: Literals, seed: number, count: number): CaseArguments[] {
  const signature = signatureOf(tool.parameters.map(hinted));
  if (signature.slots.length === 0) return [{}];
  const values = fc.sample(slotArbitrary(signature.slots, literals), { seed, numRuns: count });
  return values.map((each) => namedArguments(each, signature, tool.parameters));
}

/** Cases like those that the tool took. */
export function casesLike(
  tool: CallableTool,
  taken: readonly CaseArguments[],
  seed: number,
  count: number,
): CaseArguments[] {
  const signature = signatureOf(tool.parameters);
  const values = taken.flatMap((each) => {
    const given = slotValues(each, signature, tool.parameters);
    return given === undefined ? [] : [given];
  });
  return recombined(values, seed, count).map((each) => namedArguments(each, signature, tool.parameters));
}

/** Arguments of examples that the tool has parameters for. */
export function exampleCases(tool: CallableTool, examples: readonly ToolExample[]): ToolExample[] {
  const names = new Set(tool.parameters.map(({ name }) => name));
  return examples.filter(({ arguments: values }) => Object.keys(values).every((name) => names.has(name)));
}
