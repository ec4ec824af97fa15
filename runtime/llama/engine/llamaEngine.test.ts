import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { RuntimeError } from '../../runtimeError';
import { writeTinyChatModel } from '../chat/testing/tinyChatModel';
import { LlamaEngine } from './llamaEngine';
import type { CompletionRequest, CompletionResult } from './types';

const text = (value: string) => [{ kind: 'text', text: value }] as const;

describe('text engine on llama.cpp', function () {
  // Loads a native library: a second on an idle machine.
  this.timeout(60_000);
  let folder: string;
  let engine: LlamaEngine;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'engine-'));
    const file = path.join(folder, 'tiny.gguf');
    await writeTinyChatModel(file, 2048);
    engine = await LlamaEngine.open({ file, threads: 1, contextTokens: 1024, sequences: 3, gpu: 'off' });
  });

  after(async () => {
    await engine.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const write = async (
    prompt: string,
    request: Partial<CompletionRequest> = {},
    signal = new AbortController().signal,
  ): Promise<CompletionResult & { readonly text: string; readonly pieces: readonly string[] }> => {
    const pieces: string[] = [];
    const result = await engine.complete(
      { prompt: text(prompt), maxTokens: 40, ...request },
      (piece) => pieces.push(piece),
      signal,
    );
    return { ...result, pieces, text: pieces.join('') };
  };

  it('counts tokens, and goes on where the conversation ended', async () => {
    const first = await write('A first question.', { conversation: 'one' });
    assert.equal(first.finish, 'length');
    assert.equal(first.outputTokens, 40);
    assert.equal(first.inputTokens, engine.count(text('A first question.')));
    await write('Something else.', { conversation: 'two' });
    const second = await write('A first question. And a second.', { conversation: 'one' });
    assert.equal(second.cachedTokens, first.inputTokens);
    assert.equal(second.inputTokens - second.cachedTokens, ' And a second.'.length);
  });

  it('finds what is evaluated already without being told the conversation', async () => {
    await write('The same long beginning of two prompts, one.');
    const second = await write('The same long beginning of two prompts, two.');
    assert.equal(second.cachedTokens, 'The same long beginning of two prompts, '.length);
  });

  it('gives a new conversation the beginning that another one has evaluated, and both go on', async () => {
    const system = 'The system text with all its tools, which every conversation begins with. '.repeat(4);
    await write(`${system}One?`, { conversation: 'parent' });
    const child = await write(`${system}Two?`, { conversation: 'child' });
    assert.equal(child.cachedTokens, system.length);
    const parent = await write(`${system}One? And more.`, { conversation: 'parent' });
    assert.equal(parent.cachedTokens, `${system}One?`.length);
  });

  it('says in a used sequence what it says in a fresh one', async () => {
    await write('Quite another conversation, which is longer than the next.', { conversation: 'one' });
    const used = await write('Quite a question', { conversation: 'one' });
    assert.ok(used.cachedTokens > 0);
    const fresh = await write('Quite a question', { conversation: 'never seen before' });
    assert.equal(used.text, fresh.text);
  });

  it('decodes parallel requests in shared batches, with the answers that they have alone', async () => {
    const prompts = ['x'.repeat(300), 'Two', 'And the third of them'];
    const before = engine.batches.shared;
    const together = await Promise.all(prompts.map((prompt, index) => write(prompt, { conversation: `p${index}` })));
    const shared = engine.batches.shared - before;
    // 40 tokens each: but for the prompts, which begin one after the other, all three go in step.
    assert.ok(shared >= 38 && shared <= 45, String(shared));
    for (const [index, prompt] of prompts.entries()) {
      assert.equal((await write(prompt, { conversation: `alone${index}` })).text, together[index]?.text);
    }
  });

  it('queues more requests than it has sequences', async () => {
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((each) => write(each.repeat(20))));
    assert.deepEqual(
      answers.map(({ outputTokens }) => outputTokens),
      [40, 40, 40, 40, 40],
    );
  });

  it('reads only special pieces as special tokens', async () => {
    const mark = engine.special('<|im_end|>');
    assert.equal(mark?.text, '<|im_end|>');
    assert.equal(engine.special('<|no_such_token|>'), undefined);
    assert.equal(engine.special('a'), undefined);
    assert.equal(engine.count([{ kind: 'special', text: '<|im_end|>' }]), 1);
    assert.equal(engine.count(text('<|im_end|>')), '<|im_end|>'.length);
  });

  it('ends at a stop text, and never tells a part of it', async () => {
    const { text: whole } = await write('Stop somewhere');
    const stop = whole.slice(6, 9);
    const at = whole.indexOf(stop);
    const stopped = await write('Stop somewhere', { stop: [stop, 'never written at all'] });
    assert.equal(stopped.text, whole.slice(0, at));
    assert.equal(stopped.finish, 'stop');
    assert.ok(stopped.outputTokens < 40);
  });

  it('samples the same with the same seed, and something else with another', async () => {
    const sampled = (seed: number) => write('Roll', { sampling: { temperature: 2, seed } });
    const [one, again, other] = [await sampled(1), await sampled(1), await sampled(2)];
    assert.equal(one.text, again.text);
    assert.notEqual(one.text, other.text);
  });

  it('keeps to a grammar from the first token on', async () => {
    const answer = await write('Say it', { grammar: { gbnf: 'root ::= "[" [a-z]{3,5} "]"', when: 'always' } });
    assert.match(answer.text, /^\[[a-z]{3,5}\]$/);
    assert.equal(answer.finish, 'stop');
    assert.equal(answer.constrained, false);
  });

  it('switches a grammar on when the reply begins with an opening, and only then', async () => {
    const { text: free } = await write('Open');
    const letter = JSON.stringify(free.slice(0, 1));
    const gbnf = `root ::= ${letter} "(" [0-9]{2} ")"`;
    const opened = await write('Open', { grammar: { gbnf, when: 'opened', openings: ['<call>', free.slice(0, 1)] } });
    assert.equal(opened.constrained, true);
    assert.match(opened.text.slice(1), /^\([0-9]{2}\)$/);
    const other = await write('Open', { grammar: { gbnf, when: 'opened', openings: ['<call>'] } });
    assert.equal(other.constrained, false);
    assert.equal(other.text, free);
  });

  it('asks how probable an opening is without evaluating anything twice', async () => {
    const { text: free } = await write('Open');
    const letter = JSON.stringify(free.slice(0, 1));
    const grammar = {
      gbnf: `root ::= ${letter} "(" [0-9]{2} ")"`,
      when: 'opened',
      openings: [free.slice(0, 1)],
    } as const;
    const counted = async (least: number | undefined) => {
      await write('Something else');
      const before = engine.batches.all;
      const answer = await write('Open', { grammar: { ...grammar, least } });
      return { answer, batches: engine.batches.all - before };
    };
    const plain = await counted(undefined);
    const guarded = await counted(0);
    assert.deepEqual([guarded.answer.text, guarded.batches], [plain.answer.text, plain.batches]);
    const chance = guarded.answer.openingChance ?? 0;
    assert.ok(chance > 0 && chance < 1, String(chance));
    const doubted = await counted(1);
    assert.equal(doubted.answer.openingChance, chance);
    assert.equal(doubted.answer.constrained, false);
    // The opening that was not believed is the one step more.
    assert.equal(doubted.batches, doubted.answer.outputTokens + 1);
    assert.notEqual(doubted.answer.text.slice(0, 1), free.slice(0, 1));
  });

  it('tells the same probability of an opening at any temperature', async () => {
    const { text: free } = await write('Open');
    const grammar = { gbnf: 'root ::= "x"', when: 'opened', openings: [free.slice(0, 1)], least: 0 } as const;
    const sampling = { temperature: 0.5, seed: 1 };
    const cold = (await write('Open', { grammar })).openingChance ?? 0;
    let warm: number | undefined;
    for (let seed = 1; seed <= 200 && warm === undefined; seed++) {
      warm = (await write('Open', { maxTokens: 1, grammar, sampling: { ...sampling, seed } })).openingChance;
    }
    assert.ok(cold > 0 && Math.abs((warm ?? 0) - cold) < 0.01, `${cold} and ${warm}`);
  });

  it('says that a grammar cannot be read', async () => {
    const broken = write('Say it', { grammar: { gbnf: 'root ::= (', when: 'always' } });
    await assert.rejects(broken, isBadRequest(/grammar/));
  });

  it('stops between two tokens, and the sequence answers the next', async () => {
    const abort = new AbortController();
    let pieces = 0;
    const work = engine.complete(
      { prompt: text('Go on'), maxTokens: 900 },
      () => {
        pieces += 1;
        if (pieces === 3) abort.abort();
      },
      abort.signal,
    );
    await assert.rejects(work, { name: 'AbortError' });
    assert.equal(pieces, 3);
    assert.equal((await write('Go on')).outputTokens, 40);
  });

  it('gives up waiting for a sequence', async () => {
    const busy = ['a', 'b', 'c'].map((each) => write(each));
    const abort = new AbortController();
    const waiting = write('d', {}, abort.signal);
    setImmediate(() => abort.abort());
    await assert.rejects(waiting, { name: 'AbortError' });
    await Promise.all(busy);
  });

  it('refuses what does not fit instead of forgetting the beginning', async () => {
    await assert.rejects(write('x'.repeat(1000)), isBadRequest(/1000 tokens.*40.*context of 1024/));
    assert.equal((await write('x'.repeat(984))).outputTokens, 40);
    await assert.rejects(write(''), isBadRequest(/empty/));
  });

  it('is not opened where there is no memory for it', async () => {
    const file = path.join(folder, 'long.gguf');
    await writeTinyChatModel(file, 2 ** 30);
    const opening = LlamaEngine.open({ file, threads: 1, contextTokens: 2 ** 30, sequences: 64, gpu: 'off' });
    await assert.rejects(
      opening,
      (error) => error instanceof RuntimeError && error.message.includes('not enough free memory'),
    );
  });
});

function isBadRequest(message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof RuntimeError && error.kind === 'bad-request' && message.test(error.message);
}
