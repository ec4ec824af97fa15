import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { RuntimeError } from '../../runtimeError';
import type { CompletionResult } from '../engine/types';
import type { LlamaProgram } from '../llamaProcess';
import { ChatProcess } from './chatProcess';
import type { OpenChatParams } from './chatProtocol';
import { RestartBudget } from './restartBudget';
import { bundledChatHost, library } from './testing/bundledHost';
import { writeTinyChatModel } from './testing/tinyChatModel';

const never = new AbortController().signal;
const kind = (expected: string) => (error: unknown) => error instanceof RuntimeError && error.kind === expected;

describe('completion in a process', function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  let program: LlamaProgram;
  const opened: ChatProcess[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'completion-'));
    file = path.join(folder, 'tiny.gguf');
    await writeTinyChatModel(file);
    program = await bundledChatHost();
  });

  after(async () => {
    for (const each of opened) each.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const open = async (more: Partial<OpenChatParams> = {}, restarts?: RestartBudget) => {
    const params = {
      library,
      file,
      threads: 1,
      contextTokens: 512,
      gpu: 'off' as const,
      ...more,
    };
    const chat = await ChatProcess.open(params, program, restarts);
    opened.push(chat);
    return chat;
  };
  const write = async (chat: ChatProcess, prompt: string): Promise<CompletionResult & { readonly text: string }> => {
    let text = '';
    const result = await chat.complete(
      { prompt: [{ kind: 'text', text: prompt }], conversation: 'one', maxTokens: 20 },
      (piece) => (text += piece),
      never,
    );
    return { ...result, text };
  };
  const soon = () => new Promise((resolve) => setTimeout(resolve, 5));
  const ended = async (chat: ChatProcess) => {
    while (chat.pid !== undefined) await soon();
  };
  const question = 'A question that is long enough to be worth saving.';

  it('fails what a crash takes along, goes on with what was saved, and gives up when it keeps ending', async () => {
    const states = path.join(folder, 'states');
    const chat = await open({ saving: { folder: states, leastTokens: 8, afterMs: 0 } }, new RestartBudget(1, 60_000));
    const first = await write(chat, question);
    while (!(await readdir(states)).some((name) => name.endsWith('.json'))) await soon();
    const lost = chat.complete(
      { prompt: [{ kind: 'text', text: question }], conversation: 'one', maxTokens: 400 },
      () => process.kill(chat.pid ?? 0, 'SIGKILL'),
      never,
    );
    await assert.rejects(lost, kind('crashed'));

    const second = await write(chat, `${question} More of it.`);
    assert.equal(second.cachedTokens, first.inputTokens);
    await chat.rest();
    await ended(chat);
    const third = await write(chat, `${question} More of it. And the end.`);
    assert.equal(third.cachedTokens, second.inputTokens);

    process.kill(chat.pid ?? 0, 'SIGKILL');
    await ended(chat);
    await assert.rejects(write(chat, question), kind('crashed'));
  });

  it('stops between tokens, and tells what it runs on', async () => {
    const chat = await open();
    const abort = new AbortController();
    const work = chat.complete(
      { prompt: [{ kind: 'text', text: 'Go on' }], maxTokens: 480 },
      () => abort.abort(),
      abort.signal,
    );
    await assert.rejects(work, { name: 'AbortError' });
    const info = await chat.engine(['<|im_start|>', '<|fim_prefix|>'], never);
    assert.deepEqual(info.special, ['<|im_start|>']);
    assert.equal(info.device.kind, 'cpu');
  });

  it('goes without a graphics processor whose driver ends the process', async () => {
    const entry = path.join(folder, 'brokenDriver.cjs');
    const first =
      "process.once('message', ({ params }) => params.gpu === 'off' || process.kill(process.pid, 'SIGKILL'));";
    await writeFile(entry, `${first}\nrequire(${JSON.stringify(program.entry)});\n`);
    const chat = await ChatProcess.open({ library, file, threads: 1, contextTokens: 512 }, { entry });
    opened.push(chat);
    assert.equal(chat.info.device.kind, 'cpu');
    assert.match(chat.info.device.reason, /ended as it was opened/);
  });

  it('says what is wrong with a file that cannot be loaded', async () => {
    const says = (expected: string, message: RegExp) => (error: unknown) =>
      error instanceof RuntimeError && error.kind === expected && message.test(error.message);
    const engine = async (bytes: Buffer) => {
      const broken = path.join(folder, 'broken.gguf');
      await writeFile(broken, bytes);
      return open({ file: broken });
    };
    const whole = await readFile(file);
    await assert.rejects(engine(whole.subarray(0, -1000)), says('model-corrupt', /cannot read|damaged/));
    // The first place is the value of general.architecture.
    whole.write('qwen9', whole.indexOf('qwen3'), 'latin1');
    await assert.rejects(engine(whole), says('model-unsupported', /"qwen9"/));
  });
});

describe('restarts', () => {
  it('are so many within a while, and again when it is over', () => {
    let now = 0;
    const budget = new RestartBudget(3, 60_000, () => now);
    assert.deepEqual([budget.spend(), budget.spend(), budget.spend(), budget.spend()], [true, true, true, false]);
    now = 60_000;
    assert.equal(budget.spend(), true);
  });
});
