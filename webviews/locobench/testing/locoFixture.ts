/** Scenario sets, models and runs as a shop's repository would have them: made, so that they can be of any size. */
import type {
  IndexSummary,
  LocoData,
  ModelChoice,
  Reject,
  RunRecord,
  SampleState,
  ScenarioEntry,
  SetSummary,
  TaskCategory,
} from '../protocol';
import { seeded } from './seeded';

export const categories: readonly TaskCategory[] = [
  ...([
    'architectural_understanding',
    'cross_file_refactoring',
    'feature_implementation',
    'bug_investigation',
  ] as const),
  ...(['multi_session_development', 'code_comprehension', 'integration_testing', 'security_analysis'] as const),
];

export const languages = ['typescript', 'python'] as const;

export const titles: Readonly<Record<TaskCategory, string>> = {
  architectural_understanding: 'Which modules depend on orders/total.ts?',
  cross_file_refactoring: 'Rename orderTotal to cartTotal everywhere',
  feature_implementation: 'Restore parseDiscount in prices/discount.ts',
  bug_investigation: 'The cart rounds the total twice: find and fix it',
  multi_session_development: 'Three commits on the way to gift cards',
  code_comprehension: 'What does summarize return for a month without orders?',
  integration_testing: 'Write a test for checkout that notices faults',
  security_analysis: 'Is there a path from the request to a shell?',
};

export const repository: IndexSummary = {
  root: '/home/ada/shop',
  commit: '4f2a9c1d7e8b6a5f4e3d2c1b0a9f8e7d6c5b4a39',
  branch: 'main',
  dirty: 2,
  history: 'full',
  files: 1284,
  lines: 186_420,
  languages: [
    { language: 'typescript', files: 902, lines: 131_000 },
    { language: 'python', files: 311, lines: 48_200 },
    { language: 'go', files: 71, lines: 7220 },
  ],
  ...{ symbols: 21_400, references: 98_100, imports: 4210 },
  skipped: [{ reason: 'binary', files: 48 }],
};

export function scenarioEntry(index: number): ScenarioEntry {
  const category = categories[index % categories.length]!;
  const tokens = [9_800, 29_400, 98_700][Math.floor(index / 8) % 3]!;
  return {
    id: `typescript_${category}_${String(index).padStart(4, '0')}`,
    category,
    difficulty: (['easy', 'medium', 'hard', 'expert'] as const)[index % 4]!,
    language: languages[index % 3 === 0 ? 1 : 0],
    tokens: tokens + Math.floor(seeded(1, index) * 900),
    cluster: `module-${index % 17}`,
    title: titles[category],
    hash: `hash-${index}`,
  };
}

export function setSummary(name: string, scenarios: number, changes: Partial<SetSummary['set']> = {}): SetSummary {
  return {
    folder: `/home/ada/.whetstone/sets/${name}`,
    set: {
      form: 'whetstone-locobench-1',
      name,
      created: Date.UTC(2026, 10, 24, 8, 15),
      seed: 1,
      repository: { root: repository.root, name: 'shop', commit: repository.commit, dirty: 0 },
      tools: { typeCheck: undefined, test: undefined, lint: undefined },
      tokenizer: 'characters/4',
      scenarios: Array.from({ length: scenarios }, (_, index) => scenarioEntry(index)),
      rejects: [
        { category: 'bug_investigation', reason: 'does-not-discriminate', count: 21 },
        { category: 'feature_implementation', reason: 'no-tests', count: 13 },
      ],
      ...changes,
    },
  };
}

export const models: readonly ModelChoice[] = [
  { id: 'local/coder-30b', title: 'Sample Coder 30B', place: 'local', priced: true, contextTokens: 262_144 },
  { id: 'local/coder-24b', title: 'Sample Coder 24B', place: 'local', priced: true, contextTokens: 131_072 },
  { id: 'omega/small', title: 'Omega Small', place: 'cloud', priced: true, contextTokens: 400_000 },
  {
    id: 'alpha/large',
    title: 'Alpha Large',
    place: 'cloud',
    priced: true,
    contextTokens: 1_000_000,
  },
  { id: 'lab/preview', title: 'Preview of a lab', place: 'cloud', priced: false, contextTokens: undefined },
];

export const runModels: readonly string[] = models.slice(0, 4).map(({ id }) => id);

const reasons = ['does-not-discriminate', 'no-tests', 'near-duplicate', 'answer-in-context', 'ambiguous'] as const;

export function rejects(count: number): readonly Reject[] {
  return Array.from({ length: count }, (_, index) => ({
    category: categories[index % 8]!,
    kind: ['rename-symbol', 'reverted-fix', 'who-depends-on'][index % 3]!,
    subject: `src/orders/part${index % 40}.ts`,
    reason: reasons[Math.floor(seeded(2, index) ** 2 * reasons.length)]!,
    detail: `A stub scores ${(0.4 + seeded(3, index) / 2).toFixed(2)} of 1.`,
  }));
}

export const noSamples: Readonly<Record<SampleState, number>> = {
  ...{ waiting: 0, running: 0, scored: 0, error: 0, refused: 0, 'not-measured': 0, skipped: 0 },
};

export function runRecord(id: string, samples: number, changes: Partial<RunRecord> = {}): RunRecord {
  const errors = Math.round(samples * 0.02);
  const notMeasured = Math.round(samples * 0.01);
  return {
    id,
    state: 'done',
    created: Date.UTC(2026, 10, 29, 14, 5),
    ended: Date.UTC(2026, 10, 29, 15, 12),
    configuration: {
      benchmark: 'locobench',
      set: {
        name: 'shop',
        folder: setSummary('shop', 1).folder,
        hash: 'a41f0c6e99d2',
        scenarios: Math.ceil(samples / 4),
      },
      models: runModels,
      ...{ repeats: 1, seed: 1, maxOutputTokens: 8192, temperature: undefined, concurrency: { default: 4 } },
      ...{ budget: 5_000_000, localOnly: false, cache: true, solver: 'prompt 1', scorer: 'verified 1' },
      sampling: undefined,
    },
    commit: repository.commit,
    name: 'shop, 29 Nov 14:05',
    counts: {
      ...noSamples,
      scored: samples - errors - notMeasured,
      error: errors,
      'not-measured': notMeasured,
    },
    spent: 1_874_200,
    reason: undefined,
    ...changes,
  };
}

/** @param samples of the run that is shown first */
export function locoData(samples: number, changes: Partial<LocoData> = {}): LocoData {
  return {
    benchmark: 'locobench',
    workspace: 'ready',
    repository,
    categories,
    otherSets: [],
    sets: [setSummary('shop', 80), setSummary('shop-long', 24, { seed: 7 })],
    models,
    localOnly: false,
    runs: [
      runRecord('run-1', samples),
      runRecord('run-0', 320, {
        name: 'shop, 20 Nov 09:30',
        created: Date.UTC(2026, 10, 20, 9, 30),
        commit: '09ab77c2d1',
        spent: 1_790_000,
      }),
    ],
    ...changes,
  };
}

export const emptyData: LocoData = locoData(0, { sets: [], models: [], runs: [] });
