import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startFakeProvider, type FakeProvider } from '../../runtime/gateway/testing/fakeProvider';
import { writeScriptedChatModel } from '../../runtime/llama/chat/testing/scriptedChatModel';
import { runCommandLine } from '../testing/commandLine';

const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const tool = { name: 'get_weather', description: 'Weather of a city', parameters };

describe('whetstone chat and eval function-calling --model', function () {
  this.timeout(120_000);
  let folder: string;
  let model: string;
  let provider: FakeProvider;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'chat-command-'));
    model = path.join(folder, 'scripted.gguf');
    await writeScriptedChatModel(model, {
      name: 'xLAM-2-1b-fc-r',
      replies: [
        { say: 'No tool fits.' },
        { when: '~', say: '[{"name": "get_weather", "arguments": {"city": "Paris"}}]' },
      ],
    });
    provider = await startFakeProvider(() => ({ text: ['Hello'], usage: { input: 20, output: 7 } }), {
      models: [{ id: 'm' }],
    });
    await writeFile(path.join(folder, 'tools.json'), JSON.stringify([{ type: 'function', function: tool }]));
    await writeFile(path.join(folder, 'ask.json'), JSON.stringify([{ role: 'user', content: 'Weather of Paris ~' }]));
  });

  after(async () => {
    await provider.close();
    await rm(folder, { recursive: true, force: true });
  });

  const whetstone = async (...args: readonly string[]) => {
    const env = { ...process.env, WHETSTONE_HOME: folder };
    const { status, stdout, stderr } = await runCommandLine(args, { env });
    assert.equal(status, 0, stderr);
    return stdout;
  };
  const file = (name: string) => path.join(folder, name);

  it('prints the calls of a GGUF model as one JSON document', async () => {
    const args = ['--messages', file('ask.json'), '--tools', file('tools.json'), '--json'];
    const answer = JSON.parse(await whetstone('chat', '--model', model, ...args)) as Record<string, unknown>;
    assert.deepEqual(answer.toolCalls, [{ name: 'get_weather', arguments: { city: 'Paris' } }]);
    assert.deepEqual([answer.content, answer.finish, answer.cost], ['', 'tool-calls', 0]);
    assert.ok((answer.usage as { outputTokens: number }).outputTokens > 0);
  });

  it('prints the text of a model behind an endpoint as it comes', async () => {
    const baseUrl = `${provider.origin}/v1`;
    const models = [{ name: 'm', price: { input: 0, output: 0 } }];
    const settings = { providers: [{ id: 'here', kind: 'openai-compatible', baseUrl, models }] };
    await writeFile(file('settings.json'), JSON.stringify(settings));
    const args = ['--messages', file('ask.json'), '--config', file('settings.json')];
    assert.equal(await whetstone('chat', '--model', 'here/m', ...args), 'Hello\n');
  });

  it('evaluates a model, keeps what each answer took, and goes on where it was broken off', async () => {
    const question = (id: string, content: string) =>
      JSON.stringify({ id, question: [[{ role: 'user', content }]], function: [tool] });
    const lines = [question('simple_python_0', 'Weather of Paris ~'), question('irrelevance_0', 'Sing a song')];
    await writeFile(file('questions.jsonl'), lines.join('\n'));
    const truth = { id: 'simple_python_0', ground_truth: [{ get_weather: { city: ['Paris'] } }] };
    await writeFile(file('answers.jsonl'), JSON.stringify(truth));
    const kept = file('kept.jsonl');
    // What a run leaves that was killed: a whole answer, and half of the next.
    const before = '{"id": "irrelevance_0", "toolCalls": [{"name": "get_weather", "arguments": {}}]}\n';
    await writeFile(kept, `${before}{"id": "simple_py`);
    const args = [
      '--questions',
      file('questions.jsonl'),
      '--answers',
      file('answers.jsonl'),
      '--save-predictions',
      kept,
    ];
    const printed = await whetstone('eval', 'function-calling', '--model', model, ...args, '--json');
    const report = JSON.parse(printed) as { n: number; accuracy: number; run: { modelHash: string; paths: object } };
    assert.deepEqual([report.n, report.accuracy, report.run.paths], [2, 0.5, { array: 1 }]);
    assert.match(report.run.modelHash, /^[\da-f]{64}$/);
    const [first, second, ...others] = (await readFile(kept, 'utf8')).split('\n');
    assert.deepEqual([`${first ?? ''}\n`, others], [before, ['']]);
    assert.match(second ?? '', /"simple_python_0".*"outputTokens": \d+/);
  });
});
