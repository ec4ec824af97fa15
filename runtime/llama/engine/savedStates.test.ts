import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, truncate, utimes } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { writeTinyChatModel } from '../chat/testing/tinyChatModel';
import { LlamaEngine } from './llamaEngine';

const question = 'A question that is long enough to be worth saving.';

describe('saved conversations', function () {
  // Loads a native library several times: a second each on a busy machine.
  this.timeout(60_000);
  let folder: string;
  let file: string;
  let states: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'states-'));
    file = path.join(folder, 'tiny.gguf');
    states = path.join(folder, 'states');
    await writeTinyChatModel(file);
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** A process's life: one request, and what it has said is saved at its end. */
  const ask = async (prompt: string, sequences = 1, conversation = 'one') => {
    const saving = { folder: states, leastTokens: 8 };
    const engine = await LlamaEngine.open({ file, threads: 1, contextTokens: 512, sequences, gpu: 'off', saving });
    let text = '';
    try {
      const result = await engine.complete(
        { prompt: [{ kind: 'text', text: prompt }], conversation, maxTokens: 12 },
        (piece) => (text += piece),
        new AbortController().signal,
      );
      await engine.save();
      return { ...result, text };
    } finally {
      await engine.dispose();
    }
  };

  it('go on in another process as if it were the same, and only under their own name', async () => {
    const first = await ask(question);
    const second = await ask(`${question} More.`);
    assert.equal(second.cachedTokens, first.inputTokens);
    assert.equal((await ask(`${question} More.`, 1, 'two')).cachedTokens, 0);
    await rm(states, { recursive: true });
    assert.equal((await ask(`${question} More.`)).text, second.text);
  });

  it('are not used when they are cut off, nor with a model file that has changed', async () => {
    await ask(question);
    const [state] = (await readdir(states)).filter((name) => name.endsWith('.state'));
    await truncate(path.join(states, state ?? ''), 1000);
    assert.equal((await ask(question)).cachedTokens, 0);
    assert.ok((await ask(question)).cachedTokens > 0);
    await utimes(file, 1, 1);
    assert.equal((await ask(question)).cachedTokens, 0);
  });

  it('can be read by their owner alone, and leave nothing over', async () => {
    await ask(question);
    await ask(`${question} More.`);
    const names = await readdir(states);
    assert.equal(names.length, 2, names.join(', '));
    if (process.platform === 'win32') return;
    for (const name of names) assert.equal((await stat(path.join(states, name))).mode & 0o077, 0);
  });

  it('of a conversation that had to leave its sequence come back', async () => {
    const saving = { folder: states, leastTokens: 8 };
    const engine = await LlamaEngine.open({ file, threads: 1, contextTokens: 512, gpu: 'off', saving });
    const say = (text: string, conversation: string) =>
      engine.complete(
        { prompt: [{ kind: 'text', text }], conversation, maxTokens: 4 },
        () => undefined,
        new AbortController().signal,
      );
    try {
      await say(question, 'one');
      await say('Something else, which takes the only sequence.', 'two');
      assert.equal((await say(`${question} More.`, 'one')).cachedTokens, question.length);
    } finally {
      await engine.dispose();
    }
  });
});
