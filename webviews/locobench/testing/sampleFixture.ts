/** Samples of a run, any number: each is made when it is asked for, by its place alone. */
import type { SampleDetailView, SampleFilter, SamplePage, SampleRow } from '../protocol';
import { runModels, scenarioEntry } from './locoFixture';
import { seeded } from './seeded';

const start = Date.UTC(2026, 10, 29, 14, 5);

/** Of the run that is under way, the first half has ended. */
export function sampleRow(run: string, index: number, samples: number): SampleRow {
  const row = endedRow(run, index, samples);
  if (run !== 'run-live' || index < samples / 2) return row;
  const nothing = { value: undefined, complete: undefined, usage: undefined, totalMs: undefined, ended: undefined };
  const running = index < samples / 2 + 8;
  return {
    ...{ ...row, ...nothing, state: running ? 'running' : 'waiting', cost: 0, firstTokenMs: undefined },
    ...{ reason: undefined, reasonKind: undefined, started: running ? row.started : undefined },
    attempts: running ? 1 : 0,
  };
}

function endedRow(run: string, index: number, samples: number): SampleRow {
  const scenario = scenarioEntry(Math.floor(index / runModels.length));
  const chance = seeded(11, index);
  const state = chance < 0.02 ? 'error' : chance < 0.03 ? 'not-measured' : 'scored';
  const scored = state === 'scored';
  const value = Math.min(1, Math.round(10 * (0.25 + seeded(12, index))) / 10);
  return {
    ...{ run, index, scenario: scenario.id, model: runModels[index % runModels.length]!, repeat: 0, state },
    attempts: scored ? 1 : 4,
    value: scored ? value : undefined,
    complete: scored ? value === 1 : undefined,
    cost: index % 4 < 2 ? 0 : Math.round(2000 + 9000 * seeded(13, index)),
    usage: {
      ...{ inputTokens: scenario.tokens, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 },
      outputTokens: 300 + Math.floor(900 * seeded(14, index)),
      source: 'provider',
    },
    totalMs: 2000 + Math.floor(28_000 * seeded(15, index)),
    firstTokenMs: 310 + Math.floor(900 * seeded(16, index)),
    cached: false,
    truncated: false,
    reason:
      state === 'error'
        ? 'omega: 429 Too Many Requests, after 4 attempts'
        : scored
          ? undefined
          : 'The type checker is not installed: npx tsc',
    reasonKind: state === 'error' ? 'rate-limited' : scored ? undefined : 'tool-missing',
    started: start + Math.floor((3_600_000 * index) / samples),
    ended: start + Math.floor((3_600_000 * (index + 1)) / samples),
    worker: undefined,
    title: scenario.title,
    category: scenario.category,
    language: scenario.language,
    contextTokens: scenario.tokens,
  };
}

const made = new Map<string, readonly SampleRow[]>();

/** Made once: a filter looks at all of them again and again. */
function allRows(run: string, samples: number): readonly SampleRow[] {
  const key = `${run} ${samples}`;
  const rows = made.get(key) ?? Array.from({ length: samples }, (_, index) => sampleRow(run, index, samples));
  made.set(key, rows);
  return rows;
}

/** What the evaluation's process answers to a filter: sorted over all samples, then cut. */
export function samplePage(filter: SampleFilter, samples: number): SamplePage {
  const { run, states, models, categories, languages, complete, text, since, sort, descending, offset, limit } = filter;
  const words = (text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const rows = allRows(run, samples).filter(
    (row) =>
      (states?.includes(row.state) ?? true) &&
      (models?.includes(row.model) ?? true) &&
      (categories?.includes(row.category) ?? true) &&
      (languages?.includes(row.language ?? '') ?? true) &&
      (complete === undefined || row.complete === complete) &&
      (since === undefined || (row.ended ?? 0) >= since) &&
      words.every((word) =>
        [row.title, row.scenario, row.model, row.reason, row.reasonKind, row.category, row.language]
          .join('\n')
          .toLowerCase()
          .includes(word),
      ),
  );
  const value = (row: SampleRow): string | number | undefined =>
    ({
      ...{ index: row.index, scenario: row.title, category: row.category, model: row.model, state: row.state },
      ...{ value: row.value, context: row.contextTokens, cost: row.cost, time: row.totalMs, ended: row.ended },
    })[sort];
  const sign = descending ? -1 : 1;
  if (sort !== 'index' || descending) {
    rows.sort((left, right) => {
      const [a, b] = [value(left), value(right)];
      if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
      return a === b ? left.index - right.index : sign * (a < b ? -1 : 1);
    });
  }
  return { total: rows.length, all: samples, rows: rows.slice(offset, offset + limit) };
}

const diff = `diff --git a/src/orders/total.ts b/src/orders/total.ts
--- a/src/orders/total.ts
+++ b/src/orders/total.ts
@@ -12,7 +12,7 @@ export function orderTotal(items: readonly Item[]): number {
   let sum = 0;
   for (const { price, count } of items) {
-    sum += Math.round(price * count * 100) / 100;
+    sum += price * count;
   }
   return Math.round(sum * 100) / 100;
 }
diff --git a/src/orders/total.test.ts b/src/orders/total.test.ts
--- a/src/orders/total.test.ts
+++ b/src/orders/total.test.ts
@@ -3,3 +3,5 @@ describe('orderTotal', () => {
   it('is 0 without items', () => assert.equal(orderTotal([]), 0));
+  it('rounds once', () => assert.equal(orderTotal([{ price: 0.005, count: 3 }]), 0.02));
+
 });
`;

const answerText = `The total is rounded for each item and once more for the sum. It has to be rounded once.

\`\`\`diff
${diff}\`\`\`

\`\`\`json
{ "file": "src/orders/total.ts", "line": 15 }
\`\`\`
`;

/** @param promptLines lines of the prompt, some fifty characters each */
export function sampleDetail(run: string, index: number, samples: number, promptLines = 2000): SampleDetailView {
  const row = sampleRow(run, index, samples);
  const usage = row.usage!;
  const call = {
    ...{ call: 'call-1', model: row.model, text: answerText, toolCalls: [], finish: 'stop' as const, usage },
    ...{ cost: row.cost, firstTokenMs: row.firstTokenMs, totalMs: row.totalMs ?? 0, cached: false },
  };
  const scored = row.state === 'scored';
  return {
    record: row,
    title: row.title,
    category: row.category,
    difficulty: 'hard',
    prompt: Array.from({ length: promptLines }, (_, line) =>
      line % 60 === 0
        ? `// src/orders/part${line / 60}.ts`
        : `export const price${line} = round(items[${line % 7}], ${line});`,
    ).join('\n'),
    solution: {
      text: answerText,
      truncated: index === 9,
      content: {
        files: [
          { path: 'src/orders/total.ts', content: 'export function orderTotal(): number {\n  return 0;\n}\n' },
          { path: 'src/orders/old.ts', content: null },
        ],
        answers: { file: 'src/orders/total.ts', line: 15 },
        problems: index === 9 ? [{ kind: 'does-not-apply', path: 'src/a.ts', message: 'Hunk 2 fits nowhere.' }] : [],
        forms: ['diff', 'json'],
      },
    },
    score: scored
      ? {
          value: row.value ?? 0,
          complete: row.complete ?? false,
          milestones: [
            { id: 'applies', text: 'The answer can be applied', weight: 0.1, achieved: true },
            {
              id: 'types',
              text: 'The project type-checks',
              weight: 0.2,
              achieved: undefined,
              detail: 'npx tsc is not installed.',
            },
            {
              id: 'tests',
              text: 'orderTotal rounds once (2 tests)',
              weight: 0.4,
              achieved: row.complete,
              detail: 'total.test.ts: expected 0.02, got 0.03',
            },
            { id: 'others', text: 'Other tests still pass', weight: 0.2, achieved: 0.75, detail: '3 of 4 files' },
            { id: 'place', text: 'File and line of the fault are named', weight: 0.1, achieved: true },
          ],
          metrics: {
            verified: 3.42,
            SE: 3.1,
            FC: 3.9,
            CQ: 4.2,
            LCU: 2.8,
            dependency_traversal: 0.71,
            integration: undefined,
          },
          evidence: {
            diff,
            logs: [
              {
                step: 'tests',
                text: '> node --test\n✖ rounds once (1.2 ms)\n  expected 0.02, got 0.03\n1 of 5 failed\n',
              },
            ],
            notMeasured: ['Type check: npx tsc is not installed.'],
          },
        }
      : undefined,
    calls: [{ request: { messages: [] }, answer: call }],
    log: 'checkout 41 ms\ntests 1,204 ms\n',
  };
}
