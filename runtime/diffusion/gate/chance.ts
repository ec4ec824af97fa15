import type { GateModel, SuggestionEvidence } from '../../protocol';
import { featuresOf, isFeatureName, ownLogChance } from './features';

/**
 * Chance, 0..1, that a suggestion is exactly what the user will keep.
 *
 * @param gate calibration of the model that made it. Without one the answer is the model's own probability of the whole
 *   text, which is not calibrated: small models trust themselves too much. It still orders suggestions.
 */
export function chanceOf(evidence: SuggestionEvidence, gate: GateModel | undefined): number {
  if (!gate) return Math.exp(ownLogChance(evidence));
  const values = featuresOf(evidence, gate.features.filter(isFeatureName));
  if (values.length !== gate.features.length) throw new RangeError('The gate names features that do not exist.');
  return logistic(values.reduce((sum, value, index) => sum + value * gate.weights[index]!, gate.bias));
}

/** 1 / (1 + exp(-x)), without overflow. */
export function logistic(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}
