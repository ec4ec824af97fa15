import { BadInputError } from '../../../core/badInputError';
import type { Json } from '../../../core/runs/types';
import { Draw } from '../../travel/draw';
import type { GymKind } from '../gymKind';
import { gymSetForm } from './gymSetForm';
import { loadedSet, writeGymSet, type GymSetFile } from './gymSetFile';

export interface MakeGymSetOptions {
  readonly kind: GymKind;
  /** Of the set. */
  readonly name: string;
  /** undefined: as many as usual, or all where there are fewer. */
  readonly count: number | undefined;
  readonly seed: number;
  readonly folder: string;
  /** Where tasks come from a repository: makes so many. */
  readonly ofRepository?: ((count: number) => Json) | undefined;
}

const usualCount = 20;

/**
 * A set of a gym's own tasks: made by the seed where a generator makes them, drawn by it among those that are written, or of a repository.
 * @throws BadInputError where there are fewer than were asked for
 */
export async function makeGymSet(options: MakeGymSetOptions): Promise<GymSetFile> {
  const { kind, name, seed, folder, count, ofRepository } = options;
  const wanted = count ?? usualCount;
  const data: Json = ofRepository === undefined ? { seed, count: wanted } : ofRepository(wanted);
  // Those that are written are drawn from all of them, not taken from the head of the list.
  const isWritten = ofRepository === undefined && kind.ownBy === 'hand';
  const all = kind.load(isWritten ? undefined : data).tasks.map(({ id }) => id);
  if (count !== undefined && count > all.length) {
    throw new BadInputError(
      `${kind.name} has ${all.length} tasks${ofRepository === undefined ? ' of our own' : ' in this repository'}, not ${count}. ` +
        'Ask for that many at most; --repeats plays each several times.',
    );
  }
  const file = {
    ...{ name, environment: kind.name, configuration: {} },
    ...(isWritten ? { tasks: [...new Draw(`gym ${seed}`).some(all, Math.min(wanted, all.length))] } : { data }),
  };
  loadedSet(folder, { form: gymSetForm, ...file });
  await writeGymSet(folder, file);
  return { form: gymSetForm, ...file };
}
