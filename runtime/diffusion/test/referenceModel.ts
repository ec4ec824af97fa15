import type { RandomTensor } from './safetensorsFile';

/** A row of a computation: what it is and which rows it may see, by their index. */
export interface ReferenceRow {
  readonly token: number;
  readonly position: number;
  readonly sees: (row: number) => boolean;
  /** Row whose raw key the shifted key heads take; undefined for zeros. */
  readonly previous: number | undefined;
}

interface WindowRow {
  readonly token: number;
  readonly position: number;
  readonly segment: 'prefix' | 'suffix' | 'window';
}

/** Names and sizes that the computation needs, read from tensors and config.json of either kind. */
interface Layout {
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly shiftedKeyHeads: number;
  readonly epsilon: number;
  readonly theta: number;
  readonly embedding: string;
  readonly norm: string;
  readonly head: string;
  readonly layer: (index: number) => Readonly<Record<string, string>>;
}

/**
 * Transformers of all families computed anew in plain float64 loops: one list of rows, one table of who sees whom, no
 * cache and no fused anything. Biases, norms of queries and keys, and a head of its own are there when their tensors
 * are. Shares no code with the graph.
 */
export class ReferenceModel {
  private readonly layout: Layout;

  constructor(
    private readonly tensors: ReadonlyMap<string, RandomTensor>,
    config: Record<string, unknown>,
  ) {
    this.layout = tensors.has('model.transformer.wte.weight') ? lladaLayout(config) : qwenLayout(config, tensors);
  }

  /**
   * Embedded family: logits of all window rows.
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
    const rows: WindowRow[] = [
      ...prefix.map((token, i) => ({ token, position: i, segment: 'prefix' as const })),
      ...suffix.map((token, i) => ({
        token,
        position: prefix.length + slots.length + i,
        segment: 'suffix' as const,
      })),
      { token: prefix[last]!, position: last, segment: 'window' as const },
      ...slots.map((token, i) => ({ token, position: prefix.length + i, segment: 'window' as const })),
    ];
    const logits = this.logits(
      rows.map(({ token, position, segment }, t) => ({
        token,
        position,
        sees: (other) => sees(rows, t, other, causal),
        previous: t > 0 && rows[t - 1]?.segment === segment ? t - 1 : undefined,
      })),
    );
    return logits.filter((_, i) => rows[i]?.segment === 'window');
  }

  /** Families with full attention: logits of all rows, each of which sees all. Row i stands at position i. */
  fullLogits(tokens: readonly number[]): number[][] {
    const all = () => true;
    return this.logits(tokens.map((token, position) => ({ token, position, sees: all, previous: undefined })));
  }

  logits(rows: readonly ReferenceRow[]): number[][] {
    let x = rows.map((row) => this.embedding(row.token));
    for (let layer = 0; layer < this.layout.layers; layer++) x = this.layer(layer, x, rows);
    return x.map((row) => this.linear(this.layout.head, this.norm(this.layout.norm, row)));
  }

  private layer(index: number, x: readonly number[][], rows: readonly ReferenceRow[]): number[][] {
    const name = this.layout.layer(index);
    const normed = x.map((row) => this.norm(name.norm1!, row));
    const mixed = this.attention(name, normed, rows);
    return x.map((row, i) => {
      const attended = add(row, this.linear(name.o!, mixed[i]!));
      const y = this.norm(name.norm2!, attended);
      const gate = this.linear(name.gate!, y);
      const up = this.linear(name.up!, y);
      const inner = gate.map((value, j) => (value / (1 + Math.exp(-value))) * up[j]!);
      return add(attended, this.linear(name.down!, inner));
    });
  }

  private attention(
    name: Readonly<Record<string, string>>,
    x: readonly number[][],
    rows: readonly ReferenceRow[],
  ): number[][] {
    const { heads, kvHeads, shiftedKeyHeads } = this.layout;
    const size = this.tensor(`${name.q}.weight`).dims[0]! / heads;
    const rawKeys = x.map((row) => chunks(this.linear(name.k!, row), size));
    const keys = rows.map((row, t) =>
      Array.from({ length: kvHeads }, (_, head) => {
        const own = rawKeys[t]![head]!;
        const taken = row.previous === undefined ? own.map(() => 0) : rawKeys[row.previous]![head]!;
        const raw = head < shiftedKeyHeads ? taken : own;
        return this.rotate(this.headNorm(name.kNorm!, raw), row.position);
      }),
    );
    const values = x.map((row) => chunks(this.linear(name.v!, row), size));
    return x.map((row, t) => {
      const queries = chunks(this.linear(name.q!, row), size);
      const seen = rows.map((_, other) => other).filter((other) => rows[t]!.sees(other));
      return queries.flatMap((raw, head) => {
        const group = Math.floor(head / (heads / kvHeads));
        const query = this.rotate(this.headNorm(name.qNorm!, raw), rows[t]!.position);
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
      const angle = position * this.layout.theta ** ((-2 * (i % half)) / x.length);
      const partner = i < half ? -x[i + half]! : x[i - half]!;
      return value * Math.cos(angle) + partner * Math.sin(angle);
    });
  }

  private headNorm(name: string, x: readonly number[]): readonly number[] {
    return this.tensors.has(`${name}.weight`) ? this.norm(name, x) : x;
  }

  private norm(name: string, x: readonly number[]): number[] {
    const weight = this.tensor(`${name}.weight`).values;
    const mean = x.reduce((sum, value) => sum + value * value, 0) / x.length;
    return x.map((value, i) => (value / Math.sqrt(mean + this.layout.epsilon)) * weight[i]!);
  }

  private linear(name: string, x: readonly number[]): number[] {
    const { dims, values } = this.tensor(`${name}.weight`);
    const bias = this.tensors.get(`${name}.bias`)?.values;
    return Array.from({ length: dims[0]! }, (_, row) => {
      let sum = bias?.[row] ?? 0;
      for (let i = 0; i < x.length; i++) sum += values[row * x.length + i]! * x[i]!;
      return sum;
    });
  }

  private embedding(token: number): number[] {
    const { dims, values } = this.tensor(`${this.layout.embedding}.weight`);
    const hidden = dims[1]!;
    return [...values.slice(token * hidden, (token + 1) * hidden)];
  }

  private tensor(name: string): RandomTensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`no tensor ${name}`);
    return tensor;
  }
}

function qwenLayout(config: Record<string, unknown>, tensors: ReadonlyMap<string, RandomTensor>): Layout {
  const embedding = 'model.embed_tokens';
  return {
    layers: number(config, 'num_hidden_layers'),
    heads: number(config, 'num_attention_heads'),
    kvHeads: number(config, 'num_key_value_heads'),
    shiftedKeyHeads: 'shifted_key_heads' in config ? number(config, 'shifted_key_heads') : 0,
    epsilon: number(config, 'rms_norm_eps'),
    theta: number(config, 'rope_theta'),
    embedding,
    norm: 'model.norm',
    head: tensors.has('lm_head.weight') ? 'lm_head' : embedding,
    layer(index) {
      const name = `model.layers.${index}`;
      const [attention, mlp] = [`${name}.self_attn`, `${name}.mlp`];
      return {
        norm1: `${name}.input_layernorm`,
        norm2: `${name}.post_attention_layernorm`,
        q: `${attention}.q_proj`,
        k: `${attention}.k_proj`,
        v: `${attention}.v_proj`,
        o: `${attention}.o_proj`,
        qNorm: `${attention}.q_norm`,
        kNorm: `${attention}.k_norm`,
        gate: `${mlp}.gate_proj`,
        up: `${mlp}.up_proj`,
        down: `${mlp}.down_proj`,
      };
    },
  };
}

function lladaLayout(config: Record<string, unknown>): Layout {
  return {
    layers: number(config, 'n_layers'),
    heads: number(config, 'n_heads'),
    kvHeads: number(config, 'n_kv_heads'),
    shiftedKeyHeads: 0,
    epsilon: number(config, 'rms_norm_eps'),
    theta: number(config, 'rope_theta'),
    embedding: 'model.transformer.wte',
    norm: 'model.transformer.ln_f',
    head: 'model.transformer.ff_out',
    layer(index) {
      const name = `model.transformer.blocks.${index}`;
      return {
        norm1: `${name}.attn_norm`,
        norm2: `${name}.ff_norm`,
        q: `${name}.q_proj`,
        k: `${name}.k_proj`,
        v: `${name}.v_proj`,
        o: `${name}.attn_out`,
        qNorm: `${name}.q_norm`,
        kNorm: `${name}.k_norm`,
        gate: `${name}.ff_proj`,
        up: `${name}.up_proj`,
        down: `${name}.ff_out`,
      };
    },
  };
}

function number(config: Record<string, unknown>, key: string): number {
  const value = config[key];
  if (typeof value !== 'number') throw new Error(`no size ${key}`);
  return value;
}

function sees(rows: readonly WindowRow[], from: number, to: number, causal: boolean): boolean {
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
