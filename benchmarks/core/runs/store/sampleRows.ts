/** Rows of samples as they come from SQLite, checked at this border. */
import { z } from 'zod';
import type { SampleRow } from '../../../host/protocol';
import type { SampleJob, SampleRecord } from '../types';

const text = z
  .string()
  .nullable()
  .transform((value) => value ?? undefined);
const number = z
  .number()
  .nullable()
  .transform((value) => value ?? undefined);

export const sampleStates = ['waiting', 'running', 'scored', 'error', 'refused', 'not-measured', 'skipped'] as const;

const row = z.object({
  idx: z.number(),
  scenario_id: z.string(),
  model_id: z.string(),
  repeat: z.number(),
  state: z.enum(sampleStates),
  attempts: z.number(),
  round: z.number(),
  value: number,
  complete: number,
  cost: z.number(),
  input: number,
  cache_read: number,
  cache_write: number,
  output: number,
  reasoning: number,
  usage_source: z.enum(['provider', 'estimated']).nullable(),
  total_ms: number,
  first_token_ms: number,
  cached: z.number(),
  truncated: z.number(),
  started: number,
  ended: number,
  worker: text,
  reason_kind: text,
  reason: text,
});

const titledRow = row.extend({ title: z.string(), category: z.string(), language: text, tokens: z.number() });

/** Begin of a query over samples with the names of their scenarios and models. */
export const sampleSelect = `SELECT samples.*, scenarios.id AS scenario_id, models.id AS model_id, scenarios.title,
  scenarios.category, scenarios.language, scenarios.tokens
  FROM samples
  JOIN scenarios ON scenarios.run = samples.run AND scenarios.ordinal = samples.scenario
  JOIN models ON models.run = samples.run AND models.ordinal = samples.model`;

export function recordOf(run: string, found: unknown): SampleRecord {
  return toRecord(run, row.parse(found));
}

export function sampleRowOf(run: string, found: unknown): SampleRow {
  const parsed = titledRow.parse(found);
  const { title, category, language, tokens } = parsed;
  return { ...toRecord(run, parsed), title, category, language, contextTokens: tokens };
}

const jobRow = z.object({
  idx: z.number(),
  scenario_id: z.string(),
  model_id: z.string(),
  repeat: z.number(),
  round: z.number(),
  generation: z.number(),
});

export const jobSelect = `SELECT idx, repeat, round, generation, scenarios.id AS scenario_id, models.id AS model_id
  FROM samples
  JOIN scenarios ON scenarios.run = samples.run AND scenarios.ordinal = samples.scenario
  JOIN models ON models.run = samples.run AND models.ordinal = samples.model`;

export function jobOf(run: string, found: unknown): SampleJob {
  const { idx, scenario_id: scenario, model_id: model, repeat, round, generation } = jobRow.parse(found);
  return { run, index: idx, scenario, model, repeat, round, generation };
}

function toRecord(run: string, found: z.infer<typeof row>): SampleRecord {
  const { usage_source: source } = found;
  return {
    run,
    index: found.idx,
    scenario: found.scenario_id,
    model: found.model_id,
    repeat: found.repeat,
    state: found.state,
    attempts: found.attempts,
    round: found.round,
    value: found.value,
    complete: found.complete === undefined ? undefined : found.complete === 1,
    cost: found.cost,
    usage:
      source === null
        ? undefined
        : {
            inputTokens: found.input ?? 0,
            cacheReadTokens: found.cache_read ?? 0,
            cacheWriteTokens: found.cache_write ?? 0,
            outputTokens: found.output ?? 0,
            reasoningTokens: found.reasoning ?? 0,
            source,
          },
    totalMs: found.total_ms,
    firstTokenMs: found.first_token_ms,
    cached: found.cached === 1,
    truncated: found.truncated === 1,
    reason: found.reason,
    reasonKind: found.reason_kind,
    started: found.started,
    ended: found.ended,
    worker: found.worker,
  };
}
