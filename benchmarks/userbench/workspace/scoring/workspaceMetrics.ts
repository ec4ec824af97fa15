/** Metrics of one episode or of many, from what was counted. */
import type { WorkspaceCounts } from './workspaceCounts';

/** A nudge is a small correction. */
export const NUDGE_WEIGHT = 0.2;

/** undefined: nothing of the kind happened. Percentages are of 100, everything else of 1 or counts. */
export interface WorkspaceMetrics {
  readonly bestExist: number | undefined;
  readonly correctExist: number | undefined;
  readonly validSearchPercent: number | undefined;
  readonly validActionPercent: number | undefined;
  readonly elicitedPercent: number | undefined;
  readonly elicitedActivePercent: number | undefined;
  readonly elicitedPassivePercent: number | undefined;
  /** Questions about what the repository says anyway, of all questions. */
  readonly needlessQuestionPercent: number | undefined;
  /** P(satisfied | told), P(satisfied | not told), and by how much telling helps. */
  readonly use: number | undefined;
  readonly guess: number | undefined;
  readonly useLift: number | undefined;
  /** Hidden preferences that are satisfied, 0 at chance and 1 at the top. */
  readonly hiddenSatisfaction: number | undefined;
  /** Per episode: what the user had to contradict, and a fifth for each time it had to push. */
  readonly corrections: number | undefined;
  /** Mean over aspects of value/(turn + 1). */
  readonly timeWeighted: number | undefined;
  /** Mean over episodes. */
  readonly effectiveTurns: number | undefined;
}

export function workspaceMetrics(episodes: readonly WorkspaceCounts[]): WorkspaceMetrics {
  const n = episodes.length;
  const sum = (of: (each: WorkspaceCounts) => number) => episodes.reduce((total, each) => total + of(each), 0);
  const share = (part: number, whole: number) => (whole === 0 ? undefined : part / whole);
  const percent = (part: number, whole: number) => (whole === 0 ? undefined : (100 * part) / whole);
  const [aspects, preferences] = [sum((each) => each.aspects), sum((each) => each.preferences)];
  const [active, passive] = [sum((each) => each.elicitedActive), sum((each) => each.elicitedPassive)];
  const use = share(
    sum((each) => each.knownSatisfied),
    sum((each) => each.known),
  );
  const guess = share(
    sum((each) => each.unknownSatisfied),
    sum((each) => each.unknown),
  );
  const [hidden, chance] = [sum((each) => each.hidden), sum((each) => each.hiddenChance)];
  return {
    bestExist: share(
      sum((each) => each.best),
      aspects,
    ),
    correctExist: share(
      sum((each) => each.correct),
      aspects,
    ),
    validSearchPercent: percent(
      sum((each) => each.validSearches),
      sum((each) => each.searches),
    ),
    validActionPercent: percent(
      sum((each) => each.validActions),
      sum((each) => each.actions),
    ),
    elicitedPercent: percent(active + passive, preferences),
    elicitedActivePercent: percent(active, preferences),
    elicitedPassivePercent: percent(passive, preferences),
    needlessQuestionPercent: percent(
      sum((each) => each.needlessAsks),
      sum((each) => each.asks),
    ),
    ...{ use, guess, useLift: use === undefined || guess === undefined ? undefined : use - guess },
    // With k values alike this is (x - 1/k)/(1 - 1/k); else the pooled form of it.
    hiddenSatisfaction: hidden === 0 ? undefined : (sum((each) => each.hiddenSatisfied) - chance) / (hidden - chance),
    corrections: share(sum((each) => each.corrections) + NUDGE_WEIGHT * sum((each) => each.nudges), n),
    timeWeighted: share(
      sum((each) => each.timeWeighted),
      aspects,
    ),
    effectiveTurns: share(
      sum((each) => each.effectiveTurns),
      n,
    ),
  };
}
