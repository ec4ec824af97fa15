import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { RuntimeError } from '../../runtimeError';
import type { LlamaProgram } from '../llamaProcess';
import { readChatFile } from './chatFile';
import { ChatProcess } from './chatProcess';
import type { ChatResult, ChatText, GenerateChatParams } from './chatProtocol';
import { bundledChatHost } from './testing/bundledHost';
import { writeTinyChatModel } from './testing/tinyChatModel';

const kind = (expected: string) => (error: unknown) => error instanceof RuntimeError && error.kind === expected;

const say = (text: string) => [{ role: 'user', content: [{ type: 'text', text }] }] as const;

describe('chat models on llama.cpp', function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  let program: LlamaProgram;
  let chat: ChatProcess;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'chat-'));
    file = path.join(folder, 'tiny.gguf');
    await writeTinyChatModel(file);
    program = await bundledChatHost();
    chat = await ChatProcess.open({ file, threads: 1, contextTokens: 512 }, program);
  });

  after(async () => {
    chat.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = async (
    params: Partial<GenerateChatParams> = {},
    signal = new AbortController().signal,
  ): Promise<ChatResult & { readonly text: string }> => {
    let text = '';
    const result = await chat.generate(
      { messages: say('Good morning'), maxTokens: 24, temperature: 0, ...params },
      (each) => (text += each.kind === 'text' ? each.text : ''),
      signal,
    );
    return { ...result, text };
  };

  it('tells what a file is without loading it', async () => {
    const { name, contextTokens, architecture, end, control } = await readChatFile(file);
    assert.deepEqual([name, contextTokens, architecture, end], ['Tiny chat', 1024, 'qwen3', '<|im_end|>']);
    assert.deepEqual([...control].sort(), ['<|endoftext|>', '<|im_end|>', '<|im_start|>']);
    const other = path.join(folder, 'other.gguf');
    await writeFile(other, 'not a model at all, but long enough');
    await assert.rejects(readChatFile(other), kind('model-corrupt'));
    await assert.rejects(readChatFile(path.join(folder, 'none.gguf')), kind('model-missing'));
  });

  it('writes an answer with the model’s own template, counts its tokens, and keeps to the limit', async () => {
    assert.equal(chat.info.name, 'Tiny chat');
    assert.equal(chat.info.contextTokens, 512);
    const { finish, inputTokens, outputTokens, text } = await ask();
    assert.equal(finish, 'length');
    assert.equal(outputTokens, 24);
    // Each byte is a token: "<|im_start|>user\nGood morning<|im_end|>\n<|im_start|>assistant\n" has 34 bytes and three marks.
    assert.ok(inputTokens >= 24 && inputTokens <= 40, String(inputTokens));
    assert.ok(text.length > 0);
  });

  it('says the same again at temperature 0, and holds what it has read', async () => {
    const first = await ask();
    const second = await ask();
    assert.equal(second.text, first.text);
    assert.ok(second.cachedTokens > 0 && second.cachedTokens <= second.inputTokens, String(second.cachedTokens));
  });

  it('holds the answer to a JSON schema', async () => {
    const schema = { type: 'object', properties: { yes: { type: 'boolean' } }, required: ['yes'] };
    const { text } = await ask({ json: { schema }, maxTokens: 200 });
    assert.equal(typeof (JSON.parse(text) as { yes: unknown }).yes, 'boolean');
  });

  it('stops when it is told to, and answers the next', async () => {
    const abort = new AbortController();
    let pieces = 0;
    const work = chat.generate(
      { messages: say('Good morning'), maxTokens: 400, temperature: 0 },
      (_: ChatText) => {
        pieces += 1;
        if (pieces === 3) abort.abort();
      },
      abort.signal,
    );
    await assert.rejects(work, (error) => error instanceof Error && error.name === 'AbortError');
    assert.ok(pieces < 100);
    assert.equal((await ask()).outputTokens, 24);
  });

  it('refuses what does not fit into its context', async () => {
    await assert.rejects(ask({ messages: say('x'.repeat(600)) }), kind('bad-request'));
  });

  it('says that a file is damaged', async () => {
    const broken = path.join(folder, 'broken.gguf');
    await writeFile(broken, 'GGUF and then nothing that makes sense at all');
    const opening = ChatProcess.open({ file: broken, threads: 1, contextTokens: 512 }, program);
    await assert.rejects(opening, kind('model-corrupt'));
  });

  it('says that its process was lost, and starts it again for the next request', async () => {
    const work = chat.generate(
      { messages: say('Good morning'), maxTokens: 400 },
      () => process.kill(chat.pid ?? 0, 'SIGKILL'),
      new AbortController().signal,
    );
    await assert.rejects(work, kind('crashed'));
    assert.equal(chat.pid, undefined);
    assert.equal((await ask()).outputTokens, 24);
    assert.equal(chat.alive, true);
  });
});
