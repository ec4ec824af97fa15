/** Our own scenarios in the published form, made from a seed: any number of them. */
import { BadInputError } from '../../core/badInputError';
import { aspectNames } from './aspects';
import { Draw } from './draw';
import { drawJourney } from './journey';
import { makeAspect } from './makeAspect';
import type { TravelScenario, TravelScenarios } from './scenarioSchema';

/** Published sets: a digit is the number of preferences of an aspect. */
export const travelSets = [
  ...(['travel22', 'travel2222', 'travel33', 'travel233'] as const),
  ...(['travel333', 'travel44', 'travel334', 'travel444'] as const),
];
export type TravelSetName = (typeof travelSets)[number];

export const tierOf: Readonly<Record<TravelSetName, 'easy' | 'medium' | 'hard'>> = {
  ...{ travel22: 'easy', travel2222: 'easy', travel33: 'medium', travel233: 'medium', travel333: 'medium' },
  ...{ travel44: 'hard', travel334: 'hard', travel444: 'hard' },
};

/** Changes when the same seed gives other scenarios. */
export const generatorVersion = 1;

/** @throws BadInputError for a name that is none of the published ones */
export function travelSet(name: string): TravelSetName {
  const found = travelSets.find((each) => each === name);
  if (found !== undefined) return found;
  throw new BadInputError(`There is no travel set "${name}". There are: ${travelSets.join(', ')}.`);
}

/**
 * @param from index of the first: a longer set begins with the shorter one
 * @returns by id, e.g. `hotel:2-1|flight:2-1`: aspect, number of preferences, serial
 */
export function makeScenarios(set: TravelSetName, count: number, seed: number, from = 0): TravelScenarios {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => makeScenario(set, seed, from + index)));
}

function makeScenario(set: TravelSetName, seed: number, index: number): readonly [id: string, TravelScenario] {
  const draw = new Draw(`${generatorVersion} ${set} ${seed} ${index}`);
  const counts = Array.from(set.replace(/\D/g, ''), Number);
  const dimensions = [...draw.some(aspectNames, counts.length)];
  const wanted = draw.shuffled(counts);
  const journey = drawJourney(draw);
  const requests = dimensions.map((aspect) => journey.requests[aspect]).join(' ');
  const blocks = dimensions.map((aspect, at) => [aspect, makeAspect(draw, aspect, wanted[at]!, journey)] as const);
  return [
    dimensions.map((aspect, at) => `${aspect}:${wanted[at]!}-${index + 1}`).join('|'),
    {
      scenario: `A traveller from ${journey.home} plans a journey to ${journey.city}. ${requests}`,
      initial_description: `I am planning a journey to ${journey.city}. ${requests}`,
      dimensions,
      wanted_num: [...wanted],
      ...Object.fromEntries(blocks),
    },
  ];
}
