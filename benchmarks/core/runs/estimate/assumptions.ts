/** What an estimate takes for granted, so that a reader can tell it from what was measured. */
import type { EstimateAssumption } from '../../../host/protocol';
import type { EarlierSamples, ModelSpeed } from '../store/earlierSamples';
import type { PromptPreview } from '../types';

/** Output of an answer where nothing is known of this benchmark yet. */
const assumedOutputTokens = 1000;

export interface ExpectedAnswer {
  /** Of a sample; not above the limit. */
  readonly outputTokens: number;
  /** Milliseconds of a sample with so many tokens in its prompts; undefined: nobody has measured the model. */
  readonly ms: ((inputTokens: number) => number) | undefined;
  readonly assumptions: readonly EstimateAssumption[];
}

/** @param limit tokens of the longest answer */
export function expectedAnswer(
  earlier: EarlierSamples,
  benchmark: string,
  model: string,
  limit: number,
): ExpectedAnswer {
  const own = earlier.means(benchmark, model);
  if (own !== undefined) {
    return { outputTokens: Math.min(limit, Math.ceil(own.outputTokens)), ms: () => own.totalMs, assumptions: [] };
  }
  const others = earlier.means(benchmark, undefined);
  const tokens = Math.min(limit, Math.ceil(others?.outputTokens ?? assumedOutputTokens));
  const length: EstimateAssumption =
    others === undefined
      ? { kind: 'output-assumed', tokens }
      : { kind: 'output-of-other-models', tokens, samples: others.n };
  const speed = earlier.speed(model);
  if (speed === undefined) {
    return { outputTokens: tokens, ms: undefined, assumptions: [length, { kind: 'speed-unmeasured' }] };
  }
  return {
    outputTokens: tokens,
    ms: (inputTokens) => timeOf(speed, inputTokens, tokens),
    assumptions: [length, { kind: 'speed-of-other-benchmarks', samples: speed.samples }],
  };
}

export function assumptionsOf(
  answer: ExpectedAnswer,
  priced: boolean,
  previews: readonly PromptPreview[],
): readonly EstimateAssumption[] {
  const calls = previews.filter(({ assumed }) => assumed.includes('calls')).map((preview) => preview.calls);
  return [
    ...(priced ? [] : [{ kind: 'price-unknown' } as const]),
    ...answer.assumptions,
    ...(calls.length === 0 ? [] : [{ kind: 'calls-assumed', calls: Math.max(...calls) } as const]),
    ...(previews.some(({ assumed }) => assumed.includes('inputTokens')) ? [{ kind: 'input-estimated' } as const] : []),
  ];
}

function timeOf({ msPerInputToken, msPerOutputToken }: ModelSpeed, inputTokens: number, outputTokens: number): number {
  return inputTokens * msPerInputToken + outputTokens * msPerOutputToken;
}
