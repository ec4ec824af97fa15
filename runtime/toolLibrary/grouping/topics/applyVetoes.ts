import type { ToolGroup } from '../../types';
import { groupId } from '../equalBehaviour';

/**
 * Duplicates without the tools that a model says serve another purpose: they answer alike and mean something else, which is a possible mistake
 * and no reason to merge. A veto takes tools out; nothing comes together by it.
 */
export function applyVetoes(equal: readonly ToolGroup[], vetoed: readonly string[]): readonly ToolGroup[] {
  const out = new Set(vetoed);
  return equal.flatMap((group): readonly ToolGroup[] => {
    const kept = group.members.filter((id) => !out.has(id));
    if (group.relation !== 'duplicates' || kept.length === group.members.length) return [group];
    const doubtful: ToolGroup = { ...group, relation: 'possibleBug' };
    return kept.length < 2 ? [doubtful] : [{ ...group, id: groupId(kept), members: kept }, doubtful];
  });
}
