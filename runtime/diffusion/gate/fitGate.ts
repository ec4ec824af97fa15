import type { GateModel, SuggestionEvidence } from '../../protocol';
import { featureNames, featuresOf } from './features';
import { fitLogistic } from './logisticRegression';

/** A suggestion, and whether it was exactly right. */
export interface GateExample {
  readonly evidence: SuggestionEvidence;
  readonly kept: boolean;
}

/** Enough to keep correlated features from working against each other; nothing beside hundreds of examples. */
const penalty = 1;

/** @throws RangeError when there are no examples, or all have the same outcome: nothing can be told apart then */
export function fitGate(examples: readonly GateExample[]): GateModel {
  const kept = examples.filter((example) => example.kept).length;
  if (kept === 0 || kept === examples.length) {
    throw new RangeError(`A gate needs right and wrong suggestions; ${kept} of ${examples.length} are right.`);
  }
  const { weights, bias } = fitLogistic(
    examples.map(({ evidence }) => featuresOf(evidence)),
    examples.map((example) => Number(example.kept)),
    { penalty },
  );
  return { features: featureNames, weights, bias, n: examples.length };
}
