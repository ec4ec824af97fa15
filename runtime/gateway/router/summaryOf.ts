import type { RouterSummary } from '../protocol';
import type { JudgedPrediction, Learner } from './learner';
import { TASK_TYPES } from './predictor/observation';
import { STATE_VERSION } from './routerState';

/** Predictions below which no figure of calibration is given. */
const LEAST_PREDICTIONS = 50;
const BINS = 10;

/** The learnt state for people: what is expected of each model at each kind of task that it has labels for. */
export function summaryOf(learner: Learner, lambda: number): RouterSummary {
  const { predictor, recentPredictions } = learner;
  const models = learner.knownModels.map((model) => {
    const tasks = TASK_TYPES.map((taskType) => {
      const { success, deviation } = predictor.rate(model, taskType);
      return { taskType, success, deviation, labels: predictor.labelsOf(model, taskType) };
    });
    const labels = tasks.reduce((sum, task) => sum + task.labels, 0);
    return { model, labels, tasks };
  });
  return {
    ...{ version: `${STATE_VERSION}.${predictor.labels}`, labels: predictor.labels, lambda, models },
    ...(recentPredictions.length < LEAST_PREDICTIONS
      ? {}
      : { brier: brierScore(recentPredictions), calibrationError: calibrationError(recentPredictions) }),
  };
}

export function brierScore(predictions: readonly JudgedPrediction[]): number {
  return (
    predictions.reduce((sum, { chance, success }) => sum + (chance - (success ? 1 : 0)) ** 2, 0) / predictions.length
  );
}

/** Expected calibration error: mean distance between predicted and actual share of successes in ten bins of chance. */
export function calibrationError(predictions: readonly JudgedPrediction[]): number {
  const sums = Array.from({ length: BINS }, () => ({ chance: 0, successes: 0 }));
  for (const { chance, success } of predictions) {
    const bin = sums[Math.min(BINS - 1, Math.floor(chance * BINS))]!;
    bin.chance += chance;
    bin.successes += success ? 1 : 0;
  }
  return sums.reduce((sum, bin) => sum + Math.abs(bin.chance - bin.successes), 0) / predictions.length;
}
