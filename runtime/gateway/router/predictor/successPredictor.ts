import type { PromptFeatures } from '../features/promptFeatures';
import type { TaskType } from '../../types';
import { chanceOf, crossFit } from './crossFit';
import { FeatureGate } from './featureGate';
import { fitPosterior } from './fitPosterior';
import type { PriorOf } from './modelPrior';
import type { Observation } from './observation';
import { fitPlatt, NO_CALIBRATION, type PlattCalibration } from './plattCalibration';
import { Posterior, type LogitParts } from './posterior';
import { DEFAULT_SCALES, SCALE_GRID, type PriorScales } from './priorScales';
import { SuccessTally } from './successTally';

export interface Prediction {
  /** Chance that the model's answer will do. */
  readonly success: number;
  /** Standard deviation of that chance: what is not known yet, not the chance itself. */
  readonly deviation: number;
}

/** Labels at which the feature part counts half: it is multiplied by n / (n + this). */
const SHRINKAGE = 100;
/** Requests at which scales are chosen by cross-validation. */
const LEAST_FOR_CROSS_FIT = 60;
/** Predictions kept for the calibration of one model at one kind of task. */
const CALIBRATION_WINDOW = 500;
const CALIBRATE_EVERY = 20;

/** A prediction that was made before its outcome was known. */
interface Judged {
  readonly logit: number;
  readonly success: boolean;
  readonly weight: number;
}

/**
 * Chance of success of every model at a request: hierarchical Bayesian logistic model, shrunk to what is known without
 * features while labels are few, calibrated by model and kind of task, and mixed with the plain rate of success as far
 * as features have not proved themselves.
 */
export class SuccessPredictor {
  private readonly tally: SuccessTally;
  private readonly gates = new Map<string, FeatureGate>();
  private readonly judged = new Map<string, Judged[]>();
  private readonly calibrations = new Map<string, PlattCalibration>();
  private labelCount = 0;

  private constructor(
    priorOf: PriorOf,
    private readonly posterior: Posterior,
  ) {
    this.tally = new SuccessTally(priorOf);
  }

  /** Knows only the priors. */
  static fresh(priorOf: PriorOf, scales: PriorScales = DEFAULT_SCALES): SuccessPredictor {
    return new SuccessPredictor(priorOf, new Posterior(priorOf, scales));
  }

  /**
   * Fitted to all observations together. With some sixty requests or more, gate and calibration come from held-out
   * predictions; below, the observations are learnt one after another.
   *
   * @param scales undefined: chosen by cross-validation
   */
  static *fit(
    observations: readonly Observation[],
    priorOf: PriorOf,
    scales?: PriorScales,
  ): Generator<undefined, SuccessPredictor> {
    if (new Set(observations.map(({ features }) => features)).size < LEAST_FOR_CROSS_FIT) {
      const predictor = SuccessPredictor.fresh(priorOf, scales);
      for (const observation of observations) predictor.learn(observation);
      return predictor;
    }
    const { scales: chosen, heldOut } = yield* crossFit(observations, priorOf, scales ? [scales] : SCALE_GRID);
    const predictor = new SuccessPredictor(priorOf, yield* fitPosterior(observations, priorOf, chosen));
    for (const observation of observations) predictor.count(observation);
    observations.forEach((observation, i) => {
      const without = predictor.tally.chance(observation.model, observation.taskType, observation).mean;
      predictor.judge(observation, heldOut[i]!, without);
    });
    for (const key of predictor.judged.keys()) predictor.calibrate(key);
    return predictor;
  }

  get labels(): number {
    return this.labelCount;
  }

  get scales(): PriorScales {
    return this.posterior.scales;
  }

  labelsOf(model: string, taskType: TaskType): number {
    return this.tally.labels(model, taskType);
  }

  /** Rate of success at a kind of task, whatever the request. */
  rate(model: string, taskType: TaskType): Prediction {
    const { mean, deviation } = this.tally.chance(model, taskType);
    return { success: mean, deviation };
  }

  /** @param pending share of this model's answers whose outcome has not come in; widens what is not known */
  predict(model: string, taskType: TaskType, features: PromptFeatures, pending = 0): Prediction {
    const parts = this.posterior.predict(model, taskType, features);
    const { slope, shift } = this.calibrations.get(keyOf(model, taskType)) ?? NO_CALIBRATION;
    const widened = parts.variance * (pending > 0.5 ? 1 + pending : 1);
    const chance = chanceOf(slope * this.shrunk(model, taskType, parts) + shift, slope * slope * widened);
    const trust = this.gates.get(model)?.trust ?? 0.5;
    const plain = this.tally.chance(model, taskType);
    const slack = chance * (1 - chance) * slope * Math.sqrt(widened);
    return {
      success: trust * chance + (1 - trust) * plain.mean,
      deviation: Math.sqrt(trust * slack ** 2 + (1 - trust) * plain.deviation ** 2),
    };
  }

  learn(observation: Observation): void {
    const { model, taskType, features } = observation;
    const parts = this.posterior.predict(model, taskType, features);
    this.judge(observation, parts, this.tally.chance(model, taskType).mean);
    const key = keyOf(model, taskType);
    if (this.judged.get(key)!.length % CALIBRATE_EVERY === 0) this.calibrate(key);
    this.posterior.update(observation);
    this.count(observation);
  }

  private count(observation: Observation): void {
    this.tally.add(observation);
    this.labelCount++;
  }

  private shrunk(model: string, taskType: TaskType, parts: LogitParts): number {
    const n = this.tally.labels(model, taskType);
    return parts.offset + (n / (n + SHRINKAGE)) * parts.features;
  }

  private judge({ model, taskType, success, weight }: Observation, parts: LogitParts, without: number): void {
    const logit = this.shrunk(model, taskType, parts);
    const gate = this.gates.get(model) ?? new FeatureGate();
    gate.add(chanceOf(logit, parts.variance), without, success, weight);
    this.gates.set(model, gate);
    const key = keyOf(model, taskType);
    const judged = this.judged.get(key) ?? [];
    judged.push({ logit: logit / Math.sqrt(1 + (Math.PI * parts.variance) / 8), success, weight });
    if (judged.length > CALIBRATION_WINDOW) judged.splice(0, CALIBRATE_EVERY);
    this.judged.set(key, judged);
  }

  private calibrate(key: string): void {
    this.calibrations.set(key, fitPlatt(this.judged.get(key) ?? []));
  }
}

function keyOf(model: string, taskType: TaskType): string {
  return `${taskType} ${model}`;
}
