import { canonicalJson } from '../../../core/runs/canonicalJson';
import { sha256 } from '../../../core/runs/sha256';
import type { Blueprint, Draft } from '../blueprint';
import type { Executed } from '../checks/checkExecution';
import type { Slot } from '../slots/slot';

/** A draft that was taken, with what its calls did. */
export function blueprintOf(
  slot: Slot,
  { instruction, outputs }: Draft,
  { actions, changes }: Executed,
  generator: Blueprint['generator'],
): Blueprint {
  const { servers, files, stateFiles, tools, rules, persona, group, seed, joined } = slot;
  return {
    id: sha256(`${slot.id} ${instruction} ${canonicalJson(actions)}`).slice(0, 16),
    slot: slot.id,
    ...{ instruction, persona, servers, files, stateFiles, tools, rules, outputs, group, seed, generator },
    actions: [...actions],
    changes: [...changes],
    ...(joined && { parts: joined.map(({ id }) => id) }),
  };
}
