import { z } from 'zod';
import type { FullAttentionTokens, ModelConfig, TransformerShape } from '../modelConfig';
import type { TensorNames } from './tensorNames';

/** What tells one family from another, and how its config.json becomes features. */
export interface Family {
  /** The manifest's `family`. */
  readonly name: string;
  readonly modelType: string;
  /** Keys that tell this family from others of the same model_type; the first family in the list that fits is it. */
  readonly marks: z.ZodType;
  readonly tensors: TensorNames;
  /** Keys of config.json that the published folder leaves to the tokenizer: key -> text of the added token. */
  readonly tokenKeys: Readonly<Record<string, string>>;
  /** @throws ConfigProblem naming the key that is wrong or unknown */
  read(data: unknown): ModelConfig;
}

/** A config.json that does not fit. The message starts with the key in quotes. */
export class ConfigProblem extends Error {}

/** A description of a family over the keys that its config.json may have. */
export interface FamilyDescription<Keys extends z.ZodType> {
  readonly name: string;
  readonly modelType: string;
  readonly marks?: z.ZodType;
  readonly tensors: TensorNames;
  readonly tokenKeys?: Readonly<Record<string, string>>;
  /**
   * Every key that the family's config.json may have. A key that is not here may be a feature that the graph has not:
   * it is refused, not passed over.
   */
  readonly keys: Keys;
  readonly config: (keys: z.output<Keys>) => ModelConfig;
}

export function family<Keys extends z.ZodType>(description: FamilyDescription<Keys>): Family {
  const { name, modelType, tensors, keys, config } = description;
  return {
    name,
    modelType,
    tensors,
    marks: description.marks ?? z.unknown(),
    tokenKeys: description.tokenKeys ?? {},
    read(data) {
      const parsed = keys.safeParse(data);
      if (!parsed.success) throw problem(parsed.error);
      const result = config(parsed.data);
      checkShape(result.shape);
      checkTokens(result);
      return result;
    },
  };
}

function problem(error: z.ZodError): ConfigProblem {
  const issue = error.issues[0];
  const key = issue?.code === 'unrecognized_keys' ? issue.keys.join('", "') : issue?.path.join('.');
  return new ConfigProblem(`"${key ?? '?'}": ${issue?.message ?? 'is wrong'}`);
}

function checkShape(shape: TransformerShape): void {
  if (shape.heads % shape.kvHeads !== 0) {
    throw new ConfigProblem('"num_attention_heads" is no multiple of "num_key_value_heads"');
  }
  if (!Number.isInteger(shape.headDim) || shape.headDim % 2 !== 0) {
    throw new ConfigProblem(`"num_attention_heads": heads of ${shape.headDim} channels cannot be rotated in pairs`);
  }
  if (shape.shiftedKeyHeads > shape.kvHeads) {
    throw new ConfigProblem('"shifted_key_heads" is greater than "num_key_value_heads"');
  }
}

function checkTokens(config: ModelConfig): void {
  const { special, shape } = config;
  const languages = config.attention === 'full' ? [] : Object.values(config.special.languages);
  const ids: readonly unknown[] = Object.values(special);
  for (const id of [...ids, ...languages]) {
    if (typeof id === 'number' && id >= shape.vocab) {
      throw new ConfigProblem(`token ${id} is outside "vocab_size"`);
    }
  }
}

/** How much text a full-attention family is given, in tokens. */
export interface Budget {
  readonly window: number;
  readonly prefix: number;
  readonly suffix: number;
}

/**
 * Row positions for a budget: several windows may stand behind a full prefix. Where the model was made for fewer
 * positions, the prefix gives way.
 * @param most positions that the model was made for
 */
export function fitBudget(
  budget: Budget,
  most: number,
  key: string,
): {
  readonly windowTokens: number;
  readonly maxPrefixTokens: number;
  readonly maxSuffixTokens: number;
  readonly positions: number;
} {
  const others = budget.suffix + 8 * budget.window + 1;
  const prefix = Math.min(budget.prefix, most - others);
  if (prefix < budget.window) throw new ConfigProblem(`"${key}" is too small for a window and its surroundings`);
  return {
    windowTokens: budget.window,
    maxPrefixTokens: prefix,
    maxSuffixTokens: budget.suffix,
    positions: prefix + others,
  };
}

/**
 * Ids that may not be chosen inside a window: mask, bos, pad, eos, and all from the first control token on, which are
 * control tokens and rows without a token. What changes the window's length may be chosen.
 */
export function forbiddenTokens(
  special: Omit<FullAttentionTokens, 'forbidden'>,
  firstControl: number,
  vocab: number,
): readonly number[] {
  const { mask, bos, pad, eos } = special;
  const named = [mask, bos, pad, eos].filter((id) => id !== undefined);
  const control = Array.from({ length: Math.max(0, vocab - firstControl) }, (_, i) => firstControl + i);
  const allowed = new Set([special.expand, special.delete]);
  return [...new Set([...named, ...control])].filter((id) => !allowed.has(id)).sort((a, b) => a - b);
}
