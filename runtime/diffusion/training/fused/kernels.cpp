// Fused bf16 operators of the infilling model for one CPU thread. Matrix products stay with PyTorch (oneDNN, AMX);
// this file does everything between them in one pass over memory each, which is where an unfused step spends its time.
//
// Plain loops: GCC vectorises them with -O3 -march=native -ffast-math. Tensors are contiguous, row-major; bf16 are the
// upper halves of fp32. Sums are fp32.
//
// Layout of the rows: all documents first, [B, T]; then all cursors, [N, C] with C = S + 2 W: suffix rows, causal copy,
// masked copy. G = query heads a key head.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

using bf16 = uint16_t;

static inline float wide(bf16 v) { return __builtin_bit_cast(float, uint32_t(v) << 16); }
static inline bf16 narrow(float v) {
  uint32_t u = __builtin_bit_cast(uint32_t, v);
  return bf16((u + 0x7fff + ((u >> 16) & 1)) >> 16);
}

extern "C" {

// x_out = x + delta; y = x_out / rms(x_out) * weight. delta may be null (then x_out is not written).
void add_norm_forward(const float* x, const bf16* delta, const float* weight, float eps, float* x_out, bf16* y,
                      float* inverse_rms, int64_t rows, int64_t d) {
  for (int64_t r = 0; r < rows; r++) {
    const float* in = x + r * d;
    if (delta) {
      float* out = x_out + r * d;
      const bf16* add = delta + r * d;
      for (int64_t i = 0; i < d; i++) out[i] = in[i] + wide(add[i]);
      in = out;
    }
    float sum = 0;
    for (int64_t i = 0; i < d; i++) sum += in[i] * in[i];
    float scale = 1 / std::sqrt(sum / d + eps);
    inverse_rms[r] = scale;
    bf16* out = y + r * d;
    for (int64_t i = 0; i < d; i++) out[i] = narrow(in[i] * scale * weight[i]);
  }
}

// dx = gx + gradient through the norm; dx_bf16 is the same, rounded; dweight is added to. gx, dx_bf16 may be null.
void add_norm_backward(const float* gx, const bf16* gy, const float* x, const float* weight, const float* inverse_rms,
                       float* dx, bf16* dx_bf16, float* dweight, int64_t rows, int64_t d) {
  for (int64_t r = 0; r < rows; r++) {
    const bf16* g = gy + r * d;
    const float* in = x + r * d;
    float scale = inverse_rms[r], dot = 0;
    for (int64_t i = 0; i < d; i++) {
      float v = wide(g[i]) * in[i] * scale;
      dweight[i] += v;
      dot += v * weight[i];
    }
    dot *= scale / d;
    float* out = dx + r * d;
    if (gx) {
      const float* before = gx + r * d;
      for (int64_t i = 0; i < d; i++) out[i] = before[i] + scale * (wide(g[i]) * weight[i] - in[i] * dot);
    } else {
      for (int64_t i = 0; i < d; i++) out[i] = scale * (wide(g[i]) * weight[i] - in[i] * dot);
    }
    if (dx_bf16) {
      bf16* rounded = dx_bf16 + r * d;
      for (int64_t i = 0; i < d; i++) rounded[i] = narrow(out[i]);
    }
  }
}

// h = silu(gate) * up; gate_up [rows, 2 f], h [rows, f].
void swiglu_forward(const bf16* gate_up, bf16* h, int64_t rows, int64_t f) {
  for (int64_t r = 0; r < rows; r++) {
    const bf16 *g = gate_up + r * 2 * f, *u = g + f;
    bf16* out = h + r * f;
    for (int64_t i = 0; i < f; i++) {
      float x = wide(g[i]);
      out[i] = narrow(x / (1 + std::exp(-x)) * wide(u[i]));
    }
  }
}

void swiglu_backward(const bf16* gate_up, const bf16* dh, bf16* dgate_up, int64_t rows, int64_t f) {
  for (int64_t r = 0; r < rows; r++) {
    const bf16 *g = gate_up + r * 2 * f, *u = g + f, *d = dh + r * f;
    bf16 *dg = dgate_up + r * 2 * f, *du = dg + f;
    for (int64_t i = 0; i < f; i++) {
      float x = wide(g[i]), s = 1 / (1 + std::exp(-x)), silu = x * s, grad = wide(d[i]);
      dg[i] = narrow(grad * wide(u[i]) * (s + silu * (1 - s)));
      du[i] = narrow(grad * silu);
    }
  }
}

// One group of equally long sequences on its way from projections to attention.
//   qkv [n, rows, (G KV + 2 KV) hd]; position [n, rows] row of the tables; cos, sin [P, hd/2]
//   starts: rows where a segment begins (ascending, starts[0] = 0): a shifted key head takes nothing from before it.
//   q [n, KV, rows, G, hd], scaled by hd^-1/2; k, v [n, KV, rows, hd]; q_scale [n, rows, H], k_scale [n, rows, KV].
void heads_forward(const bf16* qkv, const int32_t* position, const float* cos, const float* sin, const float* q_weight,
                   const float* k_weight, float eps, bf16* q, bf16* k, bf16* v, float* q_scale, float* k_scale, int64_t n,
                   int64_t rows, int64_t kv, int64_t g, int64_t hd, int64_t shifted, const int64_t* starts,
                   int64_t n_starts) {
  int64_t heads = kv * g, width = (heads + 2 * kv) * hd, half = hd / 2;
  float temper = 1 / std::sqrt(float(hd));
  std::vector<char> first(rows, 0);
  for (int64_t s = 0; s < n_starts; s++) first[starts[s]] = 1;
  auto norm_rotate = [&](const bf16* in, const float* weight, const float* c, const float* s, float factor, bf16* out) {
    float sum = 0;
    for (int64_t i = 0; i < hd; i++) sum += wide(in[i]) * wide(in[i]);
    float scale = 1 / std::sqrt(sum / hd + eps), all = scale * factor;
    for (int64_t i = 0; i < half; i++) {
      float a = wide(in[i]) * weight[i] * all, b = wide(in[i + half]) * weight[i + half] * all;
      out[i] = narrow(a * c[i] - b * s[i]);
      out[i + half] = narrow(b * c[i] + a * s[i]);
    }
    return scale;
  };
  for (int64_t a = 0; a < n; a++) {
    for (int64_t r = 0; r < rows; r++) {
      int64_t row = a * rows + r;
      const bf16* in = qkv + row * width;
      const float *c = cos + position[row] * half, *s = sin + position[row] * half;
      for (int64_t h = 0; h < heads; h++) {
        bf16* out = q + (((a * kv + h / g) * rows + r) * g + h % g) * hd;
        q_scale[row * heads + h] = norm_rotate(in + h * hd, q_weight, c, s, temper, out);
      }
      for (int64_t h = 0; h < kv; h++) {
        bf16* out = k + ((a * kv + h) * rows + r) * hd;
        if (h < shifted && first[r]) {
          std::memset(out, 0, hd * sizeof(bf16));
          k_scale[row * kv + h] = 0;
        } else {
          const bf16* raw = in + (heads + h) * hd - (h < shifted ? width : 0);
          k_scale[row * kv + h] = norm_rotate(raw, k_weight, c, s, 1, out);
        }
        std::memcpy(v + ((a * kv + h) * rows + r) * hd, in + (heads + kv + h) * hd, hd * sizeof(bf16));
      }
    }
  }
}

void heads_backward(const bf16* qkv, const int32_t* position, const float* cos, const float* sin, const float* q_weight,
                    const float* k_weight, const float* q_scale, const float* k_scale, const bf16* dq, const bf16* dk,
                    const bf16* dv, bf16* dqkv, float* dq_weight, float* dk_weight, int64_t n, int64_t rows, int64_t kv,
                    int64_t g, int64_t hd, int64_t shifted, const int64_t* starts, int64_t n_starts) {
  int64_t heads = kv * g, width = (heads + 2 * kv) * hd, half = hd / 2;
  float temper = 1 / std::sqrt(float(hd));
  std::vector<char> first(rows + 1, 0);
  for (int64_t s = 0; s < n_starts; s++) first[starts[s]] = 1;
  first[rows] = 1;
  float back[512];
  auto unrotate = [&](const bf16* grad, const bf16* in, const float* weight, const float* c, const float* s, float scale,
                      float factor, float* dweight, bf16* out) {
    float dot = 0;
    for (int64_t i = 0; i < half; i++) {
      float a = wide(grad[i]) * factor, b = wide(grad[i + half]) * factor;
      back[i] = a * c[i] + b * s[i];
      back[i + half] = b * c[i] - a * s[i];
    }
    for (int64_t i = 0; i < hd; i++) {
      float v = back[i] * wide(in[i]) * scale;
      dweight[i] += v;
      dot += v * weight[i];
    }
    dot *= scale / hd;
    for (int64_t i = 0; i < hd; i++) out[i] = narrow(scale * (back[i] * weight[i] - wide(in[i]) * dot));
  };
  for (int64_t a = 0; a < n; a++) {
    for (int64_t r = 0; r < rows; r++) {
      int64_t row = a * rows + r;
      const bf16* in = qkv + row * width;
      bf16* out = dqkv + row * width;
      const float *c = cos + position[row] * half, *s = sin + position[row] * half;
      for (int64_t h = 0; h < heads; h++) {
        const bf16* grad = dq + (((a * kv + h / g) * rows + r) * g + h % g) * hd;
        unrotate(grad, in + h * hd, q_weight, c, s, q_scale[row * heads + h], temper, dq_weight, out + h * hd);
      }
      for (int64_t h = 0; h < kv; h++) {
        bf16* raw = out + (heads + h) * hd;
        // The raw key of this row went to the next row in a shifted head, unless a segment begins there.
        int64_t user = h < shifted ? r + 1 : r;
        if (h < shifted && first[user]) {
          std::memset(raw, 0, hd * sizeof(bf16));
        } else {
          int64_t at = a * rows + user;
          const float *cu = cos + position[at] * half, *su = sin + position[at] * half;
          unrotate(dk + ((a * kv + h) * rows + user) * hd, in + (heads + h) * hd, k_weight, cu, su, k_scale[at * kv + h],
                   1, dk_weight, raw);
        }
        std::memcpy(out + (heads + kv + h) * hd, dv + ((a * kv + h) * rows + r) * hd, hd * sizeof(bf16));
      }
    }
  }
}

static inline float highest(const bf16* row, int64_t from, int64_t to, float top) {
  for (int64_t i = from; i < to; i++) top = std::max(top, wide(row[i]));
  return top;
}

static inline float exponentials(bf16* row, int64_t from, int64_t to, float top, float* scratch) {
  float sum = 0;
  for (int64_t i = from; i < to; i++) {
    float e = std::exp(wide(row[i]) - top);
    scratch[i] = e;
    sum += e;
  }
  return sum;
}

static inline void write(bf16* row, int64_t from, int64_t to, const float* scratch, float factor) {
  for (int64_t i = from; i < to; i++) row[i] = narrow(scratch[i] * factor);
}

static inline void clear(bf16* row, int64_t from, int64_t to) {
  if (to > from) std::memset(row + from, 0, (to - from) * sizeof(bf16));
}

// Causal softmax in place; scores [n, rows, G, keys], the first row is row `offset` of its sequence and sees offset + 1 keys.
void causal_softmax(bf16* scores, int64_t n, int64_t rows, int64_t g, int64_t keys, int64_t offset) {
  std::vector<float> scratch(keys);
  for (int64_t a = 0; a < n * rows * g; a++) {
    bf16* row = scores + a * keys;
    int64_t seen = std::min(keys, offset + (a / g) % rows + 1);
    float top = highest(row, 0, seen, -1e30f);
    float sum = exponentials(row, 0, seen, top, scratch.data());
    write(row, 0, seen, scratch.data(), 1 / sum);
    clear(row, seen, keys);
  }
}

static inline float product(const bf16* p, const bf16* dp, int64_t from, int64_t to) {
  float dot = 0;
  for (int64_t i = from; i < to; i++) dot += wide(p[i]) * wide(dp[i]);
  return dot;
}

static inline void through(const bf16* p, bf16* dp, int64_t from, int64_t to, float dot) {
  for (int64_t i = from; i < to; i++) dp[i] = narrow(wide(p[i]) * (wide(dp[i]) - dot));
}

// Gradient of a softmax in place of the gradient of its result; zero where the probability is.
void softmax_backward(const bf16* p, bf16* dp, int64_t n, int64_t keys) {
  for (int64_t a = 0; a < n; a++) {
    const bf16* row = p + a * keys;
    bf16* grad = dp + a * keys;
    through(row, grad, 0, keys, product(row, grad, 0, keys));
  }
}

// Softmax of window rows over the document's prefix and, jointly, suffix and own copy.
//   far [B, KV, K, 2W, G, T]; near [B K, KV, 2W, G, S + 2W]; prefix, suffix [B K] visible tokens.
// Rows below W are the causal copy (they see it up to themselves), the others the masked one (they see all of it).
void window_softmax(bf16* far, bf16* near, const int32_t* prefix, const int32_t* suffix, int64_t b, int64_t kv, int64_t k,
                    int64_t w, int64_t g, int64_t t, int64_t s) {
  int64_t own = s + 2 * w;
  std::vector<float> scratch(t + own);
  for (int64_t a = 0; a < b; a++)
    for (int64_t h = 0; h < kv; h++)
      for (int64_t c = 0; c < k; c++)
        for (int64_t r = 0; r < 2 * w; r++)
          for (int64_t q = 0; q < g; q++) {
            int64_t cursor = a * k + c;
            bf16* f = far + ((((a * kv + h) * k + c) * 2 * w + r) * g + q) * t;
            bf16* o = near + (((cursor * kv + h) * 2 * w + r) * g + q) * own;
            int64_t p = prefix[cursor], z = suffix[cursor];
            int64_t from = r < w ? s : s + w, to = r < w ? s + r + 1 : own;
            float top = highest(f, 0, p, -1e30f);
            top = highest(o, 0, z, top);
            top = highest(o, from, to, top);
            float* e = scratch.data() + t;
            float sum = exponentials(f, 0, p, top, scratch.data());
            sum += exponentials(o, 0, z, top, e);
            sum += exponentials(o, from, to, top, e);
            float factor = 1 / sum;
            write(f, 0, p, scratch.data(), factor);
            clear(f, p, t);
            write(o, 0, z, e, factor);
            clear(o, z, from);
            write(o, from, to, e, factor);
            clear(o, to, own);
          }
}

void window_softmax_backward(const bf16* far, const bf16* near, bf16* dfar, bf16* dnear, const int32_t* prefix, int64_t b,
                             int64_t kv, int64_t k, int64_t w, int64_t g, int64_t t, int64_t s) {
  int64_t own = s + 2 * w;
  for (int64_t a = 0; a < b; a++)
    for (int64_t h = 0; h < kv; h++)
      for (int64_t c = 0; c < k; c++)
        for (int64_t r = 0; r < 2 * w * g; r++) {
          int64_t cursor = a * k + c, i = (((a * kv + h) * k + c) * 2 * w * g + r) * t;
          int64_t j = ((cursor * kv + h) * 2 * w * g + r) * own, p = prefix[cursor];
          float dot = product(far + i, dfar + i, 0, p) + product(near + j, dnear + j, 0, own);
          through(far + i, dfar + i, 0, p, dot);
          clear(dfar + i, p, t);
          through(near + j, dnear + j, 0, own, dot);
        }
}

// out[n, row, h, :] = in[n, h, row, :] for rows [first, first + rows) of `stride` rows of out; width = G hd.
void merge_heads(const bf16* in, bf16* out, int64_t n, int64_t kv, int64_t rows, int64_t width, int64_t stride,
                 int64_t first) {
  for (int64_t a = 0; a < n; a++)
    for (int64_t h = 0; h < kv; h++)
      for (int64_t r = 0; r < rows; r++)
        std::memcpy(out + ((a * stride + first + r) * kv + h) * width, in + ((a * kv + h) * rows + r) * width,
                    width * sizeof(bf16));
}

// The inverse.
void split_heads(const bf16* in, bf16* out, int64_t n, int64_t kv, int64_t rows, int64_t width, int64_t stride,
                 int64_t first) {
  for (int64_t a = 0; a < n; a++)
    for (int64_t h = 0; h < kv; h++)
      for (int64_t r = 0; r < rows; r++)
        std::memcpy(out + ((a * kv + h) * rows + r) * width, in + ((a * stride + first + r) * kv + h) * width,
                    width * sizeof(bf16));
}

// losses[r] = weight-free cross-entropy in nats; logits [rows, vocab] become weight * (softmax - onehot).
void cross_entropy(bf16* logits, const int64_t* target, const float* weight, float* losses, int64_t rows, int64_t vocab) {
  std::vector<float> scratch(vocab);
  for (int64_t r = 0; r < rows; r++) {
    bf16* row = logits + r * vocab;
    float wanted = wide(row[target[r]]);
    float top = highest(row, 0, vocab, -1e30f);
    float sum = exponentials(row, 0, vocab, top, scratch.data());
    losses[r] = std::log(sum) + top - wanted;
    scratch[target[r]] -= sum;
    write(row, 0, vocab, scratch.data(), weight[r] / sum);
  }
}

// table[id] += grad, both fp32; ids [rows].
void scatter_add(const int64_t* ids, const float* grad, float* table, int64_t rows, int64_t d) {
  for (int64_t r = 0; r < rows; r++) {
    const float* in = grad + r * d;
    float* out = table + ids[r] * d;
    for (int64_t i = 0; i < d; i++) out[i] += in[i];
  }
}

}  // extern "C"
