import type { CompareRunsResult, Estimate, EstimateRow, ModelDifference, RunReport, StartRunParams } from '../protocol';
import { categories, languages, models, runModels, runRecord } from './locoFixture';
import { seeded } from './seeded';

const means = [0.58, 0.47, 0.66, 0.71];
const costs = [0, 0, 3100, 14_800];
const bands = [
  { slice: '≤ 16K', at: 10_000 },
  { slice: '16K–64K', at: 30_000 },
  { slice: '64K–256K', at: 100_000 },
] as const;

function estimate(mean: number, half: number, n: number): Estimate {
  return { mean, low: Math.max(0, mean - half), high: Math.min(1, mean + half), n, clusters: Math.min(n, 17) };
}

function ofFive(mean: number, half: number, n: number): Estimate {
  return { mean, low: mean - half, high: mean + half, n, clusters: 17 };
}

/** @param samples of the run */
export function runReport(run: string, samples: number): RunReport {
  const n = Math.floor(samples / 4);
  const slices = (
    names: readonly { readonly slice: string; readonly at?: number }[],
    seed: number,
    fall: number,
  ): RunReport['byCategory'] =>
    runModels.flatMap((model, index) =>
      names.map(({ slice, at }, place) => ({
        ...{ slice, model, at },
        value: estimate(
          Math.max(
            0.05,
            Math.min(
              0.95,
              means[index]! - fall * place * (index === 3 ? 0.4 : 1) + 0.24 * (seeded(seed + index, place) - 0.5),
            ),
          ),
          0.11,
          place === 4 ? 3 : Math.floor(n / names.length),
        ),
      })),
    );
  return {
    run: runRecord(run, samples),
    overall: runModels.map((model, index) => ({
      model,
      value: estimate(means[index]!, 0.05, n),
      verified: ofFive(5 * means[index]! - 0.1, 0.24, n),
      dimensions: {
        SE: ofFive(5 * means[index]! - 0.3, 0.3, n),
        FC: ofFive(5 * means[index]! + 0.2, 0.35, n),
        CQ: ofFive(3.9, 0.15, n),
        LCU: index === 1 ? undefined : ofFive(5 * means[index]! - 0.6, 0.4, n),
      },
      complete: estimate(means[index]! - 0.21, 0.09, n),
      reference: ofFive(2.3 + 0.1 * index, 0.08, n),
      further: [],
      ...{ errors: index === 2 ? 6 : 0, refused: 0, notMeasured: 1, truncated: index === 1 ? 4 : 0 },
      cost: costs[index]! * n,
      costPerSample: costs[index]!,
      p50Ms: 4200 + 3100 * (3 - index),
      p95Ms: 11_800 + 8200 * (3 - index),
      inputTokens: 46_200 * n,
      outputTokens: 720 * n,
      bestShare: [0.01, 0, 0.13, 0.86][index],
    })),
    byCategory: slices(
      categories.map((slice) => ({ slice })),
      21,
      0,
    ),
    byLanguage: slices(
      languages.map((slice) => ({ slice })),
      31,
      0,
    ),
    byLength: slices(bands, 41, 0.12),
    differences: differences(n),
    floors: [
      { name: 'empty answer', value: 0.02, n },
      { name: 'key words of the task', value: 0.09, n },
    ],
    notes: [
      'Tokens were counted as characters/4: an estimate.',
      '4 answers of local/coder-24b were cut off at 8,192 tokens.',
      'integration_testing has fewer than 5 scenarios a model.',
    ],
  };
}

function differences(n: number): readonly ModelDifference[] {
  return runModels.flatMap((a, first) =>
    runModels.slice(first + 1).map((b, offset) => {
      const mean = means[first]! - means[first + 1 + offset]!;
      const close = Math.abs(mean) < 0.06;
      return {
        ...{ a, b },
        value: { mean, low: mean - 0.06, high: mean + 0.06, n, clusters: 17 },
        p: close ? 0.21 : 0.0007,
        completeP: close ? 0.34 : 0.011,
        verdict: close ? 'too-close' : mean > 0 ? 'a' : 'b',
      } as const;
    }),
  );
}

export const comparedRuns: CompareRunsResult = {
  runs: [runRecord('run-0', 320, { name: 'shop, 20 Nov 09:30' }), runRecord('run-1', 320)],
  differences: runModels.map((model, index) => ({
    ...{ model, a: 'run-1', b: 'run-0', p: index === 0 ? 0.004 : 0.41, completeP: 0.2 },
    value: { mean: 0.08 - 0.03 * index, low: 0.02 - 0.03 * index, high: 0.14 - 0.03 * index, n: 80, clusters: 17 },
    verdict: index === 0 ? 'a' : index === 3 ? 'too-few' : 'too-close',
  })),
  notShared: 12,
};

/** What a run would take: an unknown price stays unknown. */
export function estimateRows(params: StartRunParams): readonly EstimateRow[] {
  return params.models.map((model, index) => {
    const known = models.find(({ id }) => id === model);
    const local = known?.place === 'local';
    const samples = 80 * params.repeats;
    const price = known?.priced ? (local ? 0 : 9100 * samples) : undefined;
    return {
      ...{ model, samples, cached: index === 0 ? 12 : 0, inputTokens: 46_200 * samples, outputTokens: 720 * samples },
      expectedCost: price,
      worstCost: price === undefined ? undefined : 3 * price,
      roles: Object.entries(params.roles ?? {}).map(([role, by]) => ({
        ...{ role, model: by, calls: 2 * samples, inputTokens: 1800 * samples, outputTokens: 240 * samples },
        ...{ expectedCost: 900 * samples, worstCost: 5000 * samples },
      })),
      expectedMs: index === 1 ? undefined : (local ? 14_000 : 2100) * samples,
      assumptions: [
        ...(price === undefined ? [{ kind: 'price-unknown' } as const] : []),
        ...(index === 1
          ? [
              { kind: 'output-of-other-models', tokens: 720, samples: 320 } as const,
              { kind: 'speed-unmeasured' } as const,
            ]
          : []),
        { kind: 'input-estimated' },
      ],
      problem: model === 'local/coder-24b' ? '9 prompts are longer than its context of 131,072 tokens' : undefined,
    };
  });
}
