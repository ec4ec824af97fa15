import { stat } from 'node:fs/promises';
import { freemem } from 'node:os';
import { readGgufHead, type GgufHead } from './ggufHead';

/** Bytes that a model takes. */
export interface MemoryNeed {
  readonly weights: number;
  /** Keys and values of one sequence. */
  readonly sequence: number;
  /** Buffers of a batch, and the process itself. */
  readonly fixed: number;
}

/** As the engine gives llama.cpp. */
const batchTokens = 512;
/** Node, the library, the tokenizer: measured 110 to 160 MB. */
const processBytes = 160 * 2 ** 20;

/**
 * What a GGUF model will take, from its head alone. An upper bound for models with a sliding window or a recurrent state.
 * @throws RuntimeError model-missing, model-corrupt
 */
export async function memoryNeed(file: string, contextTokens: number): Promise<MemoryNeed> {
  const head = await readGgufHead(file);
  const { size } = await stat(file);
  return needOf(head, size, contextTokens);
}

export function needOf(head: GgufHead, fileBytes: number, contextTokens: number): MemoryNeed {
  const architecture = String(head.metadata.get('general.architecture') ?? '');
  const number = (key: string, otherwise: number) => {
    const value = head.metadata.get(`${architecture}.${key}`);
    return typeof value === 'number' && value > 0 ? value : otherwise;
  };
  const layers = number('block_count', 1);
  const width = number('embedding_length', 1);
  const heads = number('attention.head_count', 1);
  const keyValueHeads = number('attention.head_count_kv', heads);
  const headWidth = width / heads;
  const perToken =
    keyValueHeads * (number('attention.key_length', headWidth) + number('attention.value_length', headWidth));
  const tokens = Math.min(contextTokens, number('context_length', contextTokens));
  const vocabulary = head.tensors.get('token_embd.weight')?.at(-1) ?? 0;
  const inner = number('feed_forward_length', 4 * width);
  // Half-precision keys and values; the cache is rounded up to 256 tokens.
  const sequence = layers * perToken * 2 * Math.ceil(tokens / 256) * 256;
  // Of a batch: logits of every row, the widest layer's values, and a row's view of the context; in single precision.
  const compute = batchTokens * 4 * (vocabulary + 3 * inner + 6 * width + tokens);
  return { weights: fileBytes, sequence, fixed: compute + processBytes };
}

/** Bytes that programs can still have, within this process's limits. */
export function freeMemory(): number {
  return typeof process.availableMemory === 'function' ? process.availableMemory() : freemem();
}
