"""Properties the product relies on. Needs PyTorch and numpy; skipped, with a message, where they are absent."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

try:
    import numpy as np
    import torch

    import batches as batches_module
    from export import read_safetensors, write_safetensors, write_shards
    from fused.forward import fused_loss_parts
    from fused.library import available as fused_available
    from batches import DELETE, IGNORE, MASK, Batch, Batches
    from model import Cursors, InfillModel, ModelConfig
    from objective import loss_parts
    from optimiser import Optimiser, orthogonalise
    from workers import ParallelSteps, shares

    MISSING = ""
except ImportError as error:
    MISSING = f"{error}; install python3-torch, python3-numpy and python3-regex to run these tests"

if not MISSING:
    SMALL = ModelConfig(
        hidden_size=32, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=2, head_dim=16,
        intermediate_size=48, vocab_size=64, window_tokens=6, max_prefix_tokens=24, max_suffix_tokens=5,
    )  # fmt: skip


@unittest.skipIf(MISSING, MISSING)
class ModelTest(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(0)
        self.model = InfillModel(SMALL)
        for parameter in self.model.parameters():
            torch.nn.init.normal_(parameter, std=0.3)
        self.documents = torch.randint(26, 64, (2, 24))
        self.cursors = Cursors(
            torch.tensor([[5, 11], [7, 20]]),
            torch.randint(26, 64, (2, 2, 6)),
            torch.randint(26, 64, (2, 2, 7)),
            torch.randint(26, 64, (2, 2, 7)),
        )

    def run_model(self):
        with torch.no_grad():
            return self.model(self.documents, self.cursors)

    def test_context_never_sees_a_window(self) -> None:
        documents, _, _ = self.run_model()
        self.cursors.masked[:] = MASK
        self.cursors.causal[:] = 30
        self.assertTrue(torch.equal(documents, self.run_model()[0]))

    def test_window_sees_suffix_and_prefix_but_nothing_after_the_cursor(self) -> None:
        _, _, masked = self.run_model()
        self.documents[0, 5:] = 31
        self.assertTrue(torch.allclose(masked[0, 0], self.run_model()[2][0, 0], atol=1e-6))
        self.documents[0, 4] = 40
        self.assertFalse(torch.allclose(masked[0, 0], self.run_model()[2][0, 0], atol=1e-3))
        _, _, masked = self.run_model()
        self.cursors.suffix[0, 0, 2] = (self.cursors.suffix[0, 0, 2] - 25) % 38 + 26
        self.assertFalse(torch.allclose(masked[0, 0], self.run_model()[2][0, 0], atol=1e-3))

    def test_causal_copy_is_causal_and_apart_from_the_masked_copy(self) -> None:
        _, causal, masked = self.run_model()
        self.cursors.causal[0, 0, 4:] = 33
        _, changed, same = self.run_model()
        self.assertTrue(torch.allclose(causal[0, 0, :4], changed[0, 0, :4], atol=1e-6))
        self.assertTrue(torch.allclose(masked, same, atol=1e-6))

    def test_document_rows_equal_a_run_without_cursors(self) -> None:
        with torch.no_grad():
            alone = self.model(self.documents)[0]
        self.assertTrue(torch.allclose(alone, self.run_model()[0], atol=1e-5))


@unittest.skipIf(MISSING, MISSING)
class MaskTest(unittest.TestCase):
    def test_delete_is_a_target_but_never_an_input(self) -> None:
        drawer = Batches.__new__(Batches)
        drawer.config, drawer.random = SMALL, np.random.default_rng(0)
        for n in (1, 3, 6, 9):
            for _ in range(200):
                middle = list(range(30, 30 + n))
                causal, masked = np.zeros(7, dtype=np.int64), np.full(7, MASK)
                causal_targets = np.full(7, IGNORE)
                drawer._windows(29, middle, causal, masked, causal_targets)
                targets, weights = drawer._masks(middle, masked)
                self.assertNotIn(DELETE, masked.tolist())
                self.assertTrue((masked[min(n, 6) + 1 :] == MASK).all())
                self.assertEqual(n < 6, DELETE in causal_targets.tolist())
                self.assertTrue(((targets != IGNORE)[:6] == (masked[1:] == MASK)).all())
                if n < 6:
                    self.assertGreater(weights.sum(), 0)
                    self.assertEqual(weights[n], 1.0)
                    self.assertTrue((weights[n + 1 : 6] == np.float32(0.1)).all())


@unittest.skipIf(MISSING, MISSING)
class OptimiserTest(unittest.TestCase):
    def test_orthogonalised_updates_have_like_singular_values(self) -> None:
        torch.manual_seed(1)
        for shape in ((32, 32), (48, 32), (32, 48)):
            values = torch.linalg.svdvals(orthogonalise(torch.randn(*shape)).float())
            self.assertLess(float(values.max()), 1.4)
            self.assertGreater(float(values.median()), 0.5)

    def test_loss_falls_on_one_batch(self) -> None:
        torch.manual_seed(2)
        model = InfillModel(SMALL)
        optimiser = Optimiser(model, 0.02, 4e-3)
        documents = torch.randint(26, 64, (2, 24))
        targets = torch.cat((documents[:, 1:], torch.full((2, 1), IGNORE)), dim=1)
        cursors = Cursors(
            torch.tensor([[5], [7]]), torch.randint(26, 64, (2, 1, 6)), torch.randint(26, 64, (2, 1, 7)),
            torch.full((2, 1, 7), MASK),
        )  # fmt: skip
        window = torch.randint(26, 64, (2, 1, 7))
        batch = batches_module.Batch(
            documents, targets, cursors, window, window, torch.ones(2, 1, 7), [], np.zeros((2, 1))
        )
        first = float(loss_parts(model, batch)["total"].detach())
        for _ in range(30):
            loss = loss_parts(model, batch)["total"]
            loss.backward()
            optimiser.step(1.0)
        self.assertLess(float(loss.detach()), first * 0.7)



def random_batch(config: ModelConfig, documents: int, cursors: int) -> Batch:
    """A batch of random tokens and targets, some suffixes shorter than others."""
    t, s, w = config.max_prefix_tokens, config.max_suffix_tokens + 1, config.window_tokens + 1

    def tokens(*shape: int) -> torch.Tensor:
        return torch.randint(26, config.vocab_size, shape)

    def targets(*shape: int) -> torch.Tensor:
        return tokens(*shape).masked_fill(torch.rand(shape) < 0.4, IGNORE)

    suffix = tokens(documents, cursors, s)
    for index in range(cursors):
        suffix[:, index, s - index :] = 0
    window = (documents, cursors, w)
    cursor = Cursors(torch.randint(4, t - 1, (documents, cursors)), suffix, tokens(*window), tokens(*window))
    return Batch(
        tokens(documents, t), targets(documents, t), cursor, targets(*window), targets(*window), torch.rand(window),
        [], np.zeros((documents, cursors)),
    )  # fmt: skip


def gradients(model: InfillModel, batch: Batch, loss) -> tuple[dict[str, float], dict[str, torch.Tensor]]:
    model.zero_grad(set_to_none=True)
    parts = loss(model, batch)
    parts["total"].backward()
    return {k: float(v) for k, v in parts.items()}, {n: p.grad.clone() for n, p in model.named_parameters()}


@unittest.skipIf(MISSING, MISSING)
class ExportTest(unittest.TestCase):
    def test_weights_come_back_from_one_file_and_from_shards(self) -> None:
        model = InfillModel(SMALL)
        tensors = {f"model.{name}": value.detach().numpy() for name, value in model.named_parameters()}
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as many:
            write_safetensors(Path(one) / "model.safetensors", tensors, {}, "float32")
            write_shards(Path(many), tensors, {}, "float16", 4000)
            self.assertGreater(len(list(Path(many).glob("*.safetensors"))), 2)
            whole, shards = read_safetensors(Path(one)), read_safetensors(Path(many))
        self.assertEqual(set(whole), set(tensors))
        for name, value in tensors.items():
            self.assertTrue(np.array_equal(whole[name], value), name)
            self.assertTrue(np.allclose(shards[name], value, rtol=1e-3, atol=1e-6), name)


@unittest.skipIf(MISSING, MISSING)
class FusedTest(unittest.TestCase):
    """The fused bf16 step against PyTorch's operators in fp32: off by bf16 rounding, as PyTorch's own bf16 step is."""

    def setUp(self) -> None:
        if not fused_available():
            self.skipTest("no C++ compiler")
        torch.manual_seed(1)
        # Several blocks of document rows, two query heads a key head, one of two key heads shifted.
        self.config = ModelConfig(
            hidden_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, head_dim=32,
            intermediate_size=96, vocab_size=160, window_tokens=10, max_prefix_tokens=200, max_suffix_tokens=12,
        )  # fmt: skip
        self.model = InfillModel(self.config)
        for parameter in self.model.parameters():
            torch.nn.init.normal_(parameter, mean=float(parameter.dim() == 1), std=0.1)
        self.batch = random_batch(self.config, 2, 3)

    def test_loss_and_gradients_are_those_of_the_plain_model(self) -> None:
        def autocast(model, batch):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                return loss_parts(model, batch)

        exact_loss, exact = gradients(self.model, self.batch, loss_parts)
        _, rounded = gradients(self.model, self.batch, autocast)
        fused_loss, fused = gradients(self.model, self.batch, fused_loss_parts)
        for name, value in exact_loss.items():
            self.assertAlmostEqual(fused_loss[name], value, delta=0.01 * value, msg=name)
        for name, value in exact.items():
            error = float((fused[name] - value).norm() / value.norm())
            usual = float((rounded[name] - value).norm() / value.norm())
            self.assertLess(error, 1.5 * usual + 0.005, name)

    def test_shares_cover_every_parameter_once(self) -> None:
        sizes = [(64, 64), (4096, 64), (64,), (160, 64), (64, 160), (64,)]
        parts = shares(sizes, 3)
        self.assertEqual(sorted(index for part in parts for index in part), list(range(len(sizes))))
        self.assertTrue(all(parts))

    def test_two_processes_on_equal_batches_step_as_one(self) -> None:
        def steps(processes: int) -> list[torch.Tensor]:
            torch.manual_seed(2)
            model = InfillModel(self.config)
            parallel = ParallelSteps(
                model, Optimiser(model), fused_loss_parts, lambda _rank: lambda: self.batch, processes
            )
            for _ in range(3):
                parallel.step(self.batch, 1.0)
            return [p.detach().clone() for p in model.parameters()]

        for one, two in zip(steps(1), steps(2)):
            self.assertTrue(torch.allclose(one, two, atol=1e-5))


if __name__ == "__main__":
    unittest.main()
