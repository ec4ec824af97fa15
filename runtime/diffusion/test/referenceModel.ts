import type { RandomTensor } from './randomCheckpoint';

interface Row {
  readonly token: number;
  readonly position: number;
  readonly segment: 'prefix' | 'suffix' | 'window';
}

/**
 * The embedded family computed anew in plain float64 loops: one list of rows, one table of who sees whom, no cache and
 * no fused anything. Shares no code with the graph.
 */
export class ReferenceModel {
  private readonly size: Readonly<Record<string, number>>;

  constructor(
    private readonly tensors: ReadonlyMap<string, RandomTensor>,
    config: Record<string, unknown>,
  ) {
    this.size = config as Record<string, number>;
  }

  /**
   * Logits of all window rows.
   * @param slots tokens of the window's slots
   * @param causal whether window rows see only those of the window before them
   */
  windowLogits(
    prefix: readonly number[],
    suffix: readonly number[],
    slots: readonly number[],
    causal = false,
  ): number[][] {
    const last = prefix.length - 1;
    const rows: Row[] = [
      ...prefix.map((token, i) => ({ token, position: i, segment: 'prefix' as const })),
      ...suffix.map((token, i) => ({
        token,
        position: prefix.length + slots.length + i,
        segment: 'suffix' as const,
      })),
      { token: prefix[last]!, position: last, segment: 'window' as const },
      ...slots.map((token, i) => ({ token, position: prefix.length + i, segment: 'window' as const })),
    ];
    let x = rows.map((row) => this.embedding(row.token));
    for (let layer = 0; layer < this.n('num_hidden_layers'); layer++) x = this.layer(layer, x, rows, causal);
    return x
      .filter((_, i) => rows[i]?.segment === 'window')
      .map((row) => this.linear('model.embed_tokens.weight', this.norm('model.norm.weight', row)));
  }

  private layer(layer: number, x: readonly number[][], rows: readonly Row[], causal: boolean): number[][] {
    const name = `model.layers.${layer}`;
    const normed = x.map((row) => this.norm(`${name}.input_layernorm.weight`, row));
    const mixed = this.attention(`${name}.self_attn`, normed, rows, causal);
    return x.map((row, i) => {
      const attended = add(row, this.linear(`${name}.self_attn.o_proj.weight`, mixed[i]!));
      const y = this.norm(`${name}.post_attention_layernorm.weight`, attended);
      const gate = this.linear(`${name}.mlp.gate_proj.weight`, y);
      const up = this.linear(`${name}.mlp.up_proj.weight`, y);
      const inner = gate.map((value, j) => (value / (1 + Math.exp(-value))) * up[j]!);
      return add(attended, this.linear(`${name}.mlp.down_proj.weight`, inner));
    });
  }

  private attention(name: string, x: readonly number[][], rows: readonly Row[], causal: boolean): number[][] {
    const [heads, kvHeads, size] = [this.n('num_attention_heads'), this.n('num_key_value_heads'), this.n('head_dim')];
    const rawKeys = x.map((row) => chunks(this.linear(`${name}.k_proj.weight`, row), size));
    const keys = rows.map((row, t) =>
      Array.from({ length: kvHeads }, (_, head) => {
        let raw = rawKeys[t]![head]!;
        if (head < this.n('shifted_key_heads')) {
          const sameSegment = t > 0 && rows[t - 1]?.segment === row.segment;
          raw = sameSegment ? rawKeys[t - 1]![head]! : raw.map(() => 0);
        }
        return this.rotate(this.norm(`${name}.k_norm.weight`, raw), row.position);
      }),
    );
    const values = x.map((row) => chunks(this.linear(`${name}.v_proj.weight`, row), size));
    return x.map((row, t) => {
      const queries = chunks(this.linear(`${name}.q_proj.weight`, row), size);
      return queries.flatMap((raw, head) => {
        const group = Math.floor(head / (heads / kvHeads));
        const query = this.rotate(this.norm(`${name}.q_norm.weight`, raw), rows[t]!.position);
        const seen = rows.map((_, other) => other).filter((other) => sees(rows, t, other, causal));
        const scores = seen.map((other) => dot(query, keys[other]![group]!) / Math.sqrt(size));
        const top = Math.max(...scores);
        const weights = scores.map((score) => Math.exp(score - top));
        const sum = weights.reduce((a, b) => a + b, 0);
        return Array.from({ length: size }, (_, i) =>
          seen.reduce((a, other, j) => a + (weights[j]! / sum) * values[other]![group]![i]!, 0),
        );
      });
    });
  }

  private rotate(x: readonly number[], position: number): number[] {
    const half = x.length / 2;
    return x.map((value, i) => {
      const angle = position * this.n('rope_theta') ** ((-2 * (i % half)) / x.length);
      const partner = i < half ? -x[i + half]! : x[i - half]!;
      return value * Math.cos(angle) + partner * Math.sin(angle);
    });
  }

  private norm(name: string, x: readonly number[]): number[] {
    const weight = this.tensor(name).values;
    const mean = x.reduce((sum, value) => sum + value * value, 0) / x.length;
    return x.map((value, i) => (value / Math.sqrt(mean + this.n('rms_norm_eps'))) * weight[i]!);
  }

  private linear(name: string, x: readonly number[]): number[] {
    const { dims, values } = this.tensor(name);
    return Array.from({ length: dims[0]! }, (_, row) => {
      let sum = 0;
      for (let i = 0; i < x.length; i++) sum += values[row * x.length + i]! * x[i]!;
      return sum;
    });
  }

  private embedding(token: number): number[] {
    const hidden = this.n('hidden_size');
    return [...this.tensor('model.embed_tokens.weight').values.slice(token * hidden, (token + 1) * hidden)];
  }

  private tensor(name: string): RandomTensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`no tensor ${name}`);
    return tensor;
  }

  private n(key: string): number {
    const value = this.size[key];
    if (value === undefined) throw new Error(`no size ${key}`);
    return value;
  }
}

function sees(rows: readonly Row[], from: number, to: number, causal: boolean): boolean {
  const inside = rows[to]?.segment === 'window';
  if (rows[from]?.segment === 'window') return !inside || !causal || to <= from;
  return rows[from]?.segment === rows[to]?.segment && to <= from;
}

function chunks(x: readonly number[], size: number): number[][] {
  return Array.from({ length: x.length / size }, (_, i) => x.slice(i * size, (i + 1) * size));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function add(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => value + b[i]!);
}
