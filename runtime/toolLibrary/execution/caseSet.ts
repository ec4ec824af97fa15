/** The same seeded arguments for all functions of one signature. */
import fc from 'fast-check';
import type { ToolParameter } from '../types';
import type { Literals } from './literals';
import type { Signature } from './signature';
import type { CaseArguments } from './types';
import { valueArbitrary } from './valueArbitrary';

/** A parameter with a default that the call leaves out. */
export const LEFT_OUT: unique symbol = Symbol('left out');

/** By slot of the signature. */
export type CaseValues = readonly unknown[];

export interface CaseSet {
  /** Case `base * ways + way`: with each tuple all ways to hand its values to slots of the same type. */
  readonly cases: readonly CaseValues[];
}

/** Every fourth time. */
const LEFT_OUT_FREQUENCY = 3;

export function slotArbitrary(slots: Signature['slots'], literals: Literals): fc.Arbitrary<CaseValues> {
  return fc.tuple(
    ...slots.map(({ schema, required }) => {
      const value = valueArbitrary(schema, literals);
      return required ? value : fc.option(value, { nil: LEFT_OUT, freq: LEFT_OUT_FREQUENCY });
    }),
  );
}

/** @param count cases at least, where the signature has parameters; one otherwise */
export function caseSet({ slots, ways }: Signature, literals: Literals, seed: number, count: number): CaseSet {
  if (slots.length === 0) return { cases: [[]] };
  const numRuns = Math.ceil(count / ways.length);
  const bases = fc.sample(slotArbitrary(slots, literals), { seed, numRuns });
  return { cases: bases.flatMap((base) => ways.map((way) => way.map((slot) => base[slot]))) };
}

/** Arguments by name, for a function with this signature. */
export function namedArguments(
  values: CaseValues,
  { declared }: Signature,
  parameters: readonly Pick<ToolParameter, 'name'>[],
): CaseArguments {
  const named: Record<string, unknown> = {};
  declared.forEach((index, slot) => {
    const parameter = parameters[index];
    if (parameter !== undefined && values[slot] !== LEFT_OUT) named[parameter.name] = values[slot];
  });
  return named;
}
