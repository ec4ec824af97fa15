import type { Family, Refactoring } from '../merging';
import type { ToolGroup } from '../types';

/** Functions that differ in constants alone, as groups: by the name of what stands for them, where they were merged. */
export function familyGroups(refactoring: Refactoring | undefined): readonly ToolGroup[] {
  return (refactoring?.families ?? []).map((family) => ({
    ...{ id: family.id, topic: topicOf(family, refactoring), relation: 'constants' },
    members: family.members.map(({ tool }) => tool.id),
  }));
}

function topicOf({ id, members }: Family, refactoring: Refactoring | undefined): string {
  const merge = refactoring?.merges.find(({ group }) => group === id);
  return merge?.target.access ?? members.map(({ access }) => access).join(', ');
}
