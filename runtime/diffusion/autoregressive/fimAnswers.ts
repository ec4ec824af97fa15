import path from 'node:path';
import { FimModel, type LlamaProgram } from '../../llama';
import type { ModelInfo } from '../../protocol';
import { RuntimeError } from '../../runtimeError';
import type { ModelAnswers } from '../modelAnswers';
import { FimInfiller } from './fimInfiller';

export interface FimAnswersOptions {
  readonly threads: number;
  readonly program?: LlamaProgram | undefined;
}

/** Whether a model is named by a GGUF file of its own, and not by a folder. */
export function isGgufFile(model: string): boolean {
  return /\.gguf$/i.test(model);
}

/**
 * A GGUF code model that fills in the middle from left to right: suggestions beside those of diffusion models.
 * @param file absolute
 * @throws RuntimeError model-missing, model-corrupt, model-unsupported, unavailable, crashed
 */
export async function openFimAnswers(file: string, { threads, program }: FimAnswersOptions): Promise<ModelAnswers> {
  const started = performance.now();
  const model = await FimModel.open(file, { threads, program });
  const id = path.basename(file).replace(/\.gguf$/i, '');
  const infiller = new FimInfiller(model, id);
  const info: ModelInfo = {
    id,
    family: model.layout.family,
    attention: 'causal',
    folder: file,
    parameters: model.parameters,
    quantisation: 'gguf',
    windowTokens: model.contextTokens,
    maxPrefixTokens: Math.floor(model.contextTokens * (1 - infiller.suffixShare)),
    maxSuffixTokens: Math.floor(model.contextTokens * infiller.suffixShare),
    loadMs: performance.now() - started,
    provider: 'llama',
    providerReason: model.device.reason,
  };
  let documents = 0;
  return {
    model: { info, provider: 'llama', dispose: () => Promise.resolve(model.dispose()) },
    open: () => {
      const session = infiller.open(`document ${(documents += 1)}`);
      return {
        infill: (params, _, signal) => infiller.infill(params, session, signal),
        close: () => undefined,
      };
    },
    rewrite: () => Promise.reject(refused(id, 'write a selection anew')),
    confidence: () => Promise.reject(refused(id, 'judge tokens that stand already')),
  };
}

function refused(id: string, what: string): RuntimeError {
  return new RuntimeError(
    'model-unsupported',
    `${id} writes from left to right and cannot ${what}.`,
    'Choose a diffusion model for that; the embedded one can.',
  );
}
