import type { ModelManifest } from '../../models';
import type { ModelRunner, ProviderName, ProvidersResult, RunnerChoice } from '../../protocol';
import { chooseProvider, leastGain, requestMs } from './chooseProvider';
import { goldenShapes } from './goldenModel';
import { suits } from './recommendedFormat';

/** What of a model decides about what runs it. */
export interface RunnerFacts extends Pick<ModelManifest, 'id' | 'parameters' | 'quantisation'> {
  readonly hasGraph: boolean;
  readonly hasGguf: boolean;
}

export interface RunnerDecision {
  readonly runner: ModelRunner;
  /** Why, for people: the end of a sentence that begins with the runner's name. */
  readonly why: string;
  /** Whether trying the providers may find a faster one. */
  readonly untried?: boolean;
  /** What the user is told, because it is not what was asked for. */
  readonly notice?: string;
}

const others: readonly ProviderName[] = ['webgpu', 'directml', 'coreml', 'cuda'];

/** Parameters of the model that providers are timed with: of smaller ones its times say nothing. */
const timedParameters = (({ hidden, layers, heads, kvHeads, headDim, intermediate, vocab }) =>
  layers * (2 * hidden * headDim * (heads + kvHeads) + 3 * hidden * intermediate) + 2 * vocab * hidden)(
  goldenShapes.large,
);

/** @param known what is remembered of the providers of this machine */
export function decideRunner(choice: RunnerChoice, model: RunnerFacts, known: ProvidersResult): RunnerDecision {
  if (!model.hasGraph) return byLlama(choice, model);
  if (choice === 'auto') return automatic(model, known);
  if (choice === 'cpu') return { runner: 'cpu', why: 'it was chosen' };
  if (choice === 'llama') {
    if (model.hasGguf) return { runner: 'llama', why: 'it was chosen' };
    return instead('llama.cpp', 'the model has no GGUF file: convert or download it as gguf-q8_0 for that');
  }
  const report = known.providers.find(({ name }) => name === choice);
  if (report?.state === 'crashed' || report?.state === 'hung') {
    const again = 'Try the providers again once its driver was updated';
    return instead(choice, `${choice} ${report.state} here before: ${report.reason ?? 'nobody knows why'}. ${again}`);
  }
  if (!suits(choice, model.quantisation)) {
    return instead(
      choice,
      `weights in ${model.quantisation} do not run there: convert or download the model as int8-blocks`,
    );
  }
  return { runner: choice, why: 'it was chosen' };
}

function byLlama(choice: RunnerChoice, { quantisation }: RunnerFacts): RunnerDecision {
  const why = `the weights are ${quantisation}`;
  if (choice === 'auto' || choice === 'cpu' || choice === 'llama') return { runner: 'llama', why };
  return { runner: 'llama', why, notice: `llama.cpp runs the model on the processor and not ${choice}: ${why}.` };
}

function automatic({ parameters, quantisation }: RunnerFacts, { providers }: ProvidersResult): RunnerDecision {
  const processor = (why: string): RunnerDecision => ({ runner: 'cpu', why });
  if (parameters < timedParameters) return processor('the model is so small that a GPU would not be faster');
  if (!others.some((name) => suits(name, quantisation))) {
    return processor(`weights in ${quantisation} are for processors; a GPU would want int8-blocks`);
  }
  if (providers.length === 0) return { runner: 'cpu', why: 'the providers were not tried yet', untried: true };
  const runner = chooseProvider(providers, (name) => suits(name, quantisation));
  if (runner === 'cpu') return processor(`no other provider that runs ${quantisation} is ${leastGain} times as fast`);
  const ratio = (name: ProviderName) => requestMs(providers.find((report) => report.name === name));
  return {
    runner,
    why: `it was measured to be ${(ratio('cpu') / ratio(runner)).toFixed(1)} times as fast as the processor`,
  };
}

function instead(asked: string, why: string): RunnerDecision {
  return {
    runner: 'cpu',
    why: `not ${asked}: ${why}`,
    notice: `The processor runs the model and not ${asked}: ${why}.`,
  };
}
