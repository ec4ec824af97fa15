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

/** @param count cases at least, all ways to give them counted, where the signature has parameters; one otherwise */
export function baseCases({ slots, ways }: Signature, literals: Literals, seed: number, count: number): CaseValues[] {
  if (slots.length === 0) return [[]];
  return fc.sample(slotArbitrary(slots, literals), { seed, numRuns: Math.ceil(count / ways.length) });
}

/** Case `base * ways + way`: with each tuple all ways to hand its values to slots of the same type. */
export function inAllWays(bases: readonly CaseValues[], { ways }: Signature): CaseValues[] {
  return bases.flatMap((base) => ways.map((way) => way.map((slot) => base[slot])));
}

/** An example's arguments by slot; undefined where it lacks one, or has others. */
export function slotValues(
  values: CaseArguments,
  { declared }: Signature,
  parameters: readonly Pick<ToolParameter, 'name' | 'required'>[],
): CaseValues | undefined {
  const names = new Set(parameters.map(({ name }) => name));
  if (!Object.keys(values).every((name) => names.has(name))) return undefined;
  if (parameters.some(({ name, required }) => required && !(name in values))) return undefined;
  return declared.map((index) => {
    const name = parameters[index]?.name ?? '';
    return name in values ? values[name] : LEFT_OUT;
  });
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
