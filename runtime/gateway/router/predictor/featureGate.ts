import { sigmoid } from './modelPrior';

/**
 * How far the features of requests are trusted for a model: the posterior odds of the model with features against that
 * with none, each judged by what it said before the outcomes were known. The mixture of the two loses at most
 * ln 2 nats in all against the better one, so features that teach nothing cannot do lasting harm.
 */
export class FeatureGate {
  private advantage = 0;

  /** @param withFeatures, without chances of success that were predicted, above 0 and below 1 */
  add(withFeatures: number, without: number, success: boolean, weight: number): void {
    const gain = success ? Math.log(withFeatures / without) : Math.log((1 - withFeatures) / (1 - without));
    // Old mistakes must not keep features out forever, nor old merits keep them in.
    this.advantage = Math.max(-LIMIT, Math.min(LIMIT, this.advantage + weight * gain));
  }

  /** 0..1 */
  get trust(): number {
    return sigmoid(this.advantage);
  }
}

const LIMIT = 5;
