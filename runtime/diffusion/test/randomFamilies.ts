/** Sizes of a random model; the defaults are as small as all features allow. */
export interface RandomSizes {
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly intermediate: number;
  readonly vocab: number;
  /** Of the embedded family; the others have theirs in the family's description. */
  readonly windowTokens: number;
  readonly maxPrefixTokens: number;
  readonly maxSuffixTokens: number;
  readonly shiftedKeyHeads: number;
}

/** What a checkpoint of a family looks like, written down apart from the descriptions that are tested with it. */
export interface RandomFamily {
  /** Texts of the first tokens, which are no text. */
  readonly added: readonly string[];
  readonly config: (sizes: RandomSizes) => Record<string, unknown>;
  readonly biases: boolean;
  readonly queryKeyNorms: boolean;
  /** Name of the head, where it is no part of the embedding. */
  readonly head: string | undefined;
  /** Names without ".weight". */
  readonly names: {
    readonly embedding: string;
    readonly norm: string;
    readonly layer: string;
    readonly inner: Readonly<Record<InnerTensor, string>>;
  };
}

type InnerTensor = 'norm1' | 'norm2' | 'q' | 'k' | 'v' | 'o' | 'qNorm' | 'kNorm' | 'gate' | 'up' | 'down';

const qwenNames: RandomFamily['names'] = {
  embedding: 'model.embed_tokens',
  norm: 'model.norm',
  layer: 'model.layers',
  inner: {
    norm1: 'input_layernorm',
    norm2: 'post_attention_layernorm',
    q: 'self_attn.q_proj',
    k: 'self_attn.k_proj',
    v: 'self_attn.v_proj',
    o: 'self_attn.o_proj',
    qNorm: 'self_attn.q_norm',
    kNorm: 'self_attn.k_norm',
    gate: 'mlp.gate_proj',
    up: 'mlp.up_proj',
    down: 'mlp.down_proj',
  },
};

const lladaNames: RandomFamily['names'] = {
  embedding: 'model.transformer.wte',
  norm: 'model.transformer.ln_f',
  layer: 'model.transformer.blocks',
  inner: {
    norm1: 'attn_norm',
    norm2: 'ff_norm',
    q: 'q_proj',
    k: 'k_proj',
    v: 'v_proj',
    o: 'attn_out',
    qNorm: 'q_norm',
    kNorm: 'k_norm',
    gate: 'ff_proj',
    up: 'up_proj',
    down: 'ff_out',
  },
};

/** Languages of the embedded family's random model, after its seven special tokens. */
const languages = ['other', 'python', 'typescript', 'javascript', 'json'];
const specials = ['pad', 'bos', 'eof', 'file', 'suffix', 'mask', 'delete'];

const qwenSizes = (o: RandomSizes) => ({
  hidden_size: o.hidden,
  num_hidden_layers: o.layers,
  num_attention_heads: o.heads,
  num_key_value_heads: o.kvHeads,
  intermediate_size: o.intermediate,
  vocab_size: o.vocab,
});

/** What every published config of a Qwen relative has besides. */
const qwenRest = {
  attention_dropout: 0,
  hidden_act: 'silu',
  initializer_range: 0.02,
  max_position_embeddings: 40960,
  max_window_layers: 28,
  rms_norm_eps: 1e-6,
  rope_scaling: null,
  rope_theta: 1000000,
  sliding_window: null,
  torch_dtype: 'bfloat16',
  transformers_version: '4.47.1',
  use_cache: true,
  use_sliding_window: false,
};

const dreamConfig = (o: RandomSizes) => ({
  ...qwenSizes(o),
  ...qwenRest,
  architectures: ['DreamModel'],
  auto_map: { AutoConfig: 'configuration_dream.DreamConfig', AutoModel: 'modeling_dream.DreamModel' },
  model_type: 'Dream',
  bos_token_id: 1,
  eos_token_id: 0,
  mask_token_id: 2,
  pad_token_id: 0,
  tie_word_embeddings: false,
  use_mrope: false,
});
const dreamTokens = ['<|endoftext|>', '<|beginoftext|>', '<|mask|>'];
const qwen2 = { biases: true, queryKeyNorms: false, names: qwenNames };

export const randomFamilies = {
  whetstone_infill: {
    added: [...specials.map((name) => `<|${name}|>`), ...languages.map((name) => `<|lang:${name}|>`)],
    config: (o) => ({
      model_type: 'whetstone_infill',
      ...qwenSizes(o),
      head_dim: o.headDim,
      rms_norm_eps: 1e-6,
      rope_theta: 10000,
      tie_word_embeddings: true,
      logit_shift: 1,
      shifted_key_heads: o.shiftedKeyHeads,
      attention: 'isolated-context',
      window_tokens: o.windowTokens,
      max_prefix_tokens: o.maxPrefixTokens,
      max_suffix_tokens: o.maxSuffixTokens,
      ...Object.fromEntries(specials.map((name, id) => [`${name}_token_id`, id])),
      language_token_ids: Object.fromEntries(languages.map((name, index) => [name, specials.length + index])),
    }),
    biases: false,
    queryKeyNorms: true,
    head: undefined,
    names: qwenNames,
  },
  coda: {
    added: ['<|endoftext|>', '<|im_end|>', '<|mask|>'],
    config: (o) => ({
      ...qwenSizes(o),
      ...qwenRest,
      architectures: ['CoDALanguageModel'],
      auto_map: { AutoConfig: 'model_config.CoDAConfig', AutoModel: 'modeling_coda.CoDALanguageModel' },
      model_type: 'CoDA',
      attention_bias: false,
      attention_kernel: 'flash_attention',
      block_masking_probability: [0.25, 0.5, 0.5, 0.75, 0.25],
      bos_token_id: 0,
      eos_token_id: 1,
      head_dim: o.headDim,
      mask_block_sizes: [4, 8, 16, 32],
      mask_token_id: 2,
      pad_token_id: 0,
      prefix_probability: 0,
      sampling_eps: [0.001, 0.25, 0.5, 0.25, 0.001],
      truncate_probability: 0,
      torch_dtype: 'float32',
    }),
    biases: false,
    queryKeyNorms: true,
    head: 'lm_head',
    names: qwenNames,
  },
  dream: { ...qwen2, added: dreamTokens, config: dreamConfig, head: 'lm_head' },
  dreamon: {
    ...qwen2,
    added: [...dreamTokens, '<|expand|>'],
    config: (o) => ({ ...dreamConfig(o), expand_token_id: 3 }),
    head: 'lm_head',
  },
  'open-dcoder': {
    ...qwen2,
    added: ['<|endoftext|>', '<M>'],
    config: (o) => ({
      ...qwenSizes(o),
      ...qwenRest,
      architectures: ['Qwen2ForCausalLM'],
      model_type: 'qwen2',
      bos_token_id: 0,
      eos_token_id: 0,
      tie_word_embeddings: true,
    }),
    head: undefined,
  },
  llada: {
    added: ['<|startoftext|>', '<|endoftext|>', '<|mdm_mask|>'],
    config: (o) => ({
      activation_type: 'silu',
      alibi: false,
      alibi_bias_max: 8,
      architectures: ['LLaDAModelLM'],
      attention_dropout: 0,
      attention_layer_norm: false,
      attention_layer_norm_with_affine: true,
      auto_map: { AutoConfig: 'configuration_llada.LLaDAConfig', AutoModel: 'modeling_llada.LLaDAModelLM' },
      bias_for_layer_norm: false,
      block_group_size: 1,
      block_type: 'llama',
      d_model: o.hidden,
      embedding_dropout: 0,
      embedding_size: o.vocab,
      eos_token_id: 1,
      flash_attention: false,
      include_bias: false,
      include_qkv_bias: false,
      init_cutoff_factor: null,
      init_device: 'meta',
      init_fn: 'mitchell',
      init_std: 0.02,
      input_emb_norm: false,
      layer_norm_type: 'rms',
      layer_norm_with_affine: true,
      mask_token_id: 2,
      max_sequence_length: 4096,
      mlp_hidden_size: o.intermediate,
      mlp_ratio: 4,
      model_type: 'llada',
      multi_query_attention: null,
      n_heads: o.heads,
      n_kv_heads: o.kvHeads,
      n_layers: o.layers,
      pad_token_id: 1,
      precision: 'amp_bf16',
      residual_dropout: 0,
      rms_norm_eps: 1e-5,
      rope: true,
      rope_full_precision: true,
      rope_theta: 500000,
      scale_logits: false,
      transformers_version: '4.46.3',
      use_cache: false,
      vocab_size: o.vocab,
      weight_tying: false,
    }),
    biases: false,
    queryKeyNorms: false,
    head: 'model.transformer.ff_out',
    names: lladaNames,
  },
} as const satisfies Readonly<Record<string, RandomFamily>>;

export type RandomFamilyName = keyof typeof randomFamilies;
