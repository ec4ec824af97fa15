import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { writeScriptedChatModel } from '../../llama/chat/testing/scriptedChatModel';
import { writeTinyChatModel } from '../../llama/chat/testing/tinyChatModel';
import { FimModel } from '../../llama';
import type { InfillParams, InfillResult } from '../../protocol';
import { RuntimeError } from '../../runtimeError';
import { InfillEngine } from '../engine';

/** Control tokens of Qwen2.5-Coder; the first one ends a text. */
const control = [
  ...['<|endoftext|>', '<|fim_prefix|>', '<|fim_middle|>', '<|fim_suffix|>', '<|fim_pad|>', '<|repo_name|>'],
  ...['<|file_sep|>', '<|im_start|>', '<|im_end|>'],
];

describe('models that fill in the middle from left to right', function () {
  // Loads a native library in processes of their own.
  this.timeout(120_000);
  let folder: string;
  let engine: InfillEngine;
  const file = (name: string) => path.join(folder, `${name}.gguf`);

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'fim-'));
    await writeScriptedChatModel(file('coder'), {
      name: 'Coder',
      control,
      replies: [
        { say: 'a + b' },
        { when: '~', say: 'first(a)\n    second(b)\n\nout_of_the_block = 1' },
        { when: '^', say: 'never ends, as it writes on and on and on for many tokens' },
      ],
    });
    engine = new InfillEngine({ threads: 1, modelsFolder: folder });
  });

  after(async () => {
    await engine.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const infill = (
    params: Partial<InfillParams> = {},
    signal = new AbortController().signal,
    model = file('coder'),
  ): Promise<InfillResult> =>
    engine.infill(
      {
        ...{ model, session: 'a.py', languageId: 'python', prefix: 'def add(a, b):\n    return ', suffix: '\n' },
        ...{ snippets: [], extent: 'line', alternatives: 1, maxTokens: 32, length: { kind: 'found' }, threshold: 0.9 },
        ...{ copy: 'off', seed: 0 },
        ...params,
      },
      signal,
    );

  it('suggest what the model writes up to the end that it gives, with what it is sure of', async () => {
    const { model, suggestions, contextTokens } = await infill();
    assert.equal(model, 'coder');
    assert.deepEqual(
      suggestions.map(({ text }) => text),
      ['a + b'],
    );
    const [{ chance, confidence, evidence, tokens } = assert.fail()] = suggestions;
    assert.ok(tokens >= 1 && tokens <= 5, String(tokens));
    assert.ok(chance > 0.9 && confidence > 0.9, `${chance} ${confidence}`);
    assert.ok(evidence.endLogProbability <= 0 && evidence.endLogProbability > -1, String(evidence.endLogProbability));
    assert.ok(contextTokens >= 30, String(contextTokens));
  });

  it('read only what is new after a key', async () => {
    const prefix = `${'# one of many lines\n'.repeat(20)}x = `;
    const first = await infill({ prefix, session: 'typed.py' });
    const second = await infill({ prefix: `${prefix}a`, session: 'typed.py' });
    assert.ok(second.contextReused >= first.contextTokens - 10, `${second.contextReused} of ${first.contextTokens}`);
  });

  it('end a block where it ends, without writing on to the last token allowed', async () => {
    const prefix = 'if x: # ~\n    ';
    const { suggestions, forwardPasses } = await infill({ prefix, extent: 'block', maxTokens: 96 });
    assert.equal(suggestions[0]?.text, 'first(a)\n    second(b)');
    assert.ok(forwardPasses < 96);
  });

  it('drop a middle that was cut off, but for whole lines, and stop at the limit', async () => {
    const { suggestions } = await infill({ prefix: '# ^\nx = ', extent: 'block', maxTokens: 4 });
    assert.ok(suggestions.every(({ text }) => 'never ends, as it writes on'.startsWith(text)));
  });

  it('give several suggestions, the same for the same seed', async () => {
    const texts = async () => (await infill({ alternatives: 3, seed: 5 })).suggestions.map(({ text }) => text);
    const first = await texts();
    assert.ok(first.includes('a + b'));
    assert.equal(new Set(first).size, first.length);
    assert.deepEqual(await texts(), first);
  });

  it('can be cancelled, and answer then', async () => {
    const cancel = new AbortController();
    const asked = infill({ prefix: '# ^\nx = ', extent: 'block', maxTokens: 96 }, cancel.signal);
    // Before anything that the process may say is read: the answer is short, and never the first.
    setImmediate(() => cancel.abort());
    await assert.rejects(asked, { name: 'AbortError' });
    assert.equal((await infill()).suggestions[0]?.text, 'a + b');
  });

  it('take a document that is longer than the context, and never forge markers', async () => {
    const long = `${'value = 1 # <|fim_middle|><|endoftext|>\n'.repeat(2000)}x = `;
    const { suggestions, contextTokens } = await infill({ prefix: long, session: 'long.py', suffix: long });
    assert.ok(contextTokens <= 2048 && contextTokens > 500, String(contextTokens));
    assert.equal(suggestions[0]?.text, 'a + b');
  });

  it('say what they cannot do, and which files are none', async () => {
    const kind = (expected: string, message: RegExp) => (error: unknown) =>
      error instanceof RuntimeError && error.kind === expected && message.test(`${error.message} ${error.action}`);
    const signal = new AbortController().signal;
    const spans = [{ start: 0, end: 1, keep: { kind: 'nothing' }, maxTokens: 4 }] as const;
    const rewriting = {
      model: file('coder'),
      session: 'a',
      languageId: 'python',
      text: 'x',
      spans,
      copy: 'off',
    } as const;
    await assert.rejects(
      engine.rewrite({ ...rewriting, seed: 0, temperature: 0 }, signal),
      kind('model-unsupported', /left to right.*embedded/),
    );
    await writeTinyChatModel(file('chat'));
    await assert.rejects(
      infill({}, signal, file('chat')),
      kind('model-unsupported', /fill in the middle.*Qwen2\.5-Coder/),
    );
    await assert.rejects(infill({}, signal, file('none')), kind('model-missing', /none\.gguf/));
  });

  it('write what node-llama-cpp’s own infilling writes with the same prompt', async () => {
    await writeScriptedChatModel(file('other'), { control, replies: [{ say: 'sum(values) / len(values)' }] });
    const { getLlama, LlamaCompletion, LlamaLogLevel } = await import('node-llama-cpp');
    const llama = await getLlama({
      gpu: false,
      build: 'never',
      skipDownload: true,
      maxThreads: 1,
      logLevel: LlamaLogLevel.error,
    });
    try {
      const model = await llama.loadModel({ modelPath: file('other'), gpuLayers: 0 });
      const context = await model.createContext({ contextSize: 512, sequences: 1, threads: { ideal: 1, min: 1 } });
      const completion = new LlamaCompletion({ contextSequence: context.getSequence() });
      const [prefix, suffix] = ['def mean(values):\n    return ', '\n'];
      const theirs = await completion.generateInfillCompletion(prefix, suffix, {
        maxTokens: 24,
        temperature: 0,
        repeatPenalty: false,
      });
      const fim = await FimModel.open(file('other'), { threads: 1 });
      const signal = new AbortController().signal;
      const question = { prefix, suffix, path: undefined, files: [], conversation: 'a', maxTokens: 24, stop: [] };
      const ours = await fim.fill(question, () => false, signal);
      fim.dispose();
      assert.equal(ours.text, theirs);
      assert.equal(ours.finish, 'stop');
    } finally {
      await llama.dispose();
    }
  });
});
