import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeRandomCheckpoint } from '../../../runtime/diffusion/test/randomCheckpoint';
import { BadInputError } from '../../core/badInputError';
import { writeRivalModel } from '../../speed/rivalModel';
import { MAX_TOKENS } from '../defaults';
import { ggufCompetitor } from './ggufCompetitor';

describe('GGUF competitor', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    const sizes = { hidden: 64, layers: 2, heads: 2, kvHeads: 1, headDim: 32, intermediate: 96, vocab: 512 };
    await writeRandomCheckpoint(folder, sizes);
    await writeRivalModel(folder, 512, path.join(folder, 'plain.gguf'));
    // llama.cpp knows infilling tokens by these names.
    const file = path.join(folder, 'tokenizer.json');
    const names = { '<|suffix|>': '<|fim_suffix|>', '<|file|>': '<|fim_prefix|>', '<|mask|>': '<|fim_middle|>' };
    let tokenizer = await readFile(file, 'utf8');
    for (const [ours, theirs] of Object.entries(names)) tokenizer = tokenizer.replaceAll(ours, theirs);
    await writeFile(file, tokenizer);
    await writeRivalModel(folder, 512, path.join(folder, 'infill.gguf'));
  });
  after(() => rm(folder, { recursive: true }));

  it('fills a gap, in one line where a line is wanted, the same at every call', async () => {
    const model = await ggufCompetitor(path.join(folder, 'infill.gguf'), 1);
    try {
      assert.equal(model.name, 'infill.gguf');
      const request = { languageId: 'python', prefix: 'def f(x):\n    return ', suffix: '\n', extent: 'line' } as const;
      const signal = new AbortController().signal;
      const first = await model.complete(request, signal);
      const second = await model.complete(request, signal);
      assert.doesNotMatch(first.text, /\n/);
      // node-llama-cpp also counts the token at which it stops.
      const passes = first.forwardPasses;
      assert.ok(passes >= 1 && passes <= MAX_TOKENS.line + 1, String(passes));
      assert.ok(first.ms > 0);
      assert.deepEqual([second.text, second.forwardPasses], [first.text, first.forwardPasses]);
    } finally {
      await model.dispose();
    }
  });

  const refuses = (name: string, message: RegExp) =>
    assert.rejects(
      ggufCompetitor(path.join(folder, name), 1),
      (error) => error instanceof BadInputError && message.test(error.message),
    );

  it('refuses a model without infilling tokens', () => refuses('plain.gguf', /plain\.gguf has no tokens for filling/));
  it('refuses a missing file', () => refuses('none.gguf', /none\.gguf does not exist/));
  it('refuses what is no GGUF file', async () => {
    await writeFile(path.join(folder, 'text.gguf'), 'not a model');
    await refuses('text.gguf', /cannot be loaded/);
  });
});
