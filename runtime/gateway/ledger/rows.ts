/** Rows of the books as they come from SQLite, checked at this border. */
import { z } from 'zod';
import type { Budget, BudgetScope, Usage } from '../types';

const purpose = z.enum(['chat', 'edit', 'tool-use', 'evaluation']);
const optional = z
  .string()
  .nullable()
  .transform((value) => value ?? undefined);

export const budgetRow = z
  .object({
    id: z.string(),
    kind: z.enum(['all', 'purpose', 'project', 'task', 'provider']),
    name: z.string(),
    period: z.enum(['day', 'month', 'total']),
    unit: z.enum(['usd', 'requests']),
    maximum: z.number().int(),
    warn_at: z.string(),
  })
  .transform((row): Budget => ({
    id: row.id,
    scope: scopeOf(row.kind, row.name),
    period: row.period,
    unit: row.unit,
    limit: row.maximum,
    warnAt: shares.parse(JSON.parse(row.warn_at)),
  }));

export const shares = z.array(z.number().positive().max(1));

export const periodRow = z.object({
  budget: z.string(),
  start: z.number().int(),
  finish: z.number().int().nullable(),
  zone: z.string(),
  settled: z.number().int(),
  reserved: z.number().int(),
  warned: z.string().transform((text) => shares.parse(JSON.parse(text))),
});
export type PeriodRow = z.infer<typeof periodRow>;

export const callState = z.enum(['reserved', 'done', 'aborted', 'failed', 'not-sent', 'unreconciled']);
export type CallState = z.infer<typeof callState>;

const usage = z.object({
  inputTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheWriteTokens: z.number(),
  outputTokens: z.number(),
  reasoningTokens: z.number(),
  source: z.enum(['provider', 'estimated']),
});

export const callRow = z.object({
  call: z.string(),
  at: z.number().int(),
  model: z.string(),
  provider: z.string(),
  locality: z.enum(['local', 'cloud']),
  purpose,
  project: optional,
  task: optional,
  decision: optional,
  state: callState,
  reserved: z.number().int(),
  cost: z.number().int(),
  usage: z
    .string()
    .nullable()
    .transform((text): Usage | undefined => (text === null ? undefined : usage.parse(JSON.parse(text)))),
  error: optional,
  total_ms: z
    .number()
    .nullable()
    .transform((value) => value ?? undefined),
});
export const callColumns =
  'call, at, model, provider, locality, purpose, project, task, decision, state, reserved, cost, usage, error, total_ms';

export { purpose as purposeSchema };

/** @returns the name by which rows of a kind are told apart; '' for 'all' */
export function scopeName(scope: BudgetScope): string {
  switch (scope.kind) {
    case 'all':
      return '';
    case 'purpose':
      return scope.purpose;
    case 'project':
      return scope.project;
    case 'task':
      return scope.task;
    case 'provider':
      return scope.provider;
  }
}

function scopeOf(kind: BudgetScope['kind'], name: string): BudgetScope {
  switch (kind) {
    case 'all':
      return { kind };
    case 'purpose':
      return { kind, purpose: purpose.parse(name) };
    case 'project':
      return { kind, project: name };
    case 'task':
      return { kind, task: name };
    case 'provider':
      return { kind, provider: name };
  }
}
