/**
 * What is counted of an episode on a workspace task. Counts, not rates: rates of several episodes are pooled, the sum of numerators over the
 * sum of denominators.
 */
import type { EpisodeRecord } from '../../episodes/types';
import type { WorkspaceTask } from '../types';
import type { TaskScore } from './aspectScore';

/** Feedback codes of what counts as a search that found something. */
const VALID_SEARCH = 'search_results';

export interface WorkspaceCounts {
  readonly aspects: number;
  readonly best: number;
  readonly correct: number;
  readonly searches: number;
  readonly validSearches: number;
  /** Turns that talked to the user. */
  readonly actions: number;
  readonly validActions: number;
  /** Turns that asked something, whatever came of it (types 2, 3, 4). */
  readonly asks: number;
  /** Asked for what the repository settled and the user wants just so. */
  readonly needlessAsks: number;
  readonly preferences: number;
  readonly elicitedActive: number;
  readonly elicitedPassive: number;
  /** Preferences told before their aspect was answered, and how many of them are satisfied. */
  readonly known: number;
  readonly knownSatisfied: number;
  /** The others. */
  readonly unknown: number;
  readonly unknownSatisfied: number;
  /** Hidden ones (H), what satisfies them by chance (1/k each), and what did. */
  readonly hidden: number;
  readonly hiddenChance: number;
  readonly hiddenSatisfied: number;
  readonly corrections: number;
  readonly nudges: number;
  readonly leaks: number;
  /** Sum over aspects of value/(turn + 1). */
  readonly timeWeighted: number;
  /** Index of the last turn that had a reward, from 1; 0: none had. */
  readonly effectiveTurns: number;
  readonly turns: number;
}

export interface Happened {
  readonly corrections: number;
  readonly nudges: number;
  readonly leaks: number;
}

export function workspaceCounts(
  task: Pick<WorkspaceTask, 'aspects'>,
  record: Pick<EpisodeRecord, 'turns' | 'answers' | 'preferences'>,
  score: TaskScore,
  { corrections, nudges, leaks }: Happened,
): WorkspaceCounts {
  const kinds = new Map(task.aspects.flatMap(({ preferences }) => preferences.map((each) => [each.id, each] as const)));
  const answeredAt = new Map(record.answers.map(({ aspect, turn }) => [aspect, turn]));
  const satisfied = new Set(record.answers.flatMap((answer) => answer.satisfied));
  const actions = record.turns.filter(({ choice }) => choice === 'action');
  const asks = actions.filter(({ type }) => type !== undefined && type !== 1);
  const searches = record.turns.filter(({ choice }) => choice === 'search');
  const reveals = record.turns.flatMap(({ revealed = [] }) => revealed);
  const needless = asks.filter(({ revealed = [] }) =>
    revealed.some(({ preference, how }) => how === 'active' && kinds.get(preference)?.kind === 'R'),
  );
  // What was told only after the answer could not be used.
  const known = record.preferences.filter(
    ({ revealedAt, aspect }) => revealedAt !== undefined && revealedAt < (answeredAt.get(aspect) ?? Infinity),
  );
  const knownIds = new Set(known.map(({ id }) => id));
  const unknown = record.preferences.filter(({ id }) => !knownIds.has(id));
  const hidden = [...kinds.values()].filter(({ kind }) => kind === 'H');
  const are = (list: readonly { readonly id: string }[]) => list.filter(({ id }) => satisfied.has(id)).length;
  const rewarded = record.turns.filter(({ reward }) => reward > 0).at(-1);
  return {
    aspects: score.aspects.length,
    best: score.aspects.filter(({ value }) => value === 1).length,
    correct: score.aspects.filter(({ value }) => value > 0).length,
    searches: searches.length,
    validSearches: searches.filter(({ feedbackCode }) => feedbackCode === VALID_SEARCH).length,
    actions: actions.length,
    validActions: actions.filter(({ revealed = [] }) => revealed.some(({ how }) => how === 'active')).length,
    asks: asks.length,
    needlessAsks: needless.length,
    preferences: record.preferences.length,
    elicitedActive: reveals.filter(({ how }) => how === 'active').length,
    elicitedPassive: reveals.filter(({ how }) => how === 'passive').length,
    known: known.length,
    knownSatisfied: are(known),
    unknown: unknown.length,
    unknownSatisfied: are(unknown),
    hidden: hidden.length,
    hiddenChance: hidden.reduce((sum, { admissible }) => sum + 1 / admissible.length, 0),
    hiddenSatisfied: are(hidden),
    ...{ corrections, nudges, leaks },
    timeWeighted: score.aspects.reduce(
      (sum, { aspect, value }) => sum + value / ((answeredAt.get(aspect) ?? 0) + 1),
      0,
    ),
    effectiveTurns: rewarded === undefined ? 0 : rewarded.i + 1,
    turns: record.turns.length,
  };
}
