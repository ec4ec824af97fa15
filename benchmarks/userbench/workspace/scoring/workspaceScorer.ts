/** The score of an episode as the core keeps it: the gated score where the gate was measured, a milestone for each preference. */
import { z } from 'zod';
import type { EpisodeRecord } from '../../episodes/types';
import type { Json, Milestone, Score, Scorer } from '../../../core/runs/types';
import { chanceCorrected, chanceOf } from '../../metrics/chance';
import { changeDiff } from '../../../locobench/grading/changeDiff';
import type { RepositoryState } from '../../../locobench/grading/state/repositoryState';
import { contentOf } from '../episodes/workspaceScenario';
import type { BaseTree } from '../patch/checkPatch';
import type { TreeCommand, WorkspaceTask } from '../types';
import { scoreEpisode, type ScoredEpisode } from './scoreEpisode';
import { workspaceMetrics } from './workspaceMetrics';

export const SCORER_VERSION = '1';

/** What the score is made of; the rest of the record is for people. */
const recordForm: z.ZodType<EpisodeRecord, unknown> = z.custom<EpisodeRecord>(
  (value) =>
    z
      .looseObject({
        turns: z.array(z.looseObject({})),
        answers: z.array(z.looseObject({})),
        preferences: z.array(z.looseObject({})),
        details: z.looseObject({}),
      })
      .safeParse(value).success,
  'no record of an episode',
);

export interface ScorerPlace {
  readonly tasks: ReadonlyMap<string, WorkspaceTask>;
  readonly base: BaseTree;
  readonly snapshot: RepositoryState;
  readonly run: TreeCommand;
}

export function workspaceScorer(place: ScorerPlace): Scorer {
  return {
    name: 'userbench-workspace',
    version: SCORER_VERSION,
    score: async (scenario, { content }, { signal }) => {
      const { task: id } = contentOf(scenario);
      const task = place.tasks.get(id);
      if (task === undefined) throw new Error(`The set has no task ${id}.`);
      const record = recordForm.parse(content);
      const scored = await scoreEpisode(task, record, { base: place.base, run: place.run, signal });
      return scoreOf(task, record, scored, place.snapshot);
    },
  };
}

function scoreOf(task: WorkspaceTask, record: EpisodeRecord, scored: ScoredEpisode, snapshot: RepositoryState): Score {
  const { score, counts, patch, gate, firstScore, mode } = scored;
  // Where the gate was not measured, its other checks did hold.
  const value = score.gatedScore ?? score.score;
  const chance = mode === 'choice' ? chanceOfTask(task) : undefined;
  const judged = record.turns.filter(({ rulesType }) => rulesType !== undefined);
  return {
    value,
    complete: value === 1,
    milestones: milestonesOf(task, scored),
    metrics: {
      ...{ score: score.score, gatedScore: score.gatedScore, satisfiedFraction: score.satisfiedFraction },
      ...workspaceMetrics([counts]),
      ...{ chance, chanceCorrected: chance === undefined ? undefined : chanceCorrected(value, chance) },
      ...{ firstScore, gatePasses: gate?.passes === undefined ? undefined : Number(gate.passes) },
      ...{ diffLines: patch?.diffLines, turns: counts.turns, leaks: counts.leaks, totalReward: record.totalReward },
      judgeAgreement:
        judged.length === 0
          ? undefined
          : judged.filter(({ type, rulesType }) => type === rulesType).length / judged.length,
    },
    evidence: evidenceOf(scored, snapshot, record),
  };
}

/** Of guessing one design an aspect. */
export function chanceOfTask({ aspects }: Pick<WorkspaceTask, 'aspects'>): number {
  const sum = aspects.reduce((total, { options }) => {
    if (options === undefined) return total;
    const { correct, wrong, noise } = options;
    return total + chanceOf({ correct: correct.length + 1, wrong: wrong.length, noise: noise.length }).score;
  }, 0);
  return aspects.length === 0 ? 0 : sum / aspects.length;
}

function milestonesOf(task: WorkspaceTask, { judgements, patch }: ScoredEpisode): Milestone[] {
  const satisfied = new Set(judgements.flatMap((each) => each.satisfied));
  return task.aspects.flatMap(({ title, preferences }) =>
    preferences.map(({ id, explicit }) => {
      const check = patch?.preferences.find((each) => each.id === id);
      return {
        id,
        text: `${title}: ${explicit}`,
        weight: 1 / (task.aspects.length * preferences.length),
        achieved: patch === undefined ? satisfied.has(id) : check?.satisfied,
        detail: check?.outcomes.map(({ predicate, detail }) => `${predicate.op}: ${detail}`).join('\n'),
      };
    }),
  );
}

function evidenceOf(
  { score, counts, gate, patch, notMeasured }: ScoredEpisode,
  snapshot: RepositoryState,
  record: EpisodeRecord,
): Json {
  const details = z
    .looseObject({ patch: z.array(z.object({ path: z.string(), content: z.string().nullable() })).default([]) })
    .parse(record.details);
  const gateSaid = gate?.outcomes.map(({ predicate, holds, detail }) => ({
    op: predicate.op,
    holds: holds ?? null,
    detail,
  }));
  const evidence = {
    ...{ ended: record.ended, setting: record.setting, aspects: score.aspects, counts, notMeasured },
    ...(patch === undefined
      ? {}
      : { gate: gateSaid ?? [], newDependencies: patch.newDependencies, diff: changeDiff(snapshot, details.patch) }),
  };
  return JSON.parse(JSON.stringify(evidence)) as Json;
}
