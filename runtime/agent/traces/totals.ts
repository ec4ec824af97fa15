import type { RunTotals, TraceStep } from '../types';

export const noTotals: RunTotals = {
  modelCalls: 0,
  toolCalls: 0,
  toolErrors: 0,
  repairs: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  outputTokens: 0,
  cost: 0,
  modelMs: 0,
  toolMs: 0,
};

/** Totals of a run with one step more. */
export function addStep(totals: RunTotals, step: TraceStep): RunTotals {
  switch (step.kind) {
    case 'user':
      return totals;
    case 'model':
      return {
        ...totals,
        modelCalls: totals.modelCalls + 1,
        inputTokens: totals.inputTokens + step.usage.inputTokens,
        cacheReadTokens: totals.cacheReadTokens + step.usage.cacheReadTokens,
        outputTokens: totals.outputTokens + step.usage.outputTokens,
        cost: totals.cost + step.cost,
        modelMs: totals.modelMs + step.milliseconds,
      };
    case 'tool':
      return {
        ...totals,
        toolCalls: totals.toolCalls + 1,
        toolErrors: totals.toolErrors + (step.isError ? 1 : 0),
        toolMs: totals.toolMs + step.milliseconds,
      };
    case 'note':
      return {
        ...totals,
        repairs: totals.repairs + (step.note === 'repair' ? 1 : 0),
        cost: totals.cost + (step.cost ?? 0),
      };
  }
}
