/** Scores a kept episode: in choice mode by the designs that were named, in patch mode by predicates on the patch. */
import { z } from 'zod';
import type { EpisodeAnswer, EpisodeRecord } from '../../episodes/types';
import { cardsOf } from '../choice/evidenceSearch';
import { checkGate, checkPatch, type BaseTree, type GateCheck, type PatchCheck } from '../patch/checkPatch';
import type { TreeCommand, WorkspaceTask } from '../types';
import { aspectScore, taskScore, type AspectJudgement, type TaskScore } from './aspectScore';
import { workspaceCounts, type WorkspaceCounts } from './workspaceCounts';

const detailsForm = z.object({
  mode: z.enum(['choice', 'patch']),
  corrections: z.number().default(0),
  nudges: z.number().default(0),
  leaks: z.number().default(0),
  /** Of patch mode. */
  patch: z.array(z.object({ path: z.string(), content: z.string().nullable() })).default([]),
  submitted: z.boolean().default(true),
  firstScore: z.number().nullable().default(null),
});

export interface ScoringPlace {
  readonly base: BaseTree;
  readonly run?: TreeCommand | undefined;
  readonly signal: AbortSignal;
}

export interface ScoredEpisode {
  readonly mode: 'choice' | 'patch';
  readonly score: TaskScore;
  readonly counts: WorkspaceCounts;
  /** Of patch mode: what was handed in first, before the user contradicted; undefined: nothing was. */
  readonly firstScore: number | undefined;
  readonly gate: GateCheck | undefined;
  readonly patch: PatchCheck | undefined;
  readonly judgements: readonly AspectJudgement[];
  readonly notMeasured: readonly string[];
}

/** @throws ZodError for a record that no episode on a workspace wrote */
export async function scoreEpisode(
  task: WorkspaceTask,
  record: EpisodeRecord,
  { base, ...options }: ScoringPlace,
): Promise<ScoredEpisode> {
  const details = detailsForm.parse(record.details);
  if (details.mode === 'choice') {
    const judgements = task.aspects.map((aspect) => choiceJudgement(aspect, record.answers));
    const score = taskScore(judgements, true);
    const counts = workspaceCounts(task, record, score, details);
    return {
      ...{ mode: 'choice', score, counts, judgements, notMeasured: [] },
      ...{ firstScore: undefined, gate: undefined, patch: undefined },
    };
  }
  const patch = await checkPatch(task, base, details.patch, options);
  const gate = await checkGate(task.gate, base, details.patch, options);
  const score = taskScore(patch.judgements, gate.passes);
  // What was never handed in is judged as it lay there at the end.
  const turn = record.answers[0]?.turn ?? Math.max(0, record.turns.length - 1);
  const answers = patch.judgements.map((judgement): EpisodeAnswer => ({
    ...{ aspect: judgement.aspect, value: aspectScore(judgement).value, id: 'patch', turn },
    ...{ satisfied: judgement.satisfied, violated: judgement.violated },
  }));
  return {
    ...{ mode: 'patch', score, gate, patch, judgements: patch.judgements },
    counts: workspaceCounts(task, { ...record, answers }, score, details),
    firstScore: details.firstScore ?? undefined,
    notMeasured: [...patch.notMeasured, ...gate.notMeasured],
  };
}

function choiceJudgement(aspect: WorkspaceTask['aspects'][number], answers: readonly EpisodeAnswer[]): AspectJudgement {
  const answer = answers.find((each) => each.aspect === aspect.key);
  const card = cardsOf(aspect).find(({ id }) => id === answer?.id);
  const all = aspect.preferences.map(({ id }) => id);
  // No answer, and a design that is none, satisfy nothing.
  const satisfied = card?.satisfied ?? [];
  return {
    aspect: aspect.key,
    satisfied,
    violated: all.filter((id) => !satisfied.includes(id)),
    cheapest: card !== undefined && card.id === aspect.options?.best.id,
  };
}
