import { mean, median, percentile } from '../../../core/statistics';
import type { UnifiedRecord } from '../../../../runtime/agent';
import { rejectionReasons } from '../trajectories/rejections';
import type { JudgedTrajectory } from './keptTrajectory';
import { clusteredShare, shareOf, tally, type Share } from './shares';

interface Spread {
  readonly mean: number;
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Of rows, wherever they come from. */
export interface RowStatistics {
  readonly rows: number;
  readonly messages: Spread | undefined;
  readonly userTurns: Spread | undefined;
  readonly calls: Spread | undefined;
  readonly tools: Readonly<Record<string, number>>;
  readonly licences: Readonly<Record<string, number>>;
}

export function rowStatistics(rows: readonly UnifiedRecord[]): RowStatistics {
  const called = rows.map(({ conversation }) =>
    conversation.flatMap((message) => ('tool_calls' in message ? message.tool_calls : [])),
  );
  const users = rows.map(({ conversation }) => conversation.filter(({ role }) => role === 'user').length);
  return {
    rows: rows.length,
    messages: spreadOf(rows.map(({ conversation }) => conversation.length)),
    userTurns: spreadOf(users),
    calls: spreadOf(called.map((each) => each.length)),
    tools: tally(called.flatMap((each) => each.map((call) => call.function.name))),
    licences: tally(rows.map(({ metadata }) => (typeof metadata.licence === 'string' ? metadata.licence : 'not told'))),
  };
}

/** What became of the dialogues of a run. Dialogues on one beginning state belong together. */
export interface AttemptStatistics {
  readonly dialogues: number;
  readonly kept: (Share & { readonly clusters: number }) | undefined;
  /** Blueprints with one kept dialogue at least. */
  readonly solved: Share | undefined;
  /** By the first reason found. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Of all dialogues, those without each reason. */
  readonly passed: Readonly<Record<string, Share>>;
}

export function attemptStatistics(
  judged: readonly Pick<JudgedTrajectory, 'blueprint' | 'rejections'>[],
): AttemptStatistics {
  const held = judged.map(({ blueprint, rejections }) => ({
    ...{ held: rejections.length === 0, cluster: blueprint.group, id: blueprint.id },
  }));
  const ids = new Set(held.map(({ id }) => id));
  const solved = new Set(held.filter((each) => each.held).map(({ id }) => id));
  const passed = rejectionReasons.flatMap((reason) => {
    const share = clusteredShare(
      judged.map(({ blueprint, rejections }) => ({
        ...{ held: !rejections.some((each) => each.reason === reason), cluster: blueprint.group },
      })),
    );
    return share === undefined ? [] : [[reason, share] as const];
  });
  return {
    dialogues: judged.length,
    kept: clusteredShare(held),
    solved: shareOf(solved.size, ids.size),
    rejected: tally(judged.flatMap(({ rejections }) => rejections[0]?.reason ?? [])),
    passed: Object.fromEntries(passed),
  };
}

function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const [least, most] = [percentile(values, 0), percentile(values, 1)];
  return { mean: mean(values), median: median(values), least, most };
}
