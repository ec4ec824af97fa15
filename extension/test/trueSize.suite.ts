/**
 * A model of real size in a real editor: loaded, asked, cancelled, and unloaded. Only where WHETSTONE_TRUE_SIZE_MODEL names its folder;
 * extension/dev/README.md says how to make one.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../testApi';
import { closeAll, openText, pause, report, set, testApi, until } from './infillSupport';

const folder = process.env.WHETSTONE_TRUE_SIZE_MODEL ?? '';
const minutes = 60_000;
/** A machine that is busy takes its time for billions of weights. */
const patienceMs = 8 * minutes;

const question = (name: string): string => `def ${name}(value):\n    total = value * 2\n    return ‸\n`;

describe('a model of real size', function () {
  this.timeout(20 * minutes);
  let api: TestApi;
  const restores: (() => Promise<void>)[] = [];
  before(async function () {
    if (folder === '') {
      report('skipped: WHETSTONE_TRUE_SIZE_MODEL names no model folder (extension/dev/README.md)');
      this.skip();
    }
    api = await testApi();
    for (const [key, value] of [
      ['whetstone.infill.model', folder],
      ['whetstone.infill.minimumChance', 0],
      ['whetstone.infill.trigger', 'onDemand'],
      ['whetstone.runtime.threads', 2],
      ['whetstone.runtime.idleMinutes', 1],
    ] as const) {
      restores.push(await set(key, value));
    }
  });
  afterEach(closeAll);
  after(async () => {
    for (const restore of restores.reverse()) await restore();
  });

  const ask = (): Thenable<unknown> => vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');

  /** Waits until the model has answered: with text, or with nothing worth showing, which random weights may well do. */
  async function answered(calls: number): Promise<string> {
    await until('the request', () => api.modelCalls() > calls, patienceMs);
    let quiet = 0;
    return until(
      'the answer',
      async () => {
        const status = api.status();
        assert.notEqual(status.kind, 'error', status.detail);
        const [text] = api.standing();
        if (text !== undefined) return JSON.stringify(text);
        // The widget shows a moment later what the status knows already.
        quiet = status.kind === 'loading' || status.kind === 'thinking' ? 0 : quiet + 1;
        await pause(50);
        return quiet > 20 && 'nothing worth showing';
      },
      patienceMs,
    );
  }

  async function pidOfReady(): Promise<number> {
    const state = await api.runtime();
    assert.ok(state.kind === 'ready', state.kind);
    return state.pid;
  }

  /** What *Diagnose* shows of the process, by its labels. */
  async function diagnosed(label: string): Promise<number> {
    await vscode.commands.executeCommand('whetstone.diagnose');
    const text = await until('the diagnosis', () => {
      const all = vscode.workspace.textDocuments.map((document) => document.getText());
      return all.find((each) => each.includes(label));
    });
    const value = new RegExp(`${label.replace(/[()]/g, '\\$&')}\\W+(\\d+)`).exec(text)?.[1];
    assert.ok(value, text);
    return Number(value);
  }

  it('loads and answers on demand', async () => {
    await openText(question('double'), 'python');
    const calls = api.modelCalls();
    const start = performance.now();
    await ask();
    const answer = await answered(calls);
    report(`first answer after ${((performance.now() - start) / 1000).toFixed(1)} s: ${answer}`);
  });

  it('answers again without loading', async () => {
    await openText(question('treble'), 'python');
    const calls = api.modelCalls();
    const start = performance.now();
    await ask();
    const answer = await answered(calls);
    report(`second answer after ${((performance.now() - start) / 1000).toFixed(1)} s: ${answer}`);
  });

  it('shows how long it loaded and what memory it takes', async () => {
    const loading = await diagnosed('Loading (ms)');
    await closeAll();
    const resident = await diagnosed('Resident (MiB)');
    report(`loaded in ${(loading / 1000).toFixed(1)} s, ${resident} MiB resident`);
    assert.ok(resident > 500, 'the weights are in memory');
  });

  it('ends a request that is cancelled, and keeps the process', async () => {
    const before = await pidOfReady();
    const editor = await openText(question('fourfold'), 'python');
    const calls = api.modelCalls();
    await ask();
    await until('the request', () => api.modelCalls() > calls, patienceMs);
    await pause(500);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# typed\n'));
    await openText(question('fivefold'), 'python');
    const next = api.modelCalls();
    const start = performance.now();
    await ask();
    await answered(next);
    report(`a request behind a cancelled one was answered after ${((performance.now() - start) / 1000).toFixed(1)} s`);
    assert.equal(await pidOfReady(), before, 'the process lives on');
  });

  it('is unloaded when nobody asks any more', async () => {
    const pid = await pidOfReady();
    await until('the process to end', async () => (await api.runtime()).kind === 'stopped', 3 * minutes);
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });
});
