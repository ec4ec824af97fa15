import type { AskingFigure, AskingModel, AskingPair, AskingReport, RateKind, RateName } from '../protocol';
import { runModels } from './locoFixture';

const kinds: Readonly<Record<RateName, RateKind>> = {
  interactionGain: { unit: 'share', better: 'more', chance: 0 },
  useLift: { unit: 'share', better: 'more', chance: 0 },
  use: { unit: 'share', better: 'more', chance: undefined },
  guess: { unit: 'share', better: undefined, chance: undefined },
  hiddenSatisfaction: { unit: 'share', better: 'more', chance: 0 },
  needlessQuestionPercent: { unit: 'percent', better: 'less', chance: undefined },
  corrections: { unit: 'count', better: 'less', chance: undefined },
  elicitedPercent: { unit: 'percent', better: 'more', chance: undefined },
  elicitedActivePercent: { unit: 'percent', better: 'more', chance: undefined },
  elicitedPassivePercent: { unit: 'percent', better: undefined, chance: undefined },
  validActionPercent: { unit: 'percent', better: 'more', chance: undefined },
  validSearchPercent: { unit: 'percent', better: 'more', chance: undefined },
  bestExist: { unit: 'share', better: 'more', chance: undefined },
  correctExist: { unit: 'share', better: 'more', chance: undefined },
  timeWeighted: { unit: 'share', better: 'more', chance: undefined },
  effectiveTurns: { unit: 'count', better: undefined, chance: undefined },
};
/** By rate: its mean of the first model, and how much each further one is above it. */
const rates: Readonly<Record<RateName, readonly [first: number, step: number, half: number]>> = {
  interactionGain: [0.21, 0.14, 0.19],
  useLift: [0.18, 0.12, 0.11],
  use: [0.52, 0.1, 0.09],
  guess: [0.34, -0.02, 0.06],
  hiddenSatisfaction: [0.08, 0.13, 0.14],
  needlessQuestionPercent: [44, -9, 12],
  corrections: [1.6, -0.3, 0.5],
  elicitedPercent: [31, 14, 8],
  elicitedActivePercent: [17, 15, 8],
  elicitedPassivePercent: [14, -1, 5],
  validActionPercent: [28, 13, 9],
  validSearchPercent: [71, 5, 8],
  bestExist: [0.22, 0.11, 0.09],
  correctExist: [0.39, 0.12, 0.1],
  timeWeighted: [0.04, 0.01, 0.01],
  effectiveTurns: [5.2, 1.1, 0.8],
};
const names = Object.keys(rates) as RateName[];

function figure(mean: number, half: number, n = 24): AskingFigure {
  return { mean, low: mean - half, high: mean + half, n, clusters: 15 };
}

function share(mean: number, half: number): AskingFigure {
  const kept = Math.max(0, Math.min(1, mean));
  return { mean: kept, low: Math.max(0, kept - half), high: Math.min(1, kept + half), n: 24, clusters: 15 };
}

function askingModel(model: string, index: number): AskingModel {
  const asked = 0.17 + 0.15 * index;
  return {
    ...{ model, episodes: 72, asking: 24 },
    settings: (['full', 'interaction', 'hidden'] as const).map((setting, at) => ({
      setting,
      score: share([0.82, 0.34 + 0.1 * index, 0.2 + 0.01 * index][at]!, 0.08),
      chance: 0.144,
    })),
    rates: names.map((name) => {
      const [first, step, half] = rates[name];
      return { name, value: figure(first + step * index, half) };
    }),
    timing: Array.from({ length: 12 - index }, (_, at) => {
      const active = asked * (1 - Math.exp(-(at + 1) / (3.5 - 0.5 * index)));
      const passive = at < 4 ? 0 : Math.min(0.14, 0.035 * (at - 3));
      return {
        turn: at + 1,
        ...{ all: share(active + passive, 0.07), active: share(active, 0.06), passive: share(passive, 0.03) },
      };
    }),
    judge: undefined,
  };
}

function askingPair(a: string, b: string, steps: number): AskingPair {
  return {
    ...{ a, b, pairs: 72, score: figure(-0.1 * steps, 0.07, 72), aspects: 144, onlyA: 9, onlyB: 9 + 14 * steps },
    ...{ p: 0.03 / steps, adjustedP: 0.09 / steps, indicative: undefined },
    rates: names.map((name) => ({
      name,
      value: figure(-rates[name][1] * steps, 1.2 * rates[name][2]),
      ...{ p: 0.02 / steps, adjustedP: 0.2 / steps ** 2 },
    })),
  };
}

/** Four made models that ask more and more. @param judged whether a model was the user */
export function askingReport(judged = false): AskingReport {
  const judge = {
    kappa: { mean: 0.71, low: 0.58, high: 0.82, n: 24, clusters: 24 },
    ...{ observed: 0.83, expected: 0.41, utterances: 131 },
    table: {
      1: { 1: 38, 2: 4, 3: 2, 4: 0 },
      2: { 1: 3, 2: 47, 3: 5, 4: 1 },
      3: { 1: 1, 2: 4, 3: 14, 4: 0 },
      4: { 1: 0, 2: 2, 3: 0, 4: 10 },
    },
  };
  return {
    kinds,
    models: runModels.map((model, index) => ({
      ...askingModel(model, index),
      judge: judged ? judge : undefined,
    })),
    pairs: runModels.flatMap((a, first) => runModels.slice(first + 1).map((b, offset) => askingPair(a, b, offset + 1))),
    unread: 0,
  };
}
