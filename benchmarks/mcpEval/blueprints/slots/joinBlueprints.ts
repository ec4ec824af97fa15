/** Harder tasks of several that hold (reverse task recombination of APIGen-MT): the calls are joined, and the wish is written anew. */
import { sha256 } from '../../../core/runs/sha256';
import { drawFrom, type Draw } from '../../tasks/seedState';
import type { Blueprint } from '../blueprint';
import type { BlueprintSetFile } from '../blueprintSet';
import { slotSetForm, type Slot, type SlotSet } from './slot';

export interface JoinOptions {
  /** Blueprints in one task. */
  readonly size: number;
  /** Tasks at most. */
  readonly count: number;
  readonly seed: number;
  readonly name: string;
}

/** Only blueprints with the same beginning state and person can be joined; each goes into one task at most. */
export function joinBlueprints(
  { servers, network }: Pick<BlueprintSetFile, 'servers' | 'network'>,
  blueprints: readonly Blueprint[],
  { size, count, seed, name }: JoinOptions,
): SlotSet {
  const draw = drawFrom(seed);
  const groups = [...new Set(blueprints.map(({ group }) => group))];
  const slots = groups.flatMap((group) => {
    const members = shuffled(
      blueprints.filter((each) => each.group === group),
      draw,
    );
    const packs = Array.from({ length: Math.floor(members.length / size) }, (_, index) =>
      members.slice(index * size, (index + 1) * size),
    );
    return packs.map((pack) => slotOf(pack, seed));
  });
  const set = { form: slotSetForm, name, servers, network, seed } as const;
  return { set, slots: slots.slice(0, count) };
}

function slotOf(pack: readonly Blueprint[], seed: number): Slot {
  const [first] = pack;
  if (first === undefined) throw new Error('There is nothing to join.');
  const { group, servers, files, stateFiles, tools, persona } = first;
  const rules = new Map(pack.flatMap((each) => each.rules.map((rule) => [rule.id, rule] as const)));
  return {
    id: sha256(pack.map(({ id }) => id).join('+')).slice(0, 16),
    ...{ group, seed, servers, files, stateFiles, tools, persona },
    walk: pack.flatMap(({ actions }) => actions.map(({ tool_name: tool }) => tool)),
    rules: [...rules.values()],
    joined: [...pack],
  };
}

function shuffled<T>(items: readonly T[], draw: Draw): readonly T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(draw.number(left.length), 1));
}
