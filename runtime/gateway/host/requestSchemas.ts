import { z } from 'zod';
import { generateRequestSchema, purposeSchema } from '../requestSchema';
import type { BudgetScope, LedgerScope, Outcome } from '../types';

const id = z.string().min(1).max(500);
const time = z.number().int().nonnegative();

export const generateParamsSchema = z.strictObject({ id, request: generateRequestSchema });
export const countTokensParamsSchema = z.strictObject({ model: id, text: z.string() });
export const outcomeSchema: z.ZodType<Outcome> = z.strictObject({
  decision: id,
  model: id,
  event: z.enum([
    'verified',
    'verification-failed',
    'accepted',
    'kept',
    'undone',
    'rejected',
    'asked-again',
    'escalation-succeeded',
    'judged-right',
    'judged-wrong',
  ]),
  at: time,
});
export const ledgerScopeSchema: z.ZodType<LedgerScope> = z.strictObject({
  purpose: purposeSchema.optional(),
  project: id.optional(),
  task: id.optional(),
  provider: id.optional(),
});

const budgetScope: z.ZodType<BudgetScope> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('purpose'), purpose: purposeSchema }),
  z.strictObject({ kind: z.literal('project'), project: id }),
  z.strictObject({ kind: z.literal('task'), task: id }),
  z.strictObject({ kind: z.literal('provider'), provider: id }),
]);

export const setBudgetParamsSchema = z.strictObject({
  scope: budgetScope,
  period: z.enum(['day', 'month', 'total']),
  unit: z.enum(['usd', 'requests']),
  limit: z.number().int().nonnegative(),
  warnAt: z.array(z.number().positive().max(1)).max(10).optional(),
});
export const removeBudgetParamsSchema = z.strictObject({ id });
export const spendReportParamsSchema = z.strictObject({ from: time, until: time, project: id.optional() });
export const decisionsParamsSchema = z.strictObject({
  before: time.optional(),
  limit: z.number().int().min(1).max(1000),
  project: id.optional(),
});
export const whatIfParamsSchema = z.strictObject({
  from: time,
  until: time,
  qualities: z.array(z.number().min(0).max(10)).max(100),
});
export const exportParamsSchema = z.strictObject({ format: z.enum(['csv', 'json']), from: time, until: time });
export const startServerParamsSchema = z.strictObject({ port: z.number().int().min(0).max(65_535) });
export const hostEventSchema = z.strictObject({
  id,
  event: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text'), text: z.string() }),
    z.strictObject({ type: z.literal('tool-call'), id: z.string(), name: z.string(), inputJson: z.string() }),
  ]),
});
export const hostAnswerSchema = z.object({ finish: z.enum(['stop', 'tool-calls']) });
export const priceParamsSchema = z.strictObject({ model: id });
