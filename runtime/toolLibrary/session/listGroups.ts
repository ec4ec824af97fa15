import type { Refactoring } from '../merging';
import type { GroupOutcome, ListedGroup, Verdict } from '../protocol';
import type { ToolGroup } from '../types';

/** From the surest to the least sure. */
const verdicts: readonly Verdict[] = ['identical', 'weak', 'unverified', 'rejected'];

/** Groups with what became of them; larger ones first, then by topic. */
export function listGroups(
  groups: readonly ToolGroup[],
  refactoring: Refactoring | undefined,
  decisions: ReadonlyMap<string, boolean>,
): readonly ListedGroup[] {
  return groups
    .map((group) => ({ ...group, accepted: decisions.get(group.id), outcome: outcomeOf(group, refactoring) }))
    .sort((a, b) => b.members.length - a.members.length || (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : 0));
}

function outcomeOf({ members }: ToolGroup, refactoring: Refactoring | undefined): GroupOutcome {
  const own = new Set(members);
  const entries = refactoring?.coverage.entries.filter(({ tool }) => own.has(tool)) ?? [];
  const merged = entries.filter(({ outcome }) => outcome === 'merged');
  const rejected = entries.filter(({ outcome }) => outcome === 'rejected');
  const tried = [...merged, ...rejected].flatMap(({ tool }) => refactoring?.verifications.get(tool) ?? []);
  // Of what stands, the weakest; of what failed, that it did.
  const standing = merged.flatMap(({ tool }) => refactoring?.verifications.get(tool)?.verdict ?? []);
  const verdict =
    merged.length > 0
      ? verdicts.findLast((each) => standing.includes(each))
      : rejected.length > 0
        ? 'rejected'
        : undefined;
  return {
    state: merged.length > 0 ? 'merged' : rejected.length > 0 ? 'refused' : 'open',
    verdict,
    cases: tried.reduce((sum, { cases }) => sum + cases, 0),
    ...{ merged: merged.length, rejected: rejected.length, into: merged[0]?.into },
  };
}
