/** What a checkpoint calls the tensors of a transformer. Matrices are [out, in]. */
export interface TensorNames {
  readonly embedding: string;
  readonly finalNorm: string;
  /** The head of a family whose head is not the embedding. */
  readonly head: string;
  layer(index: number): LayerNames;
}

export interface LayerNames {
  readonly attentionNorm: string;
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly queryNorm: string;
  readonly keyNorm: string;
  readonly output: string;
  readonly feedForwardNorm: string;
  /** Goes through the activation; `up` is multiplied with it. */
  readonly gate: string;
  readonly up: string;
  readonly down: string;
}

/** Name of the bias that belongs to a matrix. */
export function biasOf(matrix: string): string {
  return matrix.replace(/\.weight$/, '.bias');
}

/** Qwen2, Qwen3 and everything made from them (transformers, modeling_qwen2.py and modeling_qwen3.py). */
export const qwenTensors: TensorNames = {
  embedding: 'model.embed_tokens.weight',
  finalNorm: 'model.norm.weight',
  head: 'lm_head.weight',
  layer(index) {
    const name = `model.layers.${index}`;
    return {
      attentionNorm: `${name}.input_layernorm.weight`,
      query: `${name}.self_attn.q_proj.weight`,
      key: `${name}.self_attn.k_proj.weight`,
      value: `${name}.self_attn.v_proj.weight`,
      queryNorm: `${name}.self_attn.q_norm.weight`,
      keyNorm: `${name}.self_attn.k_norm.weight`,
      output: `${name}.self_attn.o_proj.weight`,
      feedForwardNorm: `${name}.post_attention_layernorm.weight`,
      gate: `${name}.mlp.gate_proj.weight`,
      up: `${name}.mlp.up_proj.weight`,
      down: `${name}.mlp.down_proj.weight`,
    };
  },
};

/** LLaDA (modeling_llada.py, class LLaDALlamaBlock): OLMo's names for LLaMA's block. It has no query and key norms. */
export const lladaTensors: TensorNames = {
  embedding: 'model.transformer.wte.weight',
  finalNorm: 'model.transformer.ln_f.weight',
  head: 'model.transformer.ff_out.weight',
  layer(index) {
    const name = `model.transformer.blocks.${index}`;
    return {
      attentionNorm: `${name}.attn_norm.weight`,
      query: `${name}.q_proj.weight`,
      key: `${name}.k_proj.weight`,
      value: `${name}.v_proj.weight`,
      queryNorm: `${name}.q_norm.weight`,
      keyNorm: `${name}.k_norm.weight`,
      output: `${name}.attn_out.weight`,
      feedForwardNorm: `${name}.ff_norm.weight`,
      gate: `${name}.ff_proj.weight`,
      up: `${name}.up_proj.weight`,
      down: `${name}.ff_out.weight`,
    };
  },
};
