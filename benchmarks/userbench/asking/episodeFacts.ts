/** What a report on asking keeps of an episode: small enough that thousands fit in memory. */
import { z } from 'zod';
import type { SampleRecord, Score, Solution } from '../../core/runs/types';
import { countsOfRecord, type AskingCounts } from './askingCounts';

const recordForm = z.object({
  ...{ task: z.string(), seed: z.number(), setting: z.enum(['full', 'hidden', 'interaction']) },
  turns: z.array(
    z.object({
      ...{ i: z.number(), choice: z.string(), feedbackCode: z.string(), reward: z.number() },
      ...{ type: z.literal([1, 2, 3, 4]).optional(), rulesType: z.literal([1, 2, 3, 4]).optional() },
      revealed: z.array(z.object({ preference: z.string(), how: z.enum(['active', 'passive']) })).optional(),
      flags: z.array(z.string()).optional(),
    }),
  ),
  answers: z.array(z.object({ aspect: z.string(), value: z.number(), turn: z.number() })),
  preferences: z.array(z.object({ id: z.string(), aspect: z.string() })),
});
export type ReadEpisode = Readonly<z.infer<typeof recordForm>>;

export interface EpisodeFacts {
  readonly model: string;
  readonly scenario: string;
  readonly repeat: number;
  readonly task: string;
  readonly seed: number;
  readonly setting: ReadEpisode['setting'];
  readonly value: number;
  /** Score of a guess; undefined where there is nothing to guess from. */
  readonly chance: number | undefined;
  readonly counts: AskingCounts;
  readonly preferences: number;
  /** Turns (from 0) in which preferences came out, one entry a preference: the first time counts. */
  readonly revealed: readonly { readonly turn: number; readonly how: 'active' | 'passive' }[];
  /** Turns that two judged. */
  readonly judged: readonly Pick<ReadEpisode['turns'][number], 'type' | 'rulesType' | 'flags'>[];
  /** By aspect: whether it was right. */
  readonly correct: Readonly<Record<string, boolean>>;
}

/** @returns undefined where no episode is kept, e.g. of an evaluation of another kind */
export function episodeFacts(
  { model, scenario, repeat, value }: Pick<SampleRecord, 'model' | 'scenario' | 'repeat' | 'value'>,
  solution: Pick<Solution, 'content'> | undefined,
  score: Pick<Score, 'metrics' | 'evidence'> | undefined,
): EpisodeFacts | undefined {
  const read = recordForm.safeParse(solution?.content);
  if (!read.success || score === undefined || value === undefined) return undefined;
  const { task, seed, setting, turns, preferences } = read.data;
  const { counts, correct } = countsOfRecord(read.data, score);
  const known = new Set(preferences.map(({ id }) => id));
  const revealed: { turn: number; how: 'active' | 'passive' }[] = [];
  for (const { i, revealed: told = [] } of turns) {
    for (const { preference, how } of told) if (known.delete(preference)) revealed.push({ turn: i, how });
  }
  return {
    ...{ model, scenario, repeat, task, seed, setting, value, counts, correct, revealed },
    chance: score.metrics.chance,
    preferences: preferences.length,
    judged: turns.flatMap(({ type, rulesType, flags }) =>
      rulesType === undefined ? [] : [{ type, rulesType, flags }],
    ),
  };
}
