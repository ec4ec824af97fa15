/** Rows of the traces as they come from the disk. */
import { z } from 'zod';
import type { AgentTask, RunStatus, RunTotals, TraceRun, TraceStep } from '../types';
import type { MessagePart, ToolDefinition } from '../../gateway/types';
import { agentTaskSchema } from './taskSchema';

export interface RunRow {
  readonly run: TraceRun;
  readonly task: AgentTask;
  /** What the model was told before all else. */
  readonly system: string;
  /** Of the process that carries it out; undefined: none does. */
  readonly owner: string | undefined;
}

/** What a model thought, with the signature that its provider wants back. */
export type Thought = Extract<MessagePart, { readonly type: 'reasoning' }>;

const count = z.number().int().nonnegative();
const totalsSchema: z.ZodType<RunTotals> = z.object({
  modelCalls: count,
  toolCalls: count,
  toolErrors: count,
  repairs: count,
  inputTokens: count,
  cacheReadTokens: count,
  outputTokens: count,
  cost: z.number().nonnegative(),
  modelMs: z.number().nonnegative(),
  toolMs: z.number().nonnegative(),
});

const statusSchema: z.ZodType<RunStatus> = z.enum([
  'running',
  'answered',
  'steps',
  'loop',
  'refused',
  'failed',
  'cancelled',
  'interrupted',
]);

const runRow = z.object({
  id: z.string(),
  started: z.number(),
  ended: z.number().nullable(),
  status: statusSchema,
  owner: z.string().nullable(),
  problem: z.string().nullable(),
  title: z.string(),
  system: z.string(),
  task: z.string(),
  totals: z.string(),
});

const text = z.string();
const json = z.json();
const usage = z.object({
  inputTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheWriteTokens: z.number(),
  outputTokens: z.number(),
  reasoningTokens: z.number(),
  source: z.enum(['provider', 'estimated']),
});
const time = { index: count, started: z.number(), milliseconds: z.number() };
const origin = z.object({ kind: z.enum(['workspace', 'mcp', 'editor', 'function']), id: text, title: text });

const stepSchema: z.ZodType<TraceStep> = z.discriminatedUnion('kind', [
  z.object({
    ...time,
    kind: z.literal('user'),
    text,
    attachments: z.array(z.object({ title: text, text })).readonly(),
  }),
  z
    .object({
      ...time,
      kind: z.literal('model'),
      call: text,
      decision: text,
      model: text,
      tools: z.array(text).readonly(),
      text,
      reasoning: text,
      calls: z.array(z.object({ id: text, name: text, input: json })).readonly(),
      finish: z.enum(['stop', 'length', 'tool-calls', 'content-filter', 'error', 'other']),
      usage,
      cost: z.number(),
      firstTokenMs: z.number().optional(),
    })
    .transform((step) => ({ ...step, firstTokenMs: step.firstTokenMs })),
  z
    .object({
      ...time,
      kind: z.literal('tool'),
      id: text,
      name: text,
      origin: origin.optional(),
      risk: z.enum(['read', 'write', 'execute', 'network']).optional(),
      input: json,
      output: text,
      isError: z.boolean(),
      outcome: z.enum(['ran', 'failed', 'refused', 'checked', 'unknown']),
      approval: z.enum(['free', 'remembered', 'asked']).optional(),
    })
    .transform((step) => ({ ...step, origin: step.origin, risk: step.risk, approval: step.approval })),
  z.object({
    ...time,
    kind: z.literal('note'),
    note: z.enum(['repair', 'abstained', 'loop', 'context', 'resumed', 'tools', 'limit']),
    text,
    calls: z.array(text).readonly().optional(),
    told: text.optional(),
    cost: z.number().optional(),
  }),
]);

const thoughtsSchema: z.ZodType<readonly Thought[]> = z
  .array(z.object({ type: z.literal('reasoning'), text, signature: text.optional() }))
  .readonly();

const definitionSchema: z.ZodType<ToolDefinition> = z.object({
  name: text,
  description: text,
  inputSchema: z.record(text, json),
});

/** @throws ZodError for a row that this version did not write */
export function readRun(row: unknown): RunRow {
  const { id, started, ended, status, owner, problem, title, system, task: taskText, totals } = runRow.parse(row);
  const task = agentTaskSchema.parse(JSON.parse(taskText));
  const { model, conversation, project, mode } = task;
  return {
    run: {
      ...{ id, title, status, started, ended: ended ?? undefined, model, conversation, project, mode },
      totals: totalsSchema.parse(JSON.parse(totals)),
      problem: problem ?? undefined,
    },
    task,
    system,
    owner: owner ?? undefined,
  };
}

export function readStep(row: unknown): TraceStep {
  return stepSchema.parse(JSON.parse(z.object({ body: text }).parse(row).body));
}

export function readThoughts(row: unknown): readonly [step: number, thoughts: readonly Thought[]] {
  const { step, thoughts } = z.object({ step: z.number(), thoughts: text }).parse(row);
  return [step, thoughtsSchema.parse(JSON.parse(thoughts))];
}

export function readDefinition(row: unknown): ToolDefinition {
  return definitionSchema.parse(JSON.parse(z.object({ definition: text }).parse(row).definition));
}

export const callRowSchema = z.object({ call: text, state: z.enum(['asking', 'running']) });
