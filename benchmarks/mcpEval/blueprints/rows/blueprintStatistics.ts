import { mean, median } from '../../../core/statistics';
import { checkNames, type Blueprint, type CheckName, type RejectedDraft } from '../blueprint';
import { clusteredShare, shareOf, tally, type Share } from './shares';

export interface BlueprintStatistics {
  readonly blueprints: number;
  readonly drafts: number;
  /** Of the drafts that came to a check, those that passed it. Drafts of one slot belong together. */
  readonly checks: Readonly<Partial<Record<CheckName, Share & { readonly clusters: number }>>>;
  /** Of the slots: those whose first draft was taken, and those that gave a blueprint at all. */
  readonly firstTry: Share | undefined;
  readonly withFeedback: Share | undefined;
  /** Why drafts were not taken: `check: reason`; a draft may have several. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly actions: { readonly mean: number; readonly median: number } | undefined;
  /** Of actions: those that change something. */
  readonly writes: Share | undefined;
  readonly tools: Readonly<Record<string, number>>;
  readonly licences: Readonly<Record<string, number>>;
}

/** @param rejected drafts, of slots that gave a blueprint in the end too */
export function blueprintStatistics(
  blueprints: readonly Blueprint[],
  rejected: readonly RejectedDraft[],
): BlueprintStatistics {
  const drafts = [
    ...blueprints.map(({ slot, generator: { committee } }) => ({
      ...{ slot, failed: undefined, last: committee === undefined ? ('policy' as const) : ('committee' as const) },
    })),
    ...rejected.map(({ slot, failures }) => {
      const failed = failures[0]?.check ?? 'format';
      return { slot, failed, last: failed };
    }),
  ];
  const checks = checkNames.flatMap((check) => {
    const came = drafts.filter(({ last }) => checkNames.indexOf(last) >= checkNames.indexOf(check));
    const share = clusteredShare(came.map(({ slot, failed }) => ({ held: failed !== check, cluster: slot })));
    return share === undefined ? [] : [[check, share] as const];
  });
  const slots = new Set(drafts.map(({ slot }) => slot)).size;
  const actions = blueprints.map((each) => each.actions.length);
  const made = blueprints.flatMap((each) => each.actions);
  return {
    ...{ blueprints: blueprints.length, drafts: drafts.length, checks: Object.fromEntries(checks) },
    firstTry: shareOf(blueprints.filter(({ generator }) => generator.tries === 1).length, slots),
    withFeedback: shareOf(blueprints.length, slots),
    reasons: tally(rejected.flatMap(({ failures }) => failures.map(({ check, reason }) => `${check}: ${reason}`))),
    actions: actions.length === 0 ? undefined : { mean: mean(actions), median: median(actions) },
    writes: shareOf(made.filter(({ writes }) => writes).length, made.length),
    tools: tally(made.map(({ tool_name: name }) => name)),
    licences: tally(blueprints.map(({ generator }) => generator.note.licence)),
  };
}
