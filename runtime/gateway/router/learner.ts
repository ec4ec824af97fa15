import type { GatewayModel, Outcome, TaskType } from '../types';
import { ConformalGuard } from './conformalGuard';
import { labelsOf } from './labelOf';
import { PendingOutcomes } from './pendingOutcomes';
import type { ModelPrior } from './predictor/modelPrior';
import type { Observation } from './predictor/observation';
import { DEFAULT_SCALES, type PriorScales } from './predictor/priorScales';
import { runInSlices, runToEnd } from './predictor/runToEnd';
import { SuccessPredictor } from './predictor/successPredictor';
import type { LabelledDecision, RouterStore } from './routerState';
import { shippedPrior } from './shippedPriors';

const HALF_LIFE_MS = 30 * 24 * 3_600_000;
/** Labels, and part of all labels, after which everything is fitted anew. */
const REFIT_LABELS = 50;
const REFIT_PART = 0.25;
/** Labels from which the prior scales are chosen, and again whenever labels have doubled. */
const CHOOSE_LABELS = 200;
/** Last predictions that the figures of calibration are about. */
const REPORT_WINDOW = 500;

export interface LearnerOptions {
  readonly store: RouterStore;
  readonly now: () => number;
  readonly guardAlpha: number;
  /** 'background': between other work; 'at-once': the call that brings the label waits for it. */
  readonly refit: 'background' | 'at-once';
}

/** What was predicted of an answer before its outcome was known. */
export interface JudgedPrediction {
  readonly chance: number;
  readonly success: boolean;
}

/** Everything that outcomes teach: predictor, guard, calibration report. Labels of all windows come in by the store. */
export class Learner {
  predictor: SuccessPredictor;
  guard: ConformalGuard;
  readonly pending = new PendingOutcomes();
  private readonly models = new Map<string, ModelPrior>();
  private judged: JudgedPrediction[] = [];
  private sinceFit = 0;
  private chosenAt = 0;
  private scales: PriorScales = DEFAULT_SCALES;
  private fitting: { readonly cancel: AbortController; readonly late: LabelledDecision[] } | undefined;

  constructor(private readonly options: LearnerOptions) {
    this.predictor = SuccessPredictor.fresh(this.priorOf, this.scales);
    this.guard = new ConformalGuard(options.guardAlpha);
    const labels = options.store.labels();
    for (const label of labels) this.take(label);
    if (labels.length > 0) this.refit();
  }

  /** Models have to be known before they are predicted; an unknown one gets the prior of a name. */
  know(model: GatewayModel): void {
    if (!this.models.has(model.id)) this.models.set(model.id, shippedPrior(model));
  }

  get knownModels(): readonly string[] {
    return [...this.models.keys()];
  }

  get recentPredictions(): readonly JudgedPrediction[] {
    return this.judged;
  }

  learn(outcome: Outcome): void {
    const { store } = this.options;
    const decision = store.decision(outcome.decision);
    if (decision === undefined) return;
    for (const label of labelsOf(outcome, decision)) {
      store.addLabel({ ...label, decision: outcome.decision, event: outcome.event, at: outcome.at });
      this.pending.judged(outcome.decision, label.model);
      const { taskType, features, chances, localModels } = decision;
      this.take({
        ...label,
        ...{ decision: outcome.decision, event: outcome.event, at: outcome.at, taskType, features },
        chance: chances[label.model],
        local: localModels.includes(label.model),
      });
    }
    this.refitWhenDue();
  }

  /** Takes over what other windows have learnt meanwhile. */
  catchUp(): void {
    const labels = this.options.store.newLabels();
    if (labels.length === 0) return;
    for (const label of labels) this.take(label);
    this.refitWhenDue();
  }

  /** Forgets everything, here and in the store. */
  reset(): void {
    this.fitting?.cancel.abort();
    this.fitting = undefined;
    this.options.store.reset();
    this.scales = DEFAULT_SCALES;
    this.predictor = SuccessPredictor.fresh(this.priorOf, this.scales);
    this.guard = new ConformalGuard(this.options.guardAlpha);
    this.judged = [];
    this.sinceFit = 0;
    this.chosenAt = 0;
  }

  close(): void {
    this.fitting?.cancel.abort();
  }

  private readonly priorOf = (model: string): ModelPrior => {
    let prior = this.models.get(model);
    if (prior === undefined) {
      prior = shippedPrior({ name: model, locality: 'cloud', price: undefined });
      this.models.set(model, prior);
    }
    return prior;
  };

  private take(label: LabelledDecision): void {
    this.predictor.learn(this.observation(label));
    this.fitting?.late.push(label);
    this.sinceFit++;
    if (label.chance === undefined) return;
    if (label.local) this.guard.add(label.chance, label.success);
    this.judged.push({ chance: label.chance, success: label.success });
    if (this.judged.length > REPORT_WINDOW) this.judged.shift();
  }

  private observation({ model, taskType, features, success, weight, at }: LabelledDecision): Observation {
    const age = Math.max(0, this.options.now() - at);
    return { model, taskType, features, success, weight: weight * 0.5 ** (age / HALF_LIFE_MS) };
  }

  private refitWhenDue(): void {
    if (this.sinceFit >= Math.max(REFIT_LABELS, REFIT_PART * this.predictor.labels)) this.refit();
  }

  private refit(): void {
    if (this.fitting !== undefined) return;
    this.sinceFit = 0;
    const labels = this.options.store.labels();
    const choose = labels.length >= Math.max(CHOOSE_LABELS, 2 * this.chosenAt);
    if (choose) this.chosenAt = labels.length;
    const observations = withSharedFeatures(labels).map((label) => this.observation(label));
    const fit = SuccessPredictor.fit(observations, this.priorOf, choose ? undefined : this.scales);
    if (this.options.refit === 'at-once') {
      this.replace(runToEnd(fit), []);
      return;
    }
    const fitting = { cancel: new AbortController(), late: [] as LabelledDecision[] };
    this.fitting = fitting;
    void runInSlices(fit, fitting.cancel.signal).then((predictor) => {
      if (predictor === undefined || this.fitting !== fitting) return;
      this.fitting = undefined;
      this.replace(predictor, fitting.late);
    });
  }

  private replace(predictor: SuccessPredictor, late: readonly LabelledDecision[]): void {
    for (const label of late) predictor.learn(this.observation(label));
    this.predictor = predictor;
    this.scales = predictor.scales;
  }
}

/** Labels of one decision share one object of features, by which held-out requests are told apart. */
function withSharedFeatures(labels: readonly LabelledDecision[]): readonly LabelledDecision[] {
  const features = new Map<string, LabelledDecision['features']>();
  return labels.map((label) => {
    const shared = features.get(label.decision) ?? label.features;
    features.set(label.decision, shared);
    return { ...label, features: shared };
  });
}

/** Labels of a model at a kind of task. */
export function labelCount(predictor: SuccessPredictor, models: readonly string[], taskType: TaskType): number {
  return models.reduce((sum, model) => sum + predictor.labelsOf(model, taskType), 0);
}
