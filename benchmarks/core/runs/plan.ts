import { seededRandom } from '../seededRandom';
import type { SampleKey } from './types';

/**
 * Samples in the order in which they are done: scenario by scenario in a random order by the seed, each by all models one after the
 * other (in a random order too, so that none always goes first), one repeat of everything before the next. So a run that is stopped
 * anywhere has the same scenarios of every model, and pairs can be compared.
 *
 * @param scenarios ids; the order does not matter
 * @param order where a sampling plan says which scenario comes when: ids in that order
 */
export function planSamples(
  scenarios: readonly string[],
  models: readonly string[],
  repeats: number,
  seed: number,
  order?: readonly string[],
): readonly SampleKey[] {
  const random = seededRandom(seed);
  const inTurn = order ?? shuffled([...scenarios].sort(), random);
  const names = [...models].sort();
  // A batch of a sampling plan is whole with all its repeats.
  if (order !== undefined) {
    return inTurn.flatMap((scenario) =>
      Array.from({ length: repeats }, (_, repeat) => repeat).flatMap((repeat) =>
        shuffled(names, random).map((model) => ({ scenario, model, repeat })),
      ),
    );
  }
  return Array.from({ length: repeats }, (_, repeat) => repeat).flatMap((repeat) =>
    inTurn.flatMap((scenario) => shuffled(names, random).map((model) => ({ scenario, model, repeat }))),
  );
}

/** Fisher and Yates. */
function shuffled(items: readonly string[], random: (below: number) => number): readonly string[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random(i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
