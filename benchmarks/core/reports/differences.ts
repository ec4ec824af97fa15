import type { ModelDifference } from '../../host/protocol';
import type { PairState } from '../sampling';
import { boundedInterval, holm, mcNemarP, pairedDifference } from '../statistics';
import type { ModelSamples, ScenarioMeans } from './modelSamples';
import type { Weights } from './modelResults';
import { TOO_FEW } from './reportInput';

const ALPHA = 0.05;

/** One pair, before the correction for several. */
export type PairResult = Omit<ModelDifference, 'verdict'>;

/** Every two models that share scenarios, p after Holm. */
export function differences(models: readonly ModelSamples[], weights: Weights): readonly ModelDifference[] {
  const results = models.flatMap((a, i) =>
    models.slice(i + 1).flatMap((b) => compared(a.model, a.scenarios, b.model, b.scenarios, weights) ?? []),
  );
  return corrected(results);
}

/** p after Holm over all that are given, and verdicts. */
export function corrected<T extends PairResult>(
  results: readonly T[],
): readonly (T & Pick<ModelDifference, 'verdict'>)[] {
  const p = holm(results.map((result) => result.p));
  return results.map((result, i) => ({ ...result, p: p[i]!, verdict: verdictOf(result, p[i]!) }));
}

/** Of a run that was ended by its stop rule: intervals and p are those that hold for whoever looks again and again. */
export function sequentialDifferences(
  fixed: readonly ModelDifference[],
  states: readonly PairState[],
  alpha: number,
): readonly ModelDifference[] {
  return fixed.map((result) => {
    const state = states.find(({ a, b }) => a === result.a && b === result.b);
    if (state?.difference === undefined) return result;
    const value = state.difference;
    return { ...result, value, p: state.p, verdict: verdictOf({ value }, state.p, alpha) };
  });
}

/** @returns undefined where nothing is shared */
export function compared(
  a: string,
  ofA: ReadonlyMap<string, ScenarioMeans>,
  b: string,
  ofB: ReadonlyMap<string, ScenarioMeans>,
  weights: Weights,
): PairResult | undefined {
  const pairs: { a: number; b: number; cluster: string; weight: number }[] = [];
  let [wins, losses] = [0, 0];
  for (const [id, inA] of ofA) {
    const inB = ofB.get(id);
    if (inB === undefined) continue;
    pairs.push({ a: inA.value, b: inB.value, cluster: inA.scenario.cluster, weight: weights.get(id) ?? 1 });
    // With repeats: more often complete.
    if (inA.complete > inB.complete) wins++;
    else if (inA.complete < inB.complete) losses++;
  }
  if (pairs.length === 0) return undefined;
  const result = pairedDifference(pairs);
  const value = { ...boundedInterval(result, [-1, 1]), n: result.n, clusters: result.clusters };
  return { a, b, value, p: result.p, completeP: mcNemarP(wins, losses) };
}

function verdictOf({ value }: Pick<ModelDifference, 'value'>, p: number, alpha = ALPHA): ModelDifference['verdict'] {
  if (value.n < TOO_FEW || value.clusters < TOO_FEW) return 'too-few';
  if (p > alpha) return 'too-close';
  return value.mean > 0 ? 'a' : 'b';
}
