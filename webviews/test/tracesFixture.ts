import type { RunStatus, TraceRun, TraceStep } from '../../runtime/agent/protocol';
import type { TracesData } from '../traces/protocol';

const start = Date.UTC(2026, 10, 20, 9, 30);

const titles = [
  'Why does the cart round the total twice?',
  'Rename orderTotal to cartTotal everywhere',
  'Add a test for an empty cart',
  'What does summary.py print for a month without orders?',
];
const statuses: readonly RunStatus[] = [
  'answered',
  'interrupted',
  'answered',
  'refused',
  'answered',
  'failed',
  'steps',
];

export function traceRun(index: number, changes: Partial<TraceRun> = {}): TraceRun {
  const status = statuses[index % statuses.length] ?? 'answered';
  return {
    id: `run-${index}`,
    title: titles[index % titles.length] ?? '',
    status,
    started: start - index * 3_600_000,
    ended: status === 'interrupted' ? undefined : start - index * 3_600_000 + 12_400,
    model: index % 2 === 0 ? 'local/qwen2.5-coder-7b' : 'openai/gpt-5-mini',
    conversation: `conversation-${index}`,
    project: 'shop-id',
    mode: 'ask',
    totals: {
      ...{ modelCalls: 4, toolCalls: 5, toolErrors: 1, repairs: 1, inputTokens: 8200, cacheReadTokens: 6100 },
      ...{ outputTokens: 640, cost: index % 2 === 0 ? 0 : 4120, modelMs: 9800, toolMs: 1600 },
    },
    problem:
      status === 'failed' ? 'The provider did not answer within 60 s. Try again, or choose another model.' : undefined,
    ...changes,
  };
}

export const tracesData: TracesData = {
  runs: Array.from({ length: 30 }, (_, index) => traceRun(index)),
  older: true,
  projects: { 'shop-id': 'shop' },
};

export const emptyTraces: TracesData = { runs: [], older: false, projects: {} };

/** Steps of a run: the question, then model and tools in turn. @param count all of them */
export function traceSteps(count: number, from = 0): readonly TraceStep[] {
  return Array.from({ length: count }, (_, offset) => traceStep(from + offset));
}

function traceStep(index: number): TraceStep {
  const time = { index, started: start + index * 900, milliseconds: 300 + ((index * 379) % 1400) };
  if (index === 0) {
    return {
      ...time,
      kind: 'user',
      text: titles[0] ?? '',
      attachments: [{ title: 'shop/cart.ts:3-9', text: 'export function total(items: Item[]): number {' }],
    };
  }
  if (index % 2 === 1) {
    return {
      ...{
        ...time,
        kind: 'model',
        call: `call-${index}`,
        decision: `decision-${index}`,
        model: 'local/qwen2.5-coder-7b',
      },
      tools: ['search_workspace', 'read_file', 'edit_file'],
      text: index === 1 ? 'I look for where the total is rounded.' : '',
      reasoning: index === 1 ? 'Rounding can be in the sum or in the format.' : '',
      calls: [{ id: `tool-${index}`, name: 'search_workspace', input: { query: `round ${index}` } }],
      ...{ finish: 'tool-calls', cost: 0, firstTokenMs: 210 },
      usage: {
        ...{ inputTokens: 1800 + index, cacheReadTokens: 1500, cacheWriteTokens: 0, outputTokens: 48 },
        ...{ reasoningTokens: 0, source: 'provider' },
      },
    };
  }
  if (index === 4)
    return { ...time, kind: 'note', note: 'repair', text: 'The argument "limit" must be a whole number.' };
  const wrong = index === 6;
  const refused = index === 8;
  return {
    ...{ ...time, kind: 'tool', id: `tool-${index}`, name: refused ? 'edit_file' : 'search_workspace' },
    origin: { kind: 'workspace', id: 'workspace', title: 'Workspace' },
    risk: refused ? 'write' : 'read',
    input: { query: `round ${index}` },
    output: wrong
      ? 'There is no file shop/carts.ts. Did you mean shop/cart.ts?'
      : `shop/cart.ts:${index}: Math.round(sum * 100) / 100`,
    ...{ isError: wrong || refused, outcome: refused ? 'refused' : wrong ? 'failed' : 'ran' },
    approval: refused ? undefined : 'free',
  };
}
