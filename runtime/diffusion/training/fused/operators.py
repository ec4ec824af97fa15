"""Autograd functions over the kernels. Activations are bf16, the residual stream and all sums fp32."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from fused.library import call

BLOCK = 128
"""Query rows of a document that are scored together; keys behind the block are not scored at all."""


@dataclass(frozen=True)
class Layout:
    """Sizes and places of one batch: B documents of T rows, K cursors each of S suffix and twice W window rows.

    positions int32 [B T + B K (S + 2 W)]; prefix, suffix int32 [B K]: visible rows; cos, sin fp32 [P, hd/2].
    """

    documents: int
    length: int
    cursors: int
    suffix_rows: int
    window_rows: int
    positions: Tensor
    prefix: Tensor
    suffix: Tensor
    cos: Tensor
    sin: Tensor
    key_heads: int
    group: int
    head_dim: int
    shifted: int
    eps: float


class AddNorm(torch.autograd.Function):
    """(x + delta, its RMS norm as bf16); x fp32 [rows, d], delta bf16 [rows, d] or None."""

    @staticmethod
    def forward(ctx, x: Tensor, delta: Tensor | None, weight: Tensor, eps: float):
        rows, d = x.shape
        out = x if delta is None else torch.empty_like(x)
        y = torch.empty(rows, d, dtype=torch.bfloat16)
        scale = torch.empty(rows)
        call("add_norm_forward", x, delta, weight.detach(), eps, out, y, scale, rows, d)
        ctx.save_for_backward(out, weight, scale)
        ctx.has_delta = delta is not None
        ctx.set_materialize_grads(False)
        if delta is None:
            ctx.mark_dirty()
            return x.view_as(x), y
        return out, y

    @staticmethod
    def backward(ctx, gx: Tensor | None, gy: Tensor):
        x, weight, scale = ctx.saved_tensors
        rows, d = x.shape
        dx = torch.empty_like(x)
        ddelta = torch.empty(rows, d, dtype=torch.bfloat16) if ctx.has_delta else None
        dweight = torch.zeros(d)
        gx = gx.contiguous() if gx is not None else None
        call("add_norm_backward", gx, gy.contiguous(), x, weight.detach(), scale, dx, ddelta, dweight, rows, d)
        return dx, ddelta, dweight, None


class SwiGlu(torch.autograd.Function):
    """silu(gate) * up; gate_up bf16 [rows, 2 f]."""

    @staticmethod
    def forward(ctx, gate_up: Tensor):
        rows, width = gate_up.shape
        h = torch.empty(rows, width // 2, dtype=torch.bfloat16)
        call("swiglu_forward", gate_up, h, rows, width // 2)
        ctx.save_for_backward(gate_up)
        return h

    @staticmethod
    def backward(ctx, dh: Tensor):
        (gate_up,) = ctx.saved_tensors
        rows, width = gate_up.shape
        result = torch.empty_like(gate_up)
        call("swiglu_backward", gate_up, dh.contiguous(), result, rows, width // 2)
        return result


class Embed(torch.autograd.Function):
    """Rows of an fp32 table; ids int64 [rows]."""

    @staticmethod
    def forward(ctx, table: Tensor, ids: Tensor):
        ctx.save_for_backward(ids)
        ctx.shape = table.shape
        return table.detach()[ids]

    @staticmethod
    def backward(ctx, grad: Tensor):
        (ids,) = ctx.saved_tensors
        table = torch.zeros(ctx.shape)
        call("scatter_add", ids, grad.contiguous(), table, ids.numel(), ctx.shape[1])
        return table, None


class Attention(torch.autograd.Function):
    """Mixed values bf16 [rows, H hd] of all documents and cursors from their projections bf16 [rows, (H + 2 KV) hd]."""

    @staticmethod
    def forward(ctx, qkv: Tensor, q_weight: Tensor, k_weight: Tensor, layout: Layout):
        m = layout
        first = m.documents * m.length
        document = _Heads(qkv[:first], m.positions[:first], m.documents, m.length, [0], q_weight, k_weight, m)
        s, w = m.suffix_rows, m.window_rows
        starts = [0, s, s + w]
        n = m.documents * m.cursors
        cursor = _Heads(qkv[first:], m.positions[first:], n, s + 2 * w, starts, q_weight, k_weight, m)
        out = torch.empty(qkv.shape[0], m.key_heads * m.group * m.head_dim, dtype=torch.bfloat16)
        width = m.group * m.head_dim

        blocks = []
        q, k, v = document.flat()
        mixed = torch.empty_like(q)
        for r0 in range(0, m.length, BLOCK):
            r1 = min(m.length, r0 + BLOCK)
            p = q[:, r0 * m.group : r1 * m.group] @ k[:, :r1].transpose(1, 2)
            call("causal_softmax", p, m.documents * m.key_heads, r1 - r0, m.group, r1, r0)
            mixed[:, r0 * m.group : r1 * m.group] = p @ v[:, :r1]
            blocks.append(p)
        call("merge_heads", mixed, out, m.documents, m.key_heads, m.length, width, m.length, 0)

        qs, ks, vs = cursor.rows(0, s)
        ps = qs @ ks.transpose(1, 2)
        call("causal_softmax", ps, n * m.key_heads, s, m.group, s, 0)
        call("merge_heads", ps @ vs, out[first:], n, m.key_heads, s, width, s + 2 * w, 0)

        qw = cursor.queries(s, s + 2 * w)
        _, kc, vc = cursor.flat()
        far = by_document(qw, m) @ k.transpose(1, 2)
        near = qw @ kc.transpose(1, 2)
        call("window_softmax", far, near, m.prefix, m.suffix, m.documents, m.key_heads, m.cursors, w, m.group, m.length, s)
        mixed = (near @ vc).add_(by_cursor(far @ v, m))
        call("merge_heads", mixed, out[first:], n, m.key_heads, 2 * w, width, s + 2 * w, s)
        ctx.kept = (qkv, q_weight, k_weight, layout, document, cursor, blocks, ps, far, near)
        return out

    @staticmethod
    def backward(ctx, dout: Tensor):
        qkv, q_weight, k_weight, m, document, cursor, blocks, ps, far, near = ctx.kept
        ctx.kept = None
        dout = dout.contiguous()
        first = m.documents * m.length
        n, s, w = m.documents * m.cursors, m.suffix_rows, m.window_rows
        width = m.group * m.head_dim
        result = torch.empty_like(qkv)
        dq_weight, dk_weight = torch.zeros_like(q_weight), torch.zeros_like(k_weight)

        def split(rows: Tensor, count: int, length: int, stride: int, start: int) -> Tensor:
            part = torch.empty(count * m.key_heads, length * m.group, m.head_dim, dtype=torch.bfloat16)
            call("split_heads", rows, part, count, m.key_heads, length, width, stride, start)
            return part

        # Windows: their gradient goes to the keys and values of the document as well.
        q, k, v = document.flat()
        qw = cursor.queries(s, s + 2 * w)
        _, kc, vc = cursor.flat()
        grad = split(dout[first:], n, 2 * w, s + 2 * w, s)
        grad_far = by_document(grad, m)
        dv = torch.bmm(far.transpose(1, 2), grad_far).float()
        dvc = near.transpose(1, 2) @ grad
        dfar = grad_far @ v.transpose(1, 2)
        dnear = grad @ vc.transpose(1, 2)
        call("window_softmax_backward", far, near, dfar, dnear, m.prefix, m.documents, m.key_heads, m.cursors, w, m.group, m.length, s)
        dqw = (dnear @ kc).add_(by_cursor(dfar @ k, m))
        dk = torch.bmm(dfar.transpose(1, 2), by_document(qw, m)).float()
        dkc = dnear.transpose(1, 2) @ qw

        grad = split(dout[first:], n, s, s + 2 * w, 0)
        qs, ks, vs = cursor.rows(0, s)
        dvc[:, :s] += ps.transpose(1, 2) @ grad
        dps = grad @ vs.transpose(1, 2)
        call("softmax_backward", ps, dps, n * m.key_heads * s * m.group, s)
        dqs = dps @ ks
        dkc[:, :s] += dps.transpose(1, 2) @ qs
        shape = (n, m.key_heads, -1, m.group, m.head_dim)
        dqc = torch.cat((dqs.view(shape), dqw.view(shape)), dim=2)
        cursor.backward(qkv[first:], m.positions[first:], q_weight, k_weight, m, dqc, dkc, dvc, result[first:], dq_weight, dk_weight)

        grad = split(dout, m.documents, m.length, m.length, 0)
        dq = torch.empty_like(q)
        for index, p in enumerate(blocks):
            r0, r1 = index * BLOCK, min(m.length, (index + 1) * BLOCK)
            rows = slice(r0 * m.group, r1 * m.group)
            dp = grad[:, rows] @ v[:, :r1].transpose(1, 2)
            dv[:, :r1] += p.transpose(1, 2) @ grad[:, rows]
            call("softmax_backward", p, dp, dp.numel() // r1, r1)
            dq[:, rows] = dp @ k[:, :r1]
            dk[:, :r1] += dp.transpose(1, 2) @ q[:, rows]
        dk, dv = dk.bfloat16(), dv.bfloat16()
        document.backward(qkv[:first], m.positions[:first], q_weight, k_weight, m, dq, dk, dv, result[:first], dq_weight, dk_weight)
        return result, dq_weight, dk_weight, None


def by_document(x: Tensor, m: Layout) -> Tensor:
    """[B K KV, rows, hd] as [B KV, K rows, hd]: all cursors of a document beside each other."""
    rows = x.shape[1]
    x = x.view(m.documents, m.cursors, m.key_heads, rows, m.head_dim).transpose(1, 2)
    return x.reshape(m.documents * m.key_heads, m.cursors * rows, m.head_dim)


def by_cursor(x: Tensor, m: Layout) -> Tensor:
    """The inverse of by_document."""
    rows = x.shape[1] // m.cursors
    x = x.view(m.documents, m.key_heads, m.cursors, rows, m.head_dim).transpose(1, 2)
    return x.reshape(m.documents * m.cursors * m.key_heads, rows, m.head_dim)


class _Heads:
    """Normed and rotated heads of n sequences: q [n, KV, rows, G, hd], k and v [n, KV, rows, hd]."""

    def __init__(self, qkv: Tensor, positions: Tensor, n: int, rows: int, starts: list[int], q_weight, k_weight, m: Layout):
        self.n, self.length = n, rows
        self.starts = torch.tensor(starts)
        self.q = torch.empty(n, m.key_heads, rows, m.group, m.head_dim, dtype=torch.bfloat16)
        self.k = torch.empty(n, m.key_heads, rows, m.head_dim, dtype=torch.bfloat16)
        self.v = torch.empty_like(self.k)
        self.q_scale = torch.empty(n, rows, m.key_heads * m.group)
        self.k_scale = torch.empty(n, rows, m.key_heads)
        call(
            "heads_forward", qkv, positions, m.cos, m.sin, q_weight.detach(), k_weight.detach(), m.eps, self.q, self.k,
            self.v, self.q_scale, self.k_scale, n, rows, m.key_heads, m.group, m.head_dim, m.shifted, self.starts, len(starts),
        )  # fmt: skip

    def flat(self) -> tuple[Tensor, Tensor, Tensor]:
        """q [n KV, rows G, hd], k and v [n KV, rows, hd]."""
        return self.q.flatten(0, 1).flatten(1, 2), self.k.flatten(0, 1), self.v.flatten(0, 1)

    def queries(self, start: int, end: int) -> Tensor:
        """Queries of some rows, [n KV, rows G, hd]."""
        return self.q[:, :, start:end].flatten(0, 1).flatten(1, 2).contiguous()

    def rows(self, start: int, end: int) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values of some rows."""
        k, v = (x[:, :, start:end].flatten(0, 1).contiguous() for x in (self.k, self.v))
        return self.queries(start, end), k, v

    def backward(self, qkv, positions, q_weight, k_weight, m: Layout, dq, dk, dv, out, dq_weight, dk_weight) -> None:
        """Writes the gradient of the projections to out and adds to those of the norms."""
        call(
            "heads_backward", qkv, positions, m.cos, m.sin, q_weight.detach(), k_weight.detach(), self.q_scale, self.k_scale,
            dq.contiguous(), dk.contiguous(), dv.contiguous(), out, dq_weight, dk_weight, self.n, self.length, m.key_heads,
            m.group, m.head_dim, m.shifted, self.starts, len(self.starts),
        )  # fmt: skip


class CrossEntropy(torch.autograd.Function):
    """Weighted sum of the cross-entropies of chosen rows against a tied table.

    hidden bf16 [rows, d]; table fp32 [vocab, d]; chosen int64 [m]; targets int64 [m]; weights fp32 [m].
    Returns (sum of weight * loss, losses fp32 [m]). The gradient is made in the same pass as the loss.
    """

    CHUNK = 1024

    @staticmethod
    def forward(ctx, hidden: Tensor, table: Tensor, chosen: Tensor, targets: Tensor, weights: Tensor):
        narrow = table.detach().bfloat16()
        vocab, d = narrow.shape
        losses = torch.empty(chosen.numel())
        dhidden = torch.zeros_like(hidden)
        dtable = torch.zeros(vocab, d)
        hidden = hidden.detach()
        for start in range(0, chosen.numel(), CrossEntropy.CHUNK):
            at = slice(start, start + CrossEntropy.CHUNK)
            rows = hidden[chosen[at]]
            logits = rows @ narrow.T
            call("cross_entropy", logits, targets[at].contiguous(), weights[at].contiguous(), losses[at], rows.shape[0], vocab)
            dhidden[chosen[at]] = logits @ narrow
            dtable += logits.T @ rows
        ctx.save_for_backward(dhidden, dtable)
        ctx.mark_non_differentiable(losses)
        return (losses * weights).sum(), losses

    @staticmethod
    def backward(ctx, grad: Tensor, _losses: Tensor):
        dhidden, dtable = ctx.saved_tensors
        # The total loss is the root of the graph, so grad is one.
        return (dhidden, dtable, None, None, None) if float(grad) == 1 else (dhidden * grad.bfloat16(), dtable * grad, None, None, None)
