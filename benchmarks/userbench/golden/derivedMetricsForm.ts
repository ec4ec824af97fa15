import path from 'node:path';
import { z } from 'zod';
import { isExactObject } from '../../../runtime/functionCalling';
import { BadInputError } from '../../core/badInputError';
import { readUserJson } from '../../core/userJson';
import { goldenValue } from '../../parity/goldenValue';
import { checksOf } from '../../parity/compare';
import type { Check, GoldenForm } from '../../parity/goldenForm';
import { episodeMetrics, type EpisodeMetrics, type MeasuredTurn } from '../metrics/episodeMetrics';
import { pooledMetrics } from '../metrics/pooledMetrics';
import { letterAspects } from '../travel/aspects';

const count = z.number().int();
const schema = z.object({
  per_episode: z.array(
    z.looseObject({
      ...{ mode: z.string(), name: z.string(), first_hit_turn_index: z.number().nullable() },
      /** Why the definitions do not cover it. */
      skip: z.string().optional(),
    }),
  ),
  pooled: z.record(z.string(), z.looseObject({ episodes: count })).default({}),
  worked_example: z
    .object({ multi_choice_values: z.record(z.string(), z.array(z.number())), score: z.number() })
    .optional(),
});

const step = z.object({
  action: z.string(),
  expected: z.union([
    z.object({ raises: z.unknown() }).transform(() => undefined),
    z.object({ feedback_code: z.string(), newly_elicited: z.array(z.string()), llm_calls: z.array(z.string()) }),
  ]),
});
const recordings = z.object({
  scenarios: z.record(z.string(), z.looseObject({ dimensions: z.array(z.string()) })),
  episodes: z.array(
    z.object({
      ...{ name: z.string(), mode: z.string(), scenario: z.string() },
      config: z.object({ one_choice_per_aspect: z.boolean() }),
      reset: z.object({ total_preferences: count }),
      steps: z.array(step),
    }),
  ),
});
type Recorded = z.infer<typeof recordings>['episodes'][number];

const sibling = 'travelgym_episodes.json';

/**
 * The paper's metrics of recorded episodes. The histories lie in `travelgym_episodes.json` beside it. Left out: rows that the file marks
 * `skip`, pooled values of a mode whose episodes are not all there, and `reference_counters`, which are for information.
 */
export const derivedMetricsForm: GoldenForm = {
  name: 'UserBench metrics',
  recognises: (value) => isExactObject(value) && value.has('per_episode') && value.has('pooled'),
  async check(value, file, place) {
    const golden = goldenValue(schema, value, file);
    if (place === undefined)
      throw new BadInputError(`${file}: its histories lie in ${sibling}, which has to be beside it.`);
    const beside = path.join(path.dirname(place), sibling);
    const { scenarios, episodes } = goldenValue(recordings, await readUserJson(beside), sibling);
    const measured = new Map(
      episodes.map((episode) => [
        `${episode.mode} ${episode.name}`,
        metricsOf(episode, scenarios[episode.scenario]?.dimensions ?? []),
      ]),
    );
    const defined = golden.per_episode.filter(({ skip }) => skip === undefined);
    const perEpisode = defined.flatMap(({ mode, name, reference_counters: _, ...expected }) => {
      const metrics = measured.get(`${mode} ${name}`);
      const actual = metrics && { ...namesOf(metrics), mode, name };
      // Where no answer has a value the recorded index is null.
      return checksOf(`${mode} ${name}`, 'metrics', expected, actual);
    });
    const pooled = Object.entries(golden.pooled).flatMap(([mode, expected]) => {
      const rows = defined.filter((row) => row.mode === mode);
      if (rows.length !== expected.episodes) return [];
      const all = rows.flatMap(({ name }) => measured.get(`${mode} ${name}`) ?? []);
      return checksOf(`pooled ${mode}`, 'metrics', expected, pooledNames(all));
    });
    return [...perEpisode, ...pooled, ...workedChecks(golden.worked_example)];
  },
};

function metricsOf({ steps, config, reset }: Recorded, dimensions: readonly string[]): EpisodeMetrics {
  const turns = steps.flatMap(({ action, expected }, i): MeasuredTurn[] => {
    if (expected === undefined) return [];
    const [, choice = '', content = ''] = /^\[(search|action|answer)\](.*)$/s.exec(action.trim()) ?? [];
    const how = expected.llm_calls.includes('reveal_asked') ? 'active' : 'passive';
    const revealed = expected.newly_elicited.map((preference) => ({ preference, how }) as const);
    return [{ i, choice, content, feedbackCode: expected.feedback_code, revealed }];
  });
  return episodeMetrics({
    ...{ turns, singleChoice: config.one_choice_per_aspect, preferences: reset.total_preferences },
    letters: new Map([...letterAspects].filter(([, aspect]) => dimensions.includes(aspect))),
  });
}

/** Under the golden file's names. */
function namesOf(metrics: EpisodeMetrics): Readonly<Record<string, unknown>> {
  return {
    ...{ aspects: metrics.aspects, preferences: metrics.preferences, aspect_values: metrics.aspectValues },
    ...{ score: metrics.score, best_exist: metrics.bestExist, correct_exist: metrics.correctExist },
    ...{ searches: metrics.searches, valid_searches: metrics.validSearches },
    ...{ actions: metrics.actions, valid_actions: metrics.validActions },
    ...{ elicited_active: metrics.elicitedActive, elicited_passive: metrics.elicitedPassive },
    first_hit_turn_index: metrics.firstHitTurn ?? null,
    time_weighted_value: metrics.timeWeightedValue,
  };
}

function pooledNames(all: readonly EpisodeMetrics[]): Readonly<Record<string, unknown>> {
  const pooled = pooledMetrics(all);
  return {
    ...{ episodes: pooled.episodes, score_mean_over_episodes: pooled.score },
    ...{ best_exist_rate: pooled.bestExist, correct_exist_rate: pooled.correctExist },
    ...{ valid_search_pct: pooled.validSearchPercent, valid_action_pct: pooled.validActionPercent },
    ...{ elicited_active_pct: pooled.elicitedActivePercent, elicited_passive_pct: pooled.elicitedPassivePercent },
  };
}

/** Answers of several aspects by their values, through the same code as episodes. */
function workedChecks(worked: z.infer<typeof schema>['worked_example']): readonly Check[] {
  if (worked === undefined) return [];
  const aspects = Object.keys(worked.multi_choice_values);
  const letters = new Map(aspects.map((aspect, index) => [String.fromCharCode(65 + index), aspect]));
  const codes: Readonly<Record<number, string>> = { 1: 'answer_best', 0.8: 'answer_correct', 0: 'answer_wrong' };
  const turns = [...letters].flatMap(([letter, aspect]) =>
    worked.multi_choice_values[aspect]!.map((value, index) => ({
      ...{ choice: 'answer', content: `${letter}${index + 1}`, feedbackCode: codes[value] ?? '' },
    })),
  );
  const metrics = episodeMetrics({
    ...{ letters, preferences: 0, singleChoice: false },
    turns: turns.map((turn, i) => ({ ...turn, i })),
  });
  return [{ case: 'worked_example', key: 'score', expected: worked.score, actual: metrics.score }];
}
