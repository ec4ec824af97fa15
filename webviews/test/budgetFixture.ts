import type {
  BudgetState,
  Candidate,
  DecisionRecord,
  GatewayModel,
  ModelEntry,
  RouterSummary,
  SpendReport,
  WhatIfPoint,
} from '../../runtime/gateway/protocol';
import type { BudgetData } from '../budget/protocol';

const start = Date.UTC(2026, 10, 1);
const dayMs = 86_400_000;

const model = (id: string, changes: Partial<GatewayModel> = {}): GatewayModel => {
  const [provider = '', name = ''] = id.split('/');
  return {
    ...{ id, provider, name, title: name, locality: 'cloud', unit: 'tokens', contextTokens: 128_000 },
    maxOutputTokens: 8192,
    capabilities: { tools: true, images: false, json: true, reasoning: false },
    price: {
      rates: { input: 0.25, output: 2, cacheRead: 0.025, cacheWrite: undefined },
      tiers: [],
      perRequest: 0,
      source: 'genai-prices',
    },
    ...changes,
  };
};

export const models: readonly ModelEntry[] = [
  { model: model('openai/gpt-5-mini'), endpoint: 'http://127.0.0.1:1/v1', usable: true },
  {
    model: model('ollama/qwen3:8b', {
      locality: 'local',
      price: {
        rates: { input: 0, output: 0, cacheRead: undefined, cacheWrite: undefined },
        tiers: [],
        perRequest: 0,
        source: 'local',
      },
    }),
    endpoint: 'http://127.0.0.1:1/v1',
    usable: true,
  },
  { model: model('desk/priced', { locality: 'local' }), endpoint: 'http://127.0.0.1:1/v1', usable: true },
  {
    model: model('fleet/llama-70b', { price: undefined }),
    endpoint: 'http://127.0.0.1:1/v1',
    usable: false,
    problem: 'Its price is unknown. Give it in the setting "whetstone.gateway.providers".',
  },
  {
    model: model('vscode/copilot-gpt', {
      unit: 'requests',
      price: {
        rates: { input: 0, output: 0, cacheRead: undefined, cacheWrite: undefined },
        tiers: [],
        perRequest: 40_000,
        source: 'user',
      },
    }),
    endpoint: 'http://127.0.0.1:1/v1',
    usable: true,
  },
];

const budget = (id: string, changes: Partial<BudgetState['budget']>, state: Partial<BudgetState>): BudgetState => ({
  budget: {
    ...{ id, scope: { kind: 'all' }, period: 'month', unit: 'usd', limit: 10_000_000, warnAt: [0.5, 0.8] },
    ...changes,
  },
  ...{ from: start, until: Date.UTC(2026, 11, 1), settled: 0, reserved: 0, headroom: 0, passed: [] },
  ...state,
});

export const budgets: readonly BudgetState[] = [
  budget('month', {}, { settled: 6_234_100, reserved: 12_000, headroom: 3_753_900, passed: [0.5] }),
  budget(
    'evaluation',
    { scope: { kind: 'purpose', purpose: 'evaluation' }, period: 'day', limit: 1_000_000 },
    { settled: 1_000_000, headroom: 0, passed: [0.5, 0.8] },
  ),
  budget(
    'requests',
    { scope: { kind: 'project', project: 'abc' }, unit: 'requests', limit: 300 },
    { settled: 42, headroom: 258 },
  ),
];

export const report: SpendReport = {
  from: start,
  until: start + 20 * dayMs,
  days: Array.from({ length: 20 }, (_, index) => ({
    day: new Date(start + index * dayMs).toISOString().slice(0, 10),
    cost: index % 7 >= 5 ? 0 : 200_000 + ((index * 97_003) % 390_000),
    local: 10 + (index % 5),
    cloud: index % 7 >= 5 ? 0 : 6 + (index % 3),
    pace: Math.round((10_000_000 * (index + 1)) / 30),
  })),
  byModel: [
    { name: 'openai/gpt-5-mini', cost: 6_234_100, calls: 90, inputTokens: 1_234_567, outputTokens: 345_678 },
    { name: 'ollama/qwen3:8b', cost: 0, calls: 240, inputTokens: 2_345_678, outputTokens: 456_789 },
  ],
  byPurpose: [
    { name: 'chat', cost: 5_000_000, calls: 250, inputTokens: 2_000_000, outputTokens: 500_000 },
    { name: 'evaluation', cost: 1_234_100, calls: 80, inputTokens: 1_580_245, outputTokens: 302_467 },
  ],
  byProject: [
    { name: 'abc', cost: 6_000_000, calls: 300, inputTokens: 3_000_000, outputTokens: 700_000 },
    { name: '', cost: 234_100, calls: 30, inputTokens: 580_245, outputTokens: 102_467 },
  ],
  calls: 330,
  cost: 6_234_100,
  refused: [
    { reason: 'budget', calls: 3 },
    { reason: 'price-unknown', calls: 1 },
  ],
};

export const whatIf: readonly WhatIfPoint[] = Array.from({ length: 11 }, (_, quality) => ({
  quality,
  cost: 150_000 * quality * quality + 400_000,
  success: 0.6 + 0.03 * quality,
  local: 1 - 0.09 * quality,
  changed: Math.abs(quality - 5) * 17,
}));

const router: RouterSummary = {
  version: '7',
  labels: 212,
  lambda: 0.4,
  models: [],
  brier: 0.1234,
  calibrationError: 0.031,
};

const candidate = (id: string, changes: Partial<Candidate>): Candidate => ({
  ...{
    model: id,
    locality: 'cloud',
    success: 0.9,
    deviation: 0.04,
    expectedCost: 3120,
    worstCost: 41_000,
    utility: 0.012,
  },
  ...changes,
});

/** Decisions that differ and are the same in every run, newest last. */
export function decisionRecords(count: number, from = 0): DecisionRecord[] {
  return Array.from({ length: count }, (_, offset): DecisionRecord => {
    const index = from + offset;
    const cloud = index % 3 === 0;
    const chosen = cloud ? 'openai/gpt-5-mini' : 'ollama/qwen3:8b';
    const at = start + index * 67_000;
    const cost = cloud ? 2000 + ((index * 977) % 9000) : 0;
    return {
      decision: {
        id: `d${index}`,
        model: chosen,
        mode: cloud ? 'direct' : 'cascade',
        then: cloud ? undefined : 'openai/gpt-5-mini',
        taskType: index % 2 === 0 ? 'chat.explain' : 'edit.inline',
        candidates: [
          candidate('ollama/qwen3:8b', { locality: 'local', success: 0.71, expectedCost: 0, worstCost: 0 }),
          candidate('openai/gpt-5-mini', {}),
          candidate('fleet/llama-70b', { excluded: 'Its price is unknown.' }),
        ],
        lambda: 0.4,
        propensity: 0.8,
        reasons: ['The local model is likely enough to succeed.', 'The answer can be checked cheaply.'],
        state: '7',
      },
      at,
      purpose: index % 2 === 0 ? 'chat' : 'edit',
      project: 'abc',
      calls:
        index % 11 === 10
          ? []
          : [
              {
                ...{ call: `c${index}`, at, model: chosen, provider: chosen.split('/')[0] ?? '', cost },
                ...{
                  locality: cloud ? 'cloud' : 'local',
                  purpose: 'chat',
                  state: index % 13 === 12 ? 'failed' : 'done',
                },
                reserved: cloud ? 41_000 : 0,
                usage: {
                  ...{ inputTokens: 1200 + index, cacheReadTokens: 400, cacheWriteTokens: 0, outputTokens: 310 },
                  ...{ reasoningTokens: 0, source: 'provider' },
                },
                totalMs: 1840,
                error: index % 13 === 12 ? 'The provider answered 500.' : undefined,
              },
            ],
      outcomes: index % 5 === 4 ? [{ decision: `d${index}`, model: chosen, event: 'verified', at: at + 3000 }] : [],
    };
  });
}

export const budgetData: BudgetData = {
  ...{ range: 'month', localOnly: false, quality: 5, budgets, report, whatIf, models, router },
  ...{ projects: { abc: 'shop' }, project: 'abc', server: undefined, settingsProblems: [] },
  providerProblems: [],
  providers: [
    { id: 'openai', title: 'OpenAI', hasKey: true },
    { id: 'anthropic', title: 'Anthropic', hasKey: false },
  ],
};

/** As it is on the first day: nothing set up, nothing called. */
export const emptyData: BudgetData = {
  ...budgetData,
  ...{ budgets: [], models: [], providers: [], whatIf: [], projects: {} },
  router: { version: '0', labels: 0, lambda: 0, models: [] },
  report: { ...report, days: [], byModel: [], byPurpose: [], byProject: [], calls: 0, cost: 0, refused: [] },
};
