import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Gateway } from '../../runtime/gateway/gateway';
import { BadInputError } from '../core/badInputError';
import type { CallingModel } from './callingModel';
import { embeddedCallerId, embeddedCallerModel, readEmbeddedCaller } from './embeddedCallerModel';
import { gatewayModel } from './gatewayModel';
import { retrievalBaseline } from './retrievalBaseline';

/** Models that need nothing from outside. */
export const builtInModels: readonly CallingModel[] = [retrievalBaseline];
/** All that are no models of the gateway. */
export const callerNames: readonly string[] = [...builtInModels.map(({ id }) => id), embeddedCallerId];

export interface CallingModelOptions {
  readonly maxTokens: number;
  readonly temperature: number;
  /** Of the learned caller, which is not shipped. */
  readonly callerWeights?: string | undefined;
  /** Default true: needless calls are doubted. */
  readonly guard?: boolean | undefined;
}

interface OpenedGateway {
  readonly gateway: Gateway;
  readonly model: string;
  readonly file: string | undefined;
  readonly close: () => Promise<void>;
}

/**
 * @param id of a built-in model, PROVIDER/NAME of the gateway, or the path of a GGUF file
 * @throws BadInputError for what is none of them
 */
export async function openCallingModel(
  id: string,
  { maxTokens, temperature, callerWeights, guard }: CallingModelOptions,
  openGateway: (id: string) => Promise<OpenedGateway>,
): Promise<{ readonly chosen: CallingModel; readonly close: () => Promise<void> }> {
  if (id === embeddedCallerId) {
    if (callerWeights === undefined)
      throw new BadInputError(`${id} needs --caller-weights FILE, which train.ts writes.`);
    return { chosen: embeddedCallerModel(await readEmbeddedCaller(callerWeights)), close: async () => undefined };
  }
  const builtIn = builtInModels.find((each) => each.id === id);
  if (builtIn !== undefined) return { chosen: builtIn, close: async () => undefined };
  if (!/[/\\]|\.gguf$/i.test(id) && id !== 'auto' && id !== 'local') {
    const names = callerNames.join(', ');
    throw new BadInputError(`There is no model ${id} here. Give PROVIDER/NAME, the path of a GGUF file, or ${names}.`);
  }
  const { gateway, model, file, close } = await openGateway(id);
  try {
    const modelHash = file === undefined ? undefined : await fileHash(file);
    const asking = { maxOutputTokens: maxTokens, temperature, guard };
    const options = { model, modelHash, task: 'eval function-calling', ...asking };
    return { chosen: gatewayModel(gateway, options), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function fileHash(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
