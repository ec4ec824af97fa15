/** When a run may end before all its scenarios are done. README.md says why this is legal. */
import type { SamplingPlan } from '../runs/types';
import { boundedInterval, clusterMean, normalTail, pairedDifference, type Interval } from '../statistics';
import { looksOf } from './looks';
import { samplingOrder, samplingWeights, type SampledScenario } from './samplingOrder';
import { sequentialBounds } from './sequentialBounds';

/** What a model got for a scenario, mean over its repeats; no entry: not done yet. */
export interface SampledValue {
  readonly scenario: string;
  readonly model: string;
  /** undefined: it is done, and has no value (an error, refused, not measured). */
  readonly value: number | undefined;
}

export interface SamplingInput {
  readonly plan: SamplingPlan;
  /** All scenarios of the set. */
  readonly scenarios: readonly SampledScenario[];
  readonly models: readonly string[];
  readonly seed: number;
  readonly results: readonly SampledValue[];
}

export type NextBatch =
  /** Ids of scenarios that are to be done by every model; those done already are among them after a crash. */
  | { readonly kind: 'batch'; readonly scenarios: readonly string[] }
  /** `reason` is for people; `done` counts scenarios. */
  | { readonly kind: 'end'; readonly reason: string; readonly done: number; readonly pairs: readonly PairState[] };

/** What is known of two models after the last look. */
export interface PairState {
  readonly a: string;
  readonly b: string;
  /** a - b; repeated confidence interval of this pair alone. undefined: no shared scenario with values. */
  readonly difference: (Interval & { readonly n: number; readonly clusters: number }) | undefined;
  /** At most 1 - confidence where the pair differs for certain, over all pairs and looks together. */
  readonly p: number;
  readonly differs: boolean;
  readonly narrow: boolean;
}

/** Fewer clusters than these say too little of how clusters vary to end on. */
const CLUSTERS_AT_LEAST = 5;

/** What to do next. Depends on its input alone, so a run that was killed goes on as if nothing had been. */
export function nextBatch(input: SamplingInput): NextBatch {
  const run = new SampledRun(input);
  const undone = run.firstUndoneLook();
  const state = run.stateAfter(undone);
  if (undone > 0) {
    const reason = endReason(input, state);
    if (reason !== undefined) return { kind: 'end', reason, done: run.looks[undone - 1]!, pairs: state.pairs };
  }
  if (undone === run.looks.length) {
    return { kind: 'end', reason: 'Every scenario is done.', done: input.scenarios.length, pairs: state.pairs };
  }
  return { kind: 'batch', scenarios: run.batch(undone) };
}

/** What is known of each pair at the last look that is whole; for reports. */
export function sampledPairs(input: SamplingInput): readonly PairState[] {
  const run = new SampledRun(input);
  return run.stateAfter(run.firstUndoneLook()).pairs;
}

interface LookState {
  readonly pairs: readonly PairState[];
  /** Whether the interval of each model's own mean is narrow enough; for runs of one model. */
  readonly meansNarrow: boolean;
}

function endReason({ models, plan }: SamplingInput, { pairs, meansNarrow }: LookState): string | undefined {
  const within = `±${(plan.halfWidth * 100).toFixed(1)} points`;
  if (models.length < 2) return meansNarrow ? `The interval is narrower than ${within}.` : undefined;
  if (!pairs.every(({ differs, narrow }) => differs || narrow)) return undefined;
  const differing = pairs.filter(({ differs }) => differs).length;
  if (differing === pairs.length) return 'Every two models differ for certain.';
  return `${differing} of ${pairs.length} pairs differ for certain; the others are known to ${within}.`;
}

class SampledRun {
  readonly looks: readonly number[];
  private readonly order: readonly SampledScenario[];
  private readonly values: ReadonlyMap<string, ReadonlyMap<string, number | undefined>>;

  constructor(private readonly input: SamplingInput) {
    const { order, first } = samplingOrder(input.scenarios, input.seed);
    this.order = order;
    this.looks = looksOf(input.plan, order.length, first);
    const values = new Map<string, Map<string, number | undefined>>(input.models.map((model) => [model, new Map()]));
    for (const { model, scenario, value } of input.results) values.get(model)?.set(scenario, value);
    this.values = values;
  }

  batch(look: number): readonly string[] {
    return this.order.slice(look === 0 ? 0 : this.looks[look - 1], this.looks[look]).map(({ id }) => id);
  }

  /** @returns the number of looks where every model has done every scenario up to them */
  firstUndoneLook(): number {
    const undone = this.order.findIndex(({ id }) =>
      this.input.models.some((model) => !this.values.get(model)!.has(id)),
    );
    const done = undone < 0 ? this.order.length : undone;
    return this.looks.filter((look) => look <= done).length;
  }

  /** Replays the looks, since what was certain at an earlier one stays so. */
  stateAfter(looks: number): LookState {
    const { models, plan } = this.input;
    const alpha = 1 - plan.confidence;
    const information = this.looks.map((look) => look / this.order.length);
    const names = models.flatMap((a, i) => models.slice(i + 1).map((b) => ({ a, b })));
    const certain = new Map<number, number>();
    let pairs: readonly PairState[] = names.map((pair) => ({ ...pair, ...unknown }));
    let meansNarrow = false;
    for (let look = 0; look < looks; look++) {
      const sample = this.order.slice(0, this.looks[look]);
      // The level at this look of a test that has `level` for all looks.
      const nominal = (level: number) => 2 * normalTail(sequentialBounds(information, level)[look]!);
      const confidence = 1 - nominal(alpha);
      const found = names.map(({ a, b }) => this.difference(a, b, sample, confidence));
      // Holm's order within a look; what is certain leaves its share to the others (Maurer and Bretz 2013, doi:10.1080/19466315.2013.807748).
      for (;;) {
        const level = nominal(alpha / Math.max(1, names.length - certain.size));
        const [surest] = [...names.keys()]
          .filter((pair) => !certain.has(pair) && found[pair]!.enough)
          .sort((x, y) => found[x]!.nominalP - found[y]!.nominalP);
        if (surest === undefined || found[surest]!.nominalP > level) break;
        certain.set(surest, (found[surest]!.nominalP * alpha) / level);
      }
      const open = nominal(alpha / Math.max(1, names.length - certain.size));
      pairs = names.map((pair, i) => {
        const { difference, nominalP, enough } = found[i]!;
        const p = certain.get(i) ?? Math.min(1, (nominalP * alpha) / open);
        const half = difference === undefined ? Infinity : (difference.high - difference.low) / 2;
        return { ...pair, difference, p, differs: certain.has(i), narrow: enough && half < plan.halfWidth };
      });
      meansNarrow = models.every((model) => this.meanNarrow(model, sample, confidence));
    }
    return { pairs, meansNarrow };
  }

  private difference(
    a: string,
    b: string,
    sample: readonly SampledScenario[],
    confidence: number,
  ): { readonly difference: PairState['difference']; readonly nominalP: number; readonly enough: boolean } {
    const [valuesA, valuesB] = [this.values.get(a)!, this.values.get(b)!];
    const shared = sample.filter(({ id }) => valuesA.get(id) !== undefined && valuesB.get(id) !== undefined);
    if (shared.length === 0) return { difference: undefined, nominalP: 1, enough: false };
    const weights = samplingWeights(shared, this.input.scenarios);
    const result = pairedDifference(
      shared.map(({ id, cluster }) => ({ a: valuesA.get(id)!, b: valuesB.get(id)!, cluster, weight: weights.get(id) })),
    );
    const { n, clusters } = result;
    const interval = boundedInterval(result, [-1, 1], confidence);
    return { difference: { ...interval, n, clusters }, nominalP: result.p, enough: clusters >= CLUSTERS_AT_LEAST };
  }

  private meanNarrow(model: string, sample: readonly SampledScenario[], confidence: number): boolean {
    const values = this.values.get(model)!;
    const done = sample.filter(({ id }) => values.get(id) !== undefined);
    if (done.length === 0) return false;
    const weights = samplingWeights(done, this.input.scenarios);
    const result = clusterMean(
      done.map(({ id, cluster }) => ({ value: values.get(id)!, cluster, weight: weights.get(id) })),
    );
    const { low, high } = boundedInterval(result, [0, 1], confidence);
    return result.clusters >= CLUSTERS_AT_LEAST && (high - low) / 2 < this.input.plan.halfWidth;
  }
}

const unknown = { difference: undefined, p: 1, differs: false, narrow: false } as const;
