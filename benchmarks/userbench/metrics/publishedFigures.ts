/**
 * Figures that UserBench's authors published, to show beside own ones. Other scenarios, another user (GPT-4o, temperature 0), 20 turns, one run,
 * and an environment with known defects: comparable in kind, not in the third digit.
 */
export const publishedSource = 'UserBench, Salesforce AI Research, 2025 (arXiv 2507.22034), main tables';

export interface PublishedFigures {
  readonly model: string;
  readonly score: number;
  readonly bestExist: number;
  readonly correctExist: number;
  readonly validSearchPercent: number;
  readonly validActionPercent: number;
  readonly elicitedActivePercent: number;
  readonly elicitedPassivePercent: number;
}

type Row = readonly [string, number, number, number, number, number, number, number];

/** Model, best exist, correct exist, score, valid searches, valid actions, active, passive. */
const single: readonly Row[] = [
  ['GPT-4o', 0.204, 0.361, 0.329, 82.48, 27.82, 24.06, 3.26],
  ['Gemini-2.5-Pro', 0.245, 0.328, 0.317, 77.4, 29.26, 23.85, 5.85],
  ['Claude-4-Sonnet', 0.26, 0.318, 0.307, 74.28, 24.26, 26.31, 7.94],
  ['Deepseek-V3', 0.148, 0.218, 0.21, 61.22, 23.62, 18.9, 12.92],
  ['Qwen3-14B', 0.157, 0.197, 0.209, 70.56, 33.71, 15.95, 14.12],
  ['Qwen3-32B', 0.154, 0.211, 0.206, 79.42, 26.89, 13.04, 8.96],
  ['Llama-3.3-70B', 0.12, 0.209, 0.198, 60.51, 11.29, 13.05, 10.2],
  ['Qwen3-8B', 0.14, 0.186, 0.18, 68.94, 23.2, 11.15, 17.7],
  ['GPT-4o-mini', 0.102, 0.173, 0.166, 76.1, 13.55, 12.91, 12.52],
  ['Llama-3.1-8B', 0.073, 0.171, 0.159, 57.99, 12.13, 8.09, 11.78],
  ['Gemini-2.5-Flash', 0.047, 0.08, 0.125, 83.62, 28.14, 11.15, 2.86],
];

const multi: readonly Row[] = [
  ['GPT-4o', 0.652, 0.725, 0.71, 85.96, 37.89, 13.11, 1.99],
  ['Gemini-2.5-Pro', 0.604, 0.685, 0.673, 80.43, 38.01, 28.8, 8.46],
  ['Claude-4-Sonnet', 0.586, 0.619, 0.612, 87.94, 41.17, 30.67, 11.54],
  ['Qwen3-32B', 0.343, 0.416, 0.411, 82.76, 34.24, 10.81, 6.9],
  ['Deepseek-V3', 0.351, 0.398, 0.391, 61.91, 21.06, 10.18, 6.78],
  ['Llama-3.3-70B', 0.294, 0.366, 0.372, 63.46, 21.72, 16.68, 15.04],
  ['Gemini-2.5-Flash', 0.279, 0.316, 0.311, 84.27, 33.58, 11.67, 3.64],
  ['GPT-4o-mini', 0.227, 0.294, 0.283, 81.54, 24.9, 10.46, 9.72],
  ['Qwen3-14B', 0.204, 0.249, 0.258, 71.48, 35.06, 13.07, 13.14],
  ['Llama-3.1-8B', 0.117, 0.252, 0.234, 61.38, 12.2, 7.8, 18.2],
  ['Qwen3-8B', 0.147, 0.186, 0.182, 69.83, 23.26, 7.95, 12.37],
];

export const publishedFigures: Readonly<Record<'single' | 'multi', readonly PublishedFigures[]>> = {
  single: single.map(figures),
  multi: multi.map(figures),
};

/** Index of the first answer of value, and the score weighted by 1/(turn + 1), single choice. */
export const publishedTiming: readonly {
  readonly model: string;
  readonly firstHitTurn: number;
  readonly timeWeightedValue: number;
}[] = (
  [
    ['GPT-4o', 3.846, 0.054],
    ['Gemini-2.5-Pro', 4.476, 0.044],
    ['Qwen3-8B', 2.005, 0.039],
    ['Qwen3-32B', 2.739, 0.039],
    ['Claude-4-Sonnet', 5.018, 0.038],
    ['Deepseek-V3', 2.74, 0.037],
    ['Qwen3-14B', 2.65, 0.035],
    ['Llama-3.3-70B', 2.776, 0.032],
    ['Llama-3.1-8B', 1.884, 0.028],
    ['GPT-4o-mini', 2.185, 0.028],
    ['Gemini-2.5-Flash', 0.927, 0.014],
  ] as const
).map(([model, firstHitTurn, timeWeightedValue]) => ({ model, firstHitTurn, timeWeightedValue }));

function figures([model, bestExist, correctExist, score, search, action, active, passive]: Row): PublishedFigures {
  return {
    ...{ model, score, bestExist, correctExist, validSearchPercent: search, validActionPercent: action },
    ...{ elicitedActivePercent: active, elicitedPassivePercent: passive },
  };
}
