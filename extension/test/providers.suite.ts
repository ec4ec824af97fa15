/** What runs the models: nothing is tried unasked, all is tried when asked, and both can be read. In a real VS Code. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { makeRandomModel } from '../../runtime/diffusion/test/randomModel';
import type { TestApi } from '../testApi';
import { closeAll, openText, pause, report, set, testApi, until } from './infillSupport';

/** A provider that hangs is given up after two minutes. */
const longestTryMs = 150_000;

describe('execution providers', function () {
  this.timeout(2 * longestTryMs);
  let api: TestApi;
  let remembered: string;
  before(async () => {
    api = await testApi();
    remembered = path.join(api.storage, 'providers.json');
  });
  afterEach(closeAll);

  /** Facts of a section of *Diagnose*, as they stand there. */
  async function diagnosed(): Promise<ReadonlyMap<string, string>> {
    await vscode.commands.executeCommand('whetstone.diagnose');
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    const [, section = ''] = /^## Execution providers\n([^]*?)(?=\n## |$(?![^]))/m.exec(text) ?? [];
    const rows = section.matchAll(/^\| (.*?) +\| (.*?) *\|$/gm);
    return new Map([...rows].map(([, name = '', value = '']) => [name, value.replace(/\\(.)/g, '$1')]));
  }

  async function answerOf(model: string): Promise<void> {
    const calls = api.modelCalls();
    await openText('def area(width, height):\n    return ‸\n', 'python');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await until(`an answer of ${model}`, () => {
      const { kind, detail } = api.status();
      assert.notEqual(kind, 'error', detail);
      return api.modelCalls() > calls && kind === 'ready' && detail.includes(`Model ${model}`);
    });
  }

  /** Runs the command as a person does who closes the message at its end. @returns when that was, as it is remembered */
  async function tryAll(before?: string): Promise<string> {
    const begin = performance.now();
    const trying = vscode.commands.executeCommand('whetstone.tryProviders');
    const probedAt = await until(
      'what was found out',
      () => {
        const text = existsSync(remembered) ? readFileSync(remembered, 'utf8') : '';
        const at = /"probedAt": ?"([^"]+)"/.exec(text)?.[1];
        return at !== before && at;
      },
      longestTryMs,
    );
    report(`the providers were tried in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
    let isOver = false;
    void trying.then(() => (isOver = true));
    await until('the end of the command, its message closed', async () => {
      await vscode.commands.executeCommand('notifications.clearAll');
      return isOver;
    });
    return probedAt;
  }

  it('are not tried at activation, nor for a model that gains nothing by it, and Diagnose says so', async () => {
    assert.equal(existsSync(remembered), false, 'something was tried before anybody asked');
    await answerOf('whetstone-nano');
    const facts = await diagnosed();
    assert.equal(facts.get('Tried'), 'not yet');
    assert.equal(facts.get('cpu'), undefined);
    assert.equal(existsSync(remembered), false);
  });

  it('of a model are named in the hover where that is not the processor alone', async () => {
    const sizes = { hidden: 64, heads: 4, kvHeads: 2, headDim: 16, intermediate: 96, vocab: 512 };
    const model = await makeRandomModel('gguf-f16', { family: 'coda', ...sizes });
    const restore = await set('whetstone.infill.model', model.folder);
    try {
      await answerOf('random');
      await until('what it runs on', () => api.status().detail.includes('It runs on llama.'));
      assert.equal(existsSync(remembered), false, 'providers were tried for a model that runs on none of them');
    } finally {
      await restore();
      await vscode.commands.executeCommand('whetstone.restartRuntime');
      await model.remove();
    }
  });

  it('are tried by the command, and listed by Diagnose with what came of it', async () => {
    const probedAt = await tryAll();
    await answerOf('whetstone-nano');
    const facts = await diagnosed();
    assert.equal(facts.get('Tried'), probedAt);
    assert.match(facts.get('cpu') ?? '', /^works; with int8; .*256 rows [\d.]+ ms, step [\d.]+ ms$/);
    const others = { linux: ['webgpu', 'cuda'], win32: ['webgpu', 'directml', 'cuda'], darwin: ['webgpu', 'coreml'] };
    for (const name of others[process.platform as keyof typeof others]) {
      const fact = facts.get(name) ?? '';
      report(`${name}: ${fact}`);
      // What does not work says why.
      assert.match(fact, /^works; with \S|^(absent|wrong|crashed|hung|failed); \S/, name);
    }
    const chosen = facts.get('Fastest that works, for weights that suit it') ?? '';
    assert.match(facts.get(chosen) ?? '', /^works;/);
  });

  it('are tried anew by the command, although they are known', async () => {
    const first = /"probedAt": ?"([^"]+)"/.exec(readFileSync(remembered, 'utf8'))?.[1];
    assert.ok(first);
    await pause(10);
    const second = await tryAll(first);
    assert.ok(Date.parse(second) > Date.parse(first));
  });
});
