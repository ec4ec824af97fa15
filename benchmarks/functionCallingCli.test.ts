/** The command line's function calling: prompts, evaluation, selection of tools. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { packageRoot } from './core/packageRoot';
import { bundledCommandLine, runCommandLine } from './testing/commandLine';

describe('whetstone command: function calling', function () {
  this.timeout(120_000);
  let folder: string;
  const fixtures = path.join(packageRoot(), 'benchmarks', 'functionCalling', 'fixtures');
  const questions = path.join(fixtures, 'questions.jsonl');
  const answers = path.join(fixtures, 'answers.jsonl');

  before(async () => {
    await bundledCommandLine();
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
    const files: Readonly<Record<string, unknown>> = {
      'messages.json': [{ role: 'user', content: 'Weather in Paris and Rome?' }],
      'tools.json': [
        { type: 'function', function: { name: 'get_weather', description: 'Current weather', parameters } },
      ],
      'bad.json': { hello: 1 },
    };
    for (const [name, value] of Object.entries(files)) await writeFile(path.join(folder, name), JSON.stringify(value));
    await writeFile(path.join(folder, 'half.json'), '{"a": ');
    await writeFile(path.join(folder, 'predictions.jsonl'), '{"id": "irrelevance_0", "toolCalls": []}\n');
    await writeFile(
      path.join(folder, 'turns.jsonl'),
      '{"id": "multi_turn_base_0", "question": [[]], "involved_classes": ["TicketAPI"]}\n',
    );
    await writeFile(path.join(folder, 'truths.jsonl'), '{"id": "multi_turn_base_0", "ground_truth": [[]]}\n');
    await writeFile(
      path.join(folder, 'seal.jsonl'),
      '{"api_name": "getTime", "api_description": "Time of a city", "parameters": {}}\n',
    );
    await writeFile(
      path.join(folder, 'queries.jsonl'),
      '{"id": "1", "query": "What time is it?", "calling": [{"api": "getTime"}]}\n',
    );
  });
  after(() => rm(folder, { recursive: true }));

  const whetstone = (...args: string[]) => runCommandLine(args, { folder });

  const render = ['render-prompt', '--family', 'xlam-qwen', '--messages', 'messages.json', '--tools', 'tools.json'];
  const evaluate = ['eval', 'function-calling', '--questions', questions, '--answers', answers];

  it('prints the bytes of a prompt and nothing else', async () => {
    const { status, stdout, stderr } = await whetstone(...render);
    assert.deepEqual([status, stderr], [0, '']);
    const hash = createHash('sha256').update(stdout).digest('hex');
    assert.equal(hash, '56384a6e6f62484a2abb4310ce1f42e8675eccde4b2cbdbaa3bc30e463655906');
    const { stdout: json } = await whetstone(...render, '--json');
    const answer = z.object({ prompt: z.string(), bytes: z.number(), sha256: z.string() }).parse(JSON.parse(json));
    assert.deepEqual([answer.prompt, answer.bytes, answer.sha256], [stdout, 1084, hash]);
  });

  it('evaluates predictions, and a model', async () => {
    const share = z.number().min(0).max(1);
    const figures = z.object({ n: z.number(), accuracy: share, interval: z.object({ low: share, high: share }) });
    const report = figures.extend({
      byCategory: z.record(z.string(), figures),
      failures: z.array(z.object({ id: z.string(), category: z.string(), reason: z.string(), message: z.string() })),
    });
    for (const what of [
      ['--predictions', 'predictions.jsonl'],
      ['--model', 'retrieval-baseline'],
      ['--model', 'retrieval-baseline', '--against', 'retrieval-baseline'],
    ]) {
      const { status, stdout, stderr } = await whetstone(...evaluate, ...what, '--json');
      assert.equal(status, 0, stderr);
      const { n, accuracy, byCategory, failures } = report.parse(JSON.parse(stdout));
      assert.equal(n, 19);
      assert.equal(failures.length, n - Math.round(accuracy * n));
      assert.ok((byCategory.irrelevance?.accuracy ?? 0) >= 0.5);
    }
  });

  it('evaluates dialogues, and several tries at them', async () => {
    const dialogues = path.join(packageRoot(), 'benchmarks', 'functionCalling', 'multiTurn', 'fixtures');
    const files = ['questions.jsonl', 'answers.jsonl'].map((name) => path.join(dialogues, name));
    const truths = (await readFile(files[1] ?? '', 'utf8')).split('\n').filter((line) => line !== '');
    const results = truths.map((line) => line.replace('"ground_truth"', '"result"'));
    await writeFile(path.join(folder, 'right.jsonl'), results.join('\n'));
    await writeFile(path.join(folder, 'half.jsonl'), results.filter((_, index) => index % 2 === 0).join('\n'));
    const args = ['eval', 'function-calling', '--questions', files[0] ?? '', '--answers', files[1] ?? ''];
    const { status, stdout, stderr } = await whetstone(...args, '--predictions', 'right.jsonl,half.jsonl', '--json');
    assert.equal(status, 0, stderr);
    const report = z.object({
      n: z.number(),
      accuracy: z.number(),
      leaderboard: z.object({ multiTurn: z.number() }),
      trials: z.object({ accuracies: z.array(z.number()), passAll: z.record(z.string(), z.number()) }),
    });
    const { n, accuracy, leaderboard, trials } = report.parse(JSON.parse(stdout));
    assert.deepEqual([n, accuracy, leaderboard.multiTurn], [16, 1, 1]);
    assert.deepEqual(trials, { accuracies: [1, 0.5], passAll: { '1': 0.75, '2': 0.5 } });
  });

  it('makes questions about work in an editor, by a seed', async () => {
    const args = ['eval', 'function-calling', '--suite', 'editor', '--seed', '4', '--count', '5'];
    const { status, stdout, stderr } = await whetstone(...args, '--model', 'retrieval-baseline', '--json');
    assert.equal(status, 0, stderr);
    const { n, byCategory } = z
      .object({ n: z.number(), byCategory: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(stdout));
    assert.deepEqual([n, Object.keys(byCategory).length], [20, 4]);
  });

  it('measures the selection of tools', async () => {
    const args = ['eval', 'tool-selection', '--tools', 'seal.jsonl', '--queries', 'queries.jsonl', '--json'];
    const { status, stdout, stderr } = await whetstone(...args);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /"tools": 1,\s+"n": 1/);
  });

  const cases: readonly [what: string, args: string[], message: RegExp][] = [
    ['an unknown family', ['render-prompt', '--family', 'gpt', '--messages', 'messages.json'], /xlam-qwen, xlam-llama/],
    ['messages that are none', [...render.slice(0, 3), '--messages', 'bad.json'], /list of messages/],
    ['half a file', [...render.slice(0, 3), '--messages', 'half.json'], /half\.json: not JSON/],
    ['no predictions', evaluate, /either --predictions FILE or --model ID/],
    [
      'no questions',
      ['eval', 'function-calling', '--model', 'retrieval-baseline'],
      /--questions FILES or --suite editor/,
    ],
    ['an unknown model', [...evaluate, '--model', 'gpt'], /no model gpt here.*retrieval-baseline/],
    ['a caller without weights', [...evaluate, '--model', 'embedded-caller'], /needs --caller-weights FILE/],
    [
      'an unknown rival',
      [...evaluate, '--model', 'retrieval-baseline', '--against', 'gpt'],
      /no model gpt here.*embedded-caller/,
    ],
    [
      'questions without answers',
      ['eval', 'function-calling', '--questions', questions, '--model', 'retrieval-baseline'],
      /no accepted answer for simple_python_0/,
    ],
    ['predictions that are none', [...evaluate, '--predictions', 'bad.json'], /bad\.json, line 1: not a prediction/],
    [
      'questions of several turns for a model that answers one',
      [
        'eval',
        'function-calling',
        '--questions',
        'turns.jsonl',
        '--answers',
        'truths.jsonl',
        '--model',
        'retrieval-baseline',
      ],
      /one turn only, and multi_turn_base_0 has several/,
    ],
    [
      'questions of several turns without an accepted answer',
      ['eval', 'function-calling', '--questions', 'turns.jsonl', '--predictions', 'predictions.jsonl'],
      /no accepted answer for multi_turn_base_0/,
    ],
    ['nothing to select from', ['eval', 'tool-selection'], /nothing to measure/],
    [
      'tools that are none',
      ['eval', 'tool-selection', '--tools', 'bad.json', '--queries', 'queries.jsonl'],
      /line 1: not a tool/,
    ],
  ];
  for (const [what, args, message] of cases) {
    it(`refuses ${what} with status 2`, async () => {
      const { status, stdout, stderr } = await whetstone(...args);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n\s+at /, 'a stack trace');
      assert.deepEqual([status, stdout], [2, '']);
    });
  }
});
