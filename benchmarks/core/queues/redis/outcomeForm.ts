import { z } from 'zod';
import type { SampleOutcome, SolverRequest } from '../../runs/types';
import type { QueuedSample } from './sampleJobForm';

const maybe = <T extends z.ZodType>(form: T) => form.optional().transform((value) => value);
const json = z.json();
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

const usageForm = z.object({
  inputTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheWriteTokens: z.number(),
  outputTokens: z.number(),
  reasoningTokens: z.number(),
  source: z.enum(['provider', 'estimated']),
});

const recordForm = z.object({
  run: z.string(),
  index: z.number().int(),
  scenario: z.string(),
  model: z.string(),
  repeat: z.number().int(),
  round: z.number().int().optional(),
  state: z.enum(['waiting', 'running', 'scored', 'error', 'refused', 'not-measured', 'skipped']),
  attempts: z.number().int(),
  value: maybe(z.number().min(0).max(1)),
  complete: maybe(z.boolean()),
  cost: z.number().min(0),
  usage: maybe(usageForm),
  totalMs: maybe(z.number()),
  firstTokenMs: maybe(z.number()),
  cached: z.boolean(),
  truncated: z.boolean(),
  reason: maybe(z.string()),
  reasonKind: maybe(z.string()),
  started: maybe(z.number()),
  ended: maybe(z.number()),
  worker: maybe(z.string()),
});

const scoreForm = z.object({
  value: z.number().min(0).max(1),
  complete: z.boolean(),
  milestones: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      weight: z.number(),
      achieved: maybe(z.union([z.boolean(), z.number()])),
      detail: z.string().optional(),
    }),
  ),
  metrics: z.record(z.string(), z.number()),
  evidence: json,
});

const answerForm = z.object({
  call: z.string(),
  model: z.string(),
  text: z.string(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), input: json })),
  finish: z.enum(['stop', 'length', 'tool-calls', 'content-filter', 'error', 'other']),
  usage: usageForm,
  cost: z.number().min(0),
  firstTokenMs: maybe(z.number()),
  totalMs: z.number(),
  cached: z.boolean(),
});

const outcomeForm = z.object({
  record: recordForm,
  detail: z.object({
    solution: maybe(z.object({ text: z.string(), content: json, truncated: z.boolean() })),
    score: maybe(scoreForm),
    // Requests are only shown; what they hold is the solver's.
    calls: z.array(z.object({ request: z.custom<SolverRequest>(isObject), answer: answerForm })),
    log: z.string(),
  }),
});

/**
 * An outcome that came from a worker, perhaps on another machine.
 * @throws Error where it is not one, or not of this sample
 */
export function parseOutcome(value: unknown, job: Omit<QueuedSample, 'filesHash'>): SampleOutcome {
  const parsed = outcomeForm.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new Error(`it has another form (${where}: ${issue?.message ?? ''}); use the same Whetstone on both sides`);
  }
  const outcome = parsed.data;
  const { run, index, scenario, model, repeat, round = 0 } = outcome.record;
  const same =
    run === job.run &&
    index === job.index &&
    scenario === job.scenario &&
    model === job.model &&
    repeat === job.repeat &&
    round === (job.round ?? 0);
  if (!same) throw new Error(`it is of sample ${index} of run ${run}, not of ${job.index}`);
  return outcome;
}
