import { biasOf, tensorNames } from '../checkpoint/families';
import type { FullAttentionConfig } from '../checkpoint/modelConfig';
import { RuntimeError } from '../../runtimeError';
import { ggufTokenizer, tokenizerSchema, type GgufType, type GgufValue } from '../../llama';

export interface GgufModelOptions {
  /** Of the matrices. Q8_0 needs rows that are multiples of 32. */
  readonly type: GgufType;
  readonly name: string;
  /** Content of tokenizer.json. */
  readonly tokenizer: unknown;
  /** Whether the file says that rows see each other; without it llama.cpp takes the model for a causal one. Default yes. */
  readonly bidirectional?: boolean | undefined;
}

/** llama.cpp's numbers of the commonest type of a file's tensors (enum llama_ftype). */
const fileTypes: Readonly<Record<GgufType, number>> = { F32: 0, F16: 1, Q8_0: 7 };

/**
 * The architecture as which llama.cpp runs a model with full attention with a cache: Qwen's.
 * @throws RuntimeError model-unsupported for a shape that is neither Qwen2's nor Qwen3's
 */
export function ggufArchitecture({ shape, family }: FullAttentionConfig): 'qwen2' | 'qwen3' {
  if (shape.queryKeyNorm && !shape.projectionBias) return 'qwen3';
  if (shape.projectionBias && !shape.queryKeyNorm) return 'qwen2';
  const message = `llama.cpp has no architecture with a cache for the family "${family}".`;
  throw new RuntimeError('model-unsupported', message, 'Run it with ONNX Runtime (`whetstone models convert`).');
}

/**
 * `attention.causal` says that rows see each other: llama.cpp reads that key for every architecture (src/llama-model.cpp).
 * The architectures of its own diffusion models (dream, llada) have no key-value cache there.
 */
export function ggufMetadata(config: FullAttentionConfig, options: GgufModelOptions): Record<string, GgufValue> {
  const architecture = ggufArchitecture(config);
  const { shape, special } = config;
  const { name, tokenizer, type, bidirectional = true } = options;
  const u32 = (value: number): GgufValue => ({ type: 'uint32', value });
  const f32 = (value: number): GgufValue => ({ type: 'float32', value });
  const text = (value: string): GgufValue => ({ type: 'string', value });
  const own: Record<string, GgufValue> = {
    block_count: u32(shape.layers),
    context_length: u32(shape.positions),
    embedding_length: u32(shape.hidden),
    feed_forward_length: u32(shape.intermediate),
    'attention.head_count': u32(shape.heads),
    'attention.head_count_kv': u32(shape.kvHeads),
    'attention.key_length': u32(shape.headDim),
    'attention.value_length': u32(shape.headDim),
    'attention.layer_norm_rms_epsilon': f32(shape.epsilon),
    'rope.freq_base': f32(shape.ropeTheta),
    ...(bidirectional ? { 'attention.causal': { type: 'bool', value: false } } : {}),
  };
  const end = special.eos ?? special.pad ?? special.mask;
  return {
    'general.architecture': text(architecture),
    'general.name': text(name),
    'general.file_type': u32(fileTypes[type]),
    ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`${architecture}.${key}`, value])),
    ...ggufTokenizer(tokenizerSchema.parse(tokenizer), shape.vocab, {
      bos: special.bos ?? end,
      eos: end,
      pad: special.pad ?? end,
    }),
  };
}

/** A tensor of the file, and the checkpoint's tensor that it is. */
export interface GgufPart {
  readonly name: string;
  readonly source: string;
  readonly outputs: number;
  /** Undefined: a vector, which is always F32. */
  readonly inputs: number | undefined;
}

/** All tensors in the order of the layers. */
export function ggufParts({ shape, family }: FullAttentionConfig): readonly GgufPart[] {
  const names = tensorNames(family);
  const { hidden, intermediate, vocab, heads, kvHeads, headDim } = shape;
  const matrix = (name: string, source: string, outputs: number, inputs: number): GgufPart => ({
    name: `${name}.weight`,
    ...{ source, outputs, inputs },
  });
  const vector = (name: string, source: string, outputs: number): GgufPart => ({
    name,
    ...{ source, outputs, inputs: undefined },
  });
  const layers = Array.from({ length: shape.layers }, (_, index) => {
    const layer = names.layer(index);
    const at = (part: string) => `blk.${index}.${part}`;
    const projections = [
      ['attn_q', layer.query, heads * headDim],
      ['attn_k', layer.key, kvHeads * headDim],
      ['attn_v', layer.value, kvHeads * headDim],
    ] as const;
    return [
      vector(at('attn_norm.weight'), layer.attentionNorm, hidden),
      ...projections.flatMap(([part, source, size]) => [
        matrix(at(part), source, size, hidden),
        ...(shape.projectionBias ? [vector(at(`${part}.bias`), biasOf(source), size)] : []),
      ]),
      ...(shape.queryKeyNorm
        ? [
            vector(at('attn_q_norm.weight'), layer.queryNorm, headDim),
            vector(at('attn_k_norm.weight'), layer.keyNorm, headDim),
          ]
        : []),
      matrix(at('attn_output'), layer.output, hidden, heads * headDim),
      vector(at('ffn_norm.weight'), layer.feedForwardNorm, hidden),
      matrix(at('ffn_gate'), layer.gate, intermediate, hidden),
      matrix(at('ffn_up'), layer.up, intermediate, hidden),
      matrix(at('ffn_down'), layer.down, hidden, intermediate),
    ];
  });
  return [
    matrix('token_embd', names.embedding, vocab, hidden),
    ...layers.flat(),
    vector('output_norm.weight', names.finalNorm, hidden),
    // Without it llama.cpp takes the embedding for the head.
    ...(shape.tiedHead ? [] : [matrix('output', names.head, vocab, hidden)]),
  ];
}
