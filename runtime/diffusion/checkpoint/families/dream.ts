import { z } from 'zod';
import { family, type Budget } from './family';
import { fullAttention, qwenSizes } from './fullAttention';
import { bookkeeping, firstQwenControl, optionalToken, qwenShape, token, unusedFeatures, untied } from './qwenKeys';
import { qwenTensors } from './tensorNames';

/**
 * Dream-v0, Dream-Coder-v0 and DreamOn-v0, each of 7B, and DiffuCoder, which has their config: Qwen2.5-7B with full
 * attention and logits shifted by one. Keys: configuration_dream.py and config.json of Dream-org/Dream-Coder-v0 and
 * apple/DiffuCoder on huggingface.co. Context: 2048 rows in all (README of github.com/DreamLM/DreamOn).
 */
const keys = z.strictObject({
  ...qwenShape,
  ...unusedFeatures,
  ...bookkeeping,
  // A relative of other class (DreamForCausalLM) predicts blocks, without the shift.
  architectures: z.array(z.literal('DreamModel')).optional(),
  tie_word_embeddings: untied.optional(),
  mask_token_id: token,
  bos_token_id: optionalToken,
  eos_token_id: optionalToken,
  pad_token_id: optionalToken,
});

const trainedPositions = 2048;
/** 13 GFLOP a context token, four times CoDA's: half the prefix keeps the wait bearable without a GPU. */
const budget: Budget = { window: 64, prefix: 512, suffix: 256 };

/**
 * The config of Dream-v0 has Qwen's bos; its tokenizer adds <|beginoftext|> and puts that in front. The ids are not
 * read from the published tokenizer here but by text from the folder's own, at conversion.
 */
const tokenKeys = { bos_token_id: '<|beginoftext|>', mask_token_id: '<|mask|>' };

export const dream = family({
  name: 'dream',
  modelType: 'Dream',
  tensors: qwenTensors,
  tokenKeys,
  keys,
  config: (c) => config(c, 'dream', { expand: undefined, delete: undefined }),
});

/**
 * DreamOn-v0-7B: two outputs change the window's length. "Expand" makes two masks of a slot (id 151667, the config's
 * expand_token_id), and the end-of-text token deletes it.
 */
export const dreamOn = family({
  name: 'dreamon',
  modelType: 'Dream',
  marks: z.looseObject({ expand_token_id: token }),
  tensors: qwenTensors,
  tokenKeys,
  keys: keys.extend({ expand_token_id: token, delete_token_id: optionalToken }),
  config: (c) =>
    config(c, 'dreamon', { expand: c.expand_token_id, delete: c.delete_token_id ?? c.eos_token_id ?? c.pad_token_id }),
});

function config(
  c: z.output<typeof keys>,
  name: string,
  lengths: { readonly expand: number | undefined; readonly delete: number | undefined },
) {
  return fullAttention(qwenSizes(c), {
    family: name,
    logitShift: 1,
    queryKeyNorm: false,
    projectionBias: true,
    tiedHead: false,
    budget,
    positions: { most: Math.min(c.max_position_embeddings, trainedPositions), key: 'max_position_embeddings' },
    firstControl: firstQwenControl,
    special: {
      mask: c.mask_token_id,
      bos: c.bos_token_id,
      pad: c.pad_token_id,
      eos: c.eos_token_id,
      ...lengths,
    },
  });
}
