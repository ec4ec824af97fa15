import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Json, JsonSchema } from '../../runtime/gateway/types';
import { packageRoot } from '../core/packageRoot';
import { evaluateCalls } from './evaluateCalls';
import { predictionLines, readPredictions, type Prediction } from './predictions';
import { readQuestions } from './questions';
import { retrievalBaseline } from './retrievalBaseline';
import { filledArguments } from './slotFilling';
import { measureSelection } from './toolSelection';

const property = (type: string, description = '', more: JsonSchema = {}): Json => ({ type, description, ...more });

describe('filledArguments', () => {
  const cases: readonly [question: string, properties: Readonly<Record<string, Json>>, expected: object][] = [
    [
      'A plot of 12.5 by 30 metres',
      { width: property('number'), length: property('number') },
      { width: 12.5, length: 30 },
    ],
    ["Write 'mow the lawn' down", { text: property('string') }, { text: 'mow the lawn' }],
    [
      'Trains from Basel to New York',
      { origin: property('string'), destination: property('string') },
      { origin: 'Basel', destination: 'New York' },
    ],
    [
      'It is 20 years old and weighs 75 kg',
      { weight: property('integer', 'Weight in kg'), age: property('integer', 'Age in years') },
      { weight: 75, age: 20 },
    ],
    [
      'Sort [3, 1, 2] in descending order',
      {
        numbers: property('array', '', { items: { type: 'integer' } }),
        order: property('string', '', { enum: ['ascending', 'descending'] }),
      },
      { numbers: [3, 1, 2], order: 'descending' },
    ],
    ['Nothing is said of it', { count: property('integer') }, {}],
    ['Five apples', { count: property('integer') }, { count: 5 }],
  ];
  for (const [question, properties, expected] of cases) {
    it(question, () => {
      const schema: JsonSchema = { type: 'object', properties, required: Object.keys(properties) };
      assert.deepEqual(filledArguments(schema, question), expected);
    });
  }
});

describe('retrieval baseline', () => {
  const fixtures = path.join(packageRoot(), 'benchmarks', 'functionCalling', 'fixtures');

  it('answers questions, and its predictions read back to the same figures', async () => {
    const questions = await readQuestions(
      [path.join(fixtures, 'questions.jsonl')],
      [path.join(fixtures, 'answers.jsonl')],
    );
    const predictions = new Map<string, Prediction>();
    for (const question of questions) {
      predictions.set(question.id, await retrievalBaseline.answer(question, new AbortController().signal));
    }
    const report = evaluateCalls(questions, predictions, { sourceText: false });
    assert.equal(report.n, questions.length);
    assert.ok(report.accuracy > 0.1 && report.accuracy < 0.9, `${report.accuracy}`);
    const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
    try {
      const file = path.join(folder, 'predictions.jsonl');
      await writeFile(file, predictionLines(predictions));
      assert.deepEqual(evaluateCalls(questions, await readPredictions(file), { sourceText: false }), report);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('measureSelection', () => {
  it('counts which of the needed tools are among the first', async () => {
    const tools = ['weather report', 'currency exchange', 'train times'].map((description, index) => ({
      name: `t${index}`,
      description,
      inputSchema: {},
    }));
    const queries = [
      { id: '1', query: 'weather and trains', needed: ['t0', 't2'] },
      { id: '2', query: 'weather', needed: ['t1'] },
    ];
    const { index } = await measureSelection(tools, queries, [1, 3]);
    assert.deepEqual(
      index.map(({ recall, complete }) => [recall.mean, complete.mean]),
      [
        [0.25, 0],
        [0.5, 0.5],
      ],
    );
  });
});
