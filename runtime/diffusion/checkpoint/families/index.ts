import { z } from 'zod';
import { coda } from './coda';
import { dream, dreamOn } from './dream';
import { ConfigProblem, type Family } from './family';
import { llada } from './llada';
import { openDcoder } from './openDcoder';
import type { TensorNames } from './tensorNames';
import { whetstoneInfill } from './whetstoneInfill';

export { ConfigProblem, type Family } from './family';
export { biasOf, type LayerNames, type TensorNames } from './tensorNames';

/** Families that this version of the engine runs; of one model_type the more special one stands first. */
const families: readonly Family[] = [whetstoneInfill, coda, dreamOn, dream, openDcoder, llada];

/**
 * The family of a config.json. Where the model_type is known but no family's marks are there, the last one of that type
 * is given: reading it names the key that is missing or wrong.
 * @throws ConfigProblem when the model_type is missing or unknown
 */
export function recogniseFamily(data: unknown): Family {
  const modelType = z.object({ model_type: z.string() }).safeParse(data).data?.model_type;
  if (modelType === undefined) throw new ConfigProblem('it has no "model_type"');
  const candidates = families.filter((family) => family.modelType === modelType);
  const found = candidates.find((family) => family.marks.safeParse(data).success) ?? candidates.at(-1);
  if (found) return found;
  const known = [...new Set(families.map((family) => family.modelType))].join(', ');
  throw new ConfigProblem(`the architecture "${modelType}" is not known (known: ${known})`);
}

/** What a family's checkpoints call their tensors. @param name as in ModelConfig.family */
export function tensorNames(name: string): TensorNames {
  const found = families.find((family) => family.name === name);
  if (!found) throw new Error(`no family ${name}`);
  return found.tensors;
}

/**
 * Adds the token ids that a published folder leaves to its tokenizer, so that config.json alone tells family and tokens
 * from then on. The tokenizer's word counts where both have one.
 * @param added added tokens of the tokenizer, text -> id
 * @returns the same object when nothing is to be added
 */
export function completeConfig(data: unknown, added: ReadonlyMap<string, number>): unknown {
  const config = z.record(z.string(), z.unknown()).safeParse(data).data;
  if (!config) return data;
  const candidates = families.filter((family) => family.modelType === config.model_type);
  const keys = candidates.flatMap((family) => Object.entries(family.tokenKeys));
  const found = keys.flatMap(([key, text]) => {
    const id = added.get(text);
    return id === undefined || config[key] === id ? [] : [[key, id] as const];
  });
  return found.length === 0 ? data : { ...config, ...Object.fromEntries(found) };
}
