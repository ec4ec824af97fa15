import assert from 'node:assert/strict';
import { parseModelConfig, type FullAttentionConfig } from '../modelConfig';
import { completeConfig } from '.';

/** Keys that all Qwen relatives publish. */
const qwen = {
  attention_dropout: 0,
  hidden_act: 'silu',
  initializer_range: 0.02,
  max_window_layers: 28,
  rms_norm_eps: 1e-6,
  rope_scaling: null,
  rope_theta: 1000000,
  sliding_window: null,
  use_sliding_window: false,
};

/** CoDALanguageModel/model_config.py in SalesforceAIResearch/CoDA; "tie_word_embeddings" is not in the file. */
const coda = {
  ...qwen,
  architectures: ['CoDALanguageModel'],
  auto_map: { AutoConfig: 'model_config.CoDAConfig', AutoModel: 'modeling_coda.CoDALanguageModel' },
  attention_bias: false,
  attention_kernel: 'flash_attention',
  block_masking_probability: [0.25, 0.5, 0.5, 0.75, 0.25],
  bos_token_id: 151643,
  eos_token_id: 151645,
  head_dim: 128,
  hidden_size: 2048,
  intermediate_size: 6144,
  mask_block_sizes: [4, 8, 16, 32],
  mask_token_id: 151669,
  max_position_embeddings: 40960,
  model_type: 'CoDA',
  num_attention_heads: 16,
  num_hidden_layers: 28,
  num_key_value_heads: 8,
  pad_token_id: 151643,
  prefix_probability: 0,
  sampling_eps: [0.001, 0.25, 0.5, 0.25, 0.001],
  torch_dtype: 'float32',
  transformers_version: '4.47.1',
  truncate_probability: 0,
  use_cache: true,
  vocab_size: 151936,
};

/** apple/DiffuCoder-7B-Instruct, which has Dream's class; Dream-Coder's differs in bos and a use_cache. */
const dream = {
  ...qwen,
  architectures: ['DreamModel'],
  auto_map: { AutoConfig: 'configuration_dream.DreamConfig', AutoModel: 'modeling_dream.DreamModel' },
  bos_token_id: 151643,
  eos_token_id: 151643,
  hidden_size: 3584,
  intermediate_size: 18944,
  mask_token_id: 151666,
  max_position_embeddings: 131072,
  model_type: 'Dream',
  num_attention_heads: 28,
  num_hidden_layers: 28,
  num_key_value_heads: 4,
  pad_token_id: 151643,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
  transformers_version: '4.51.3',
  use_cache: false,
  use_mrope: false,
  vocab_size: 152064,
};

/** Qwen/Qwen2.5-Coder-0.5B. */
const qwen2 = {
  ...qwen,
  architectures: ['Qwen2ForCausalLM'],
  bos_token_id: 151643,
  eos_token_id: 151643,
  hidden_size: 896,
  intermediate_size: 4864,
  max_position_embeddings: 32768,
  max_window_layers: 24,
  model_type: 'qwen2',
  num_attention_heads: 14,
  num_hidden_layers: 24,
  num_key_value_heads: 2,
  sliding_window: 32768,
  tie_word_embeddings: true,
  torch_dtype: 'bfloat16',
  transformers_version: '4.47.1',
  use_cache: true,
  use_mrope: false,
  vocab_size: 151936,
};

/** GSAI-ML/LLaDA-8B-Instruct. */
const llada = {
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
  d_model: 4096,
  embedding_dropout: 0,
  embedding_size: 126464,
  eos_token_id: 126081,
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
  mask_token_id: 126336,
  max_sequence_length: 4096,
  mlp_hidden_size: 12288,
  mlp_ratio: 4,
  model_type: 'llada',
  multi_query_attention: null,
  n_heads: 32,
  n_kv_heads: 32,
  n_layers: 32,
  pad_token_id: 126081,
  precision: 'amp_bf16',
  residual_dropout: 0,
  rms_norm_eps: 1e-5,
  rope: true,
  rope_full_precision: true,
  rope_theta: 500000,
  scale_logits: false,
  transformers_version: '4.46.3',
  use_cache: false,
  vocab_size: 126464,
  weight_tying: false,
};

function parse(data: unknown): FullAttentionConfig {
  const config = parseModelConfig(data, 'config.json');
  assert.equal(config.attention, 'full');
  return config;
}

describe('model families', () => {
  it('coda: Qwen3 with full attention, shifted logits and a head of its own', () => {
    const { family, logitShift, shape, special } = parse(coda);
    assert.equal(family, 'coda');
    assert.equal(logitShift, 1);
    assert.deepEqual(
      [shape.queryKeyNorm, shape.projectionBias, shape.tiedHead, shape.shiftedKeyHeads],
      [true, false, false, 0],
    );
    assert.deepEqual([shape.headDim, shape.kvHeads, shape.vocab], [128, 8, 151936]);
    assert.equal(special.mask, 151669);
    assert.equal(special.bos, undefined, 'nothing stands in front');
    assert.equal(special.forbidden[0], 151643, 'all before is text');
    assert.equal(special.forbidden.length, 151936 - 151643);
  });

  it('dream and dreamon: Qwen2.5 with biases; only dreamon changes lengths', () => {
    const config = parse(dream);
    assert.equal(config.family, 'dream');
    assert.deepEqual(
      [config.logitShift, config.shape.queryKeyNorm, config.shape.projectionBias, config.shape.tiedHead],
      [1, false, true, false],
    );
    assert.equal(config.shape.headDim, 128);
    assert.deepEqual([config.special.expand, config.special.delete], [undefined, undefined]);
    assert.ok(config.special.forbidden.includes(151643), 'end of text is no text');
    assert.ok(config.shape.positions <= 2048, 'not more rows than it was trained with');

    const on = parse({ ...dream, expand_token_id: 151667 });
    assert.equal(on.family, 'dreamon');
    assert.deepEqual([on.special.expand, on.special.delete], [151667, 151643]);
    for (const id of [151667, 151643]) assert.ok(!on.special.forbidden.includes(id), 'may be chosen');
    for (const id of [151666, 151668, 152063]) assert.ok(on.special.forbidden.includes(id));
  });

  it('open-dcoder: told from an ordinary Qwen2 model by the tokenizer', () => {
    assert.throws(() => parse(qwen2), { kind: 'model-unsupported', message: /"mask_token_id".*no diffusion model/ });
    const config = parse(completeConfig(qwen2, new Map([['<M>', 151665]])));
    assert.equal(config.family, 'open-dcoder');
    assert.deepEqual([config.logitShift, config.shape.tiedHead, config.shape.projectionBias], [1, true, true]);
    assert.equal(config.special.mask, 151665);
  });

  it('llada: its own names, logits not shifted', () => {
    const { family, logitShift, shape, special } = parse(llada);
    assert.equal(family, 'llada');
    assert.equal(logitShift, 0);
    assert.deepEqual(
      [shape.queryKeyNorm, shape.projectionBias, shape.tiedHead, shape.headDim, shape.kvHeads],
      [false, false, false, 128, 32],
    );
    assert.deepEqual([special.mask, special.eos], [126336, 126081]);
    assert.ok(special.forbidden.includes(126081) && !special.forbidden.includes(126079));
  });

  it('gives up prefix where a model was made for fewer positions', () => {
    const { maxPrefixTokens, maxSuffixTokens, shape } = parse({ ...llada, max_sequence_length: 1024 });
    assert.ok(maxPrefixTokens < 512 && maxSuffixTokens === 256);
    assert.equal(shape.positions, 1024);
    assert.throws(() => parse({ ...llada, max_sequence_length: 512 }), { message: /"max_sequence_length"/ });
  });

  it('takes the tokenizer at its word, and leaves a config alone that lacks nothing', () => {
    const added = new Map([
      ['<|beginoftext|>', 151665],
      ['<|mask|>', 151666],
    ]);
    assert.equal(parse(completeConfig(dream, added)).special.bos, 151665);
    assert.equal(completeConfig(coda, added), coda);
    assert.equal(completeConfig(null, added), null);
  });

  for (const [what, config, message] of [
    ['a head tied by mistake', { ...coda, tie_word_embeddings: true }, /"tie_word_embeddings".*head of its own/],
    ['a tied LLaDA', { ...llada, weight_tying: true }, /"weight_tying"/],
    ['stretched rotations', { ...coda, rope_scaling: { rope_type: 'yarn', factor: 4 } }, /"rope_scaling"/],
    ['a window of attention', { ...dream, use_sliding_window: true }, /"use_sliding_window"/],
    ['biases everywhere', { ...dream, attention_bias: true }, /"attention_bias"/],
    ['another activation', { ...coda, hidden_act: 'gelu' }, /"hidden_act"/],
    ['a key that nobody knows', { ...dream, block_size: 32 }, /"block_size"/],
    ['a class that predicts blocks', { ...dream, architectures: ['DreamForCausalLM'] }, /"architectures/],
    ['a missing mask', { ...coda, mask_token_id: undefined }, /"mask_token_id"/],
    ['a mask outside the vocabulary', { ...coda, mask_token_id: 151936 }, /token 151936 is outside "vocab_size"/],
    ["OLMo's alibi", { ...llada, alibi: true }, /"alibi"/],
    ['another block', { ...llada, block_type: 'sequential' }, /"block_type"/],
    ['head sizes that do not fit', { ...qwen2, mask_token_id: 151665, hidden_size: 900 }, /"num_attention_heads"/],
    ['experts', { ...llada, model_type: 'llada_moe' }, /"llada_moe" is not known \(known: .*CoDA.*Dream/],
    ['no type', { ...coda, model_type: undefined }, /no "model_type"/],
  ] as const) {
    it(`refuses ${what} by name`, () => {
      assert.throws(() => parse(config), { kind: 'model-unsupported', message });
    });
  }
});
