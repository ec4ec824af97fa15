import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../core/packageRoot';
import { parseExactJson } from '../../runtime/functionCalling';
import { checkPrediction } from './checking/checkPrediction';
import { evaluateCalls } from './evaluateCalls';
import { predictionOf, type CalledFunction, type Prediction } from './predictions';
import { functionName, readQuestions, type Question } from './questions';
import { corruptions } from './testing/corruptions';
import { asSource, goldCalls } from './testing/goldCalls';

const fixtures = path.join(packageRoot(), 'benchmarks', 'functionCalling', 'fixtures');
const ownQuestions = () =>
  readQuestions([path.join(fixtures, 'questions.jsonl')], [path.join(fixtures, 'answers.jsonl')]);

const shared = path.join(packageRoot(), '..', 'shared', 'data', 'function-calling');
const publicCategories = ['simple_python', 'multiple', 'simple_javascript'];
const publicQuestions = () =>
  readQuestions(
    [...publicCategories, 'irrelevance'].map((name) => path.join(shared, `BFCL_v4_${name}.json`)),
    publicCategories.map((name) => path.join(shared, 'possible_answer', `BFCL_v4_${name}.json`)),
  );

const lenient = { sourceText: false };
const calls = (made: readonly CalledFunction[]): Prediction => ({ kind: 'calls', calls: made });

/** Any call will do where the category asks for one. */
function gold(question: Question): readonly CalledFunction[] {
  if (question.category.kind !== 'relevance') return goldCalls(question);
  return [{ name: functionName(question.functions[0]), arguments: new Map() }];
}

function checkGold(questions: readonly Question[]): void {
  const predictions = new Map(questions.map((question) => [question.id, calls(gold(question))]));
  const { n, accuracy, failures } = evaluateCalls(questions, predictions, lenient);
  assert.deepEqual(failures, []);
  assert.deepEqual([n, accuracy], [questions.length, 1]);
}

function checkCorruptions(questions: readonly Question[]): void {
  for (const category of new Set(questions.map((question) => question.category.name))) {
    const members = questions.filter((question) => question.category.name === category);
    const made = corruptions(members, 200, 7);
    assert.equal(made.length, 200, category);
    for (const { question, what, calls: corrupted, reason } of made) {
      const verdict = checkPrediction(question, calls(corrupted), lenient);
      assert.ok(!verdict.right, `${question.id}, ${what}: taken for right`);
      assert.match(`${verdict.reason} ${verdict.message}`, reason, `${question.id}, ${what}`);
    }
  }
}

describe('evaluation of function calls', () => {
  it('takes every accepted answer for right', async () => checkGold(await ownQuestions()));

  it('finds each of 200 seeded corruptions of a category wrong, for its reason', async () => {
    checkCorruptions(await ownQuestions());
  });

  describe('public questions', () => {
    before(function () {
      if (existsSync(shared)) return;
      console.log(`      skipped: ${shared} is not there`);
      this.skip();
    });

    it('takes every accepted answer for right', async () => checkGold(await publicQuestions()));

    it('takes them for right as source text of JavaScript, too', async () => {
      const questions = (await publicQuestions()).filter(({ category }) => category.language === 'javascript');
      const predictions = new Map(questions.map((each) => [each.id, calls(goldCalls(each).map(asSource))]));
      assert.deepEqual(evaluateCalls(questions, predictions, { sourceText: true }).failures, []);
    });

    it('finds each of 200 seeded corruptions of a category wrong, for its reason', async () => {
      checkCorruptions(await publicQuestions());
    });
  });

  it('says how many of how many, by category, with intervals', async () => {
    const questions = await ownQuestions();
    const predictions = new Map(questions.map((question) => [question.id, calls(gold(question))]));
    predictions.set('simple_python_0', { kind: 'malformed', reason: 'half of it is missing' });
    predictions.set('multiple_1', calls([{ name: 'nothing_of_the_kind', arguments: new Map() }]));
    predictions.delete('irrelevance_1');
    const report = evaluateCalls(questions, predictions, lenient);
    assert.deepEqual(
      report.failures.map(({ id, reason }) => [id, reason]),
      [
        ['simple_python_0', 'ast_decoder:decoder_failed'],
        ['multiple_1', 'simple_function_checker:wrong_func_name'],
        ['irrelevance_1', 'no_prediction'],
      ],
    );
    assert.equal(report.accuracy, (questions.length - 3) / questions.length);
    const { accuracy, interval, malformed } = report.byCategory.simple_python!;
    assert.deepEqual([accuracy, malformed], [0.5, 0.5]);
    assert.ok(interval.low > 0.05 && interval.low < 0.1 && interval.high > 0.9);
    assert.equal(report.byCategory.multiple?.unknownFunction, 0.5);
  });

  describe('as the leaderboard does', () => {
    /** A right answer to a question, with one argument exchanged. */
    async function verdict(id: string, argument: string, value: string, options = lenient) {
      const question = (await ownQuestions()).find((each) => each.id === id)!;
      const [call, ...others] = goldCalls(question);
      const changed = { ...call!, arguments: new Map([...call!.arguments, [argument, parseExactJson(value)]]) };
      const checked = checkPrediction(question, calls([changed, ...others]), options);
      return checked.right ? 'right' : checked.reason;
    }

    const cases: readonly [id: string, argument: string, value: string, expected: string][] = [
      ['simple_python_0', 'length', '30', 'right'],
      ['simple_python_0', 'unit', '"M-2."', 'right'],
      ['simple_python_0', 'width', '"12.5"', 'type_error:simple'],
      ['simple_python_1', 'parts', '[]', 'value_error:list_dict_count'],
      ['simple_python_1', 'parts', '[{"number":"A-7","count":2},{"number":"B-9","count":2}]', 'value_error:dict_value'],
      ['simple_python_1', 'parts', '[{"number":"B-9","count":1},{"number":"A-7","count":2}]', 'value_error:dict_value'],
      ['simple_python_1', 'ship_to', '{"city":"graz"}', 'right'],
      ['simple_python_1', 'ship_to', '{"street":"Main Street"}', 'value_error:dict_key'],
      ['multiple_0', 'classes', '[2, 1]', 'value_error:list/tuple'],
      ['multiple_0', 'classes', '[1.0, 2]', 'type_error:nested'],
      ['multiple_0', 'direct', '1', 'type_error:simple'],
      ['multiple_1', 'priority', '1.0', 'type_error:simple'],
      ['multiple_1', 'priority', 'true', 'type_error:simple'],
      ['multiple_1', 'text', '"CALL ADA"', 'right'],
      ['simple_javascript_0', 'values', '"[1.5, 2.5]"', 'right'],
      ['simple_javascript_0', 'style', '"{\\"color\\": \\"red\\", \\"marks\\": [\\"dot\\", \\"line\\"]}"', 'right'],
      ['simple_javascript_0', 'animated', '"true"', 'value_error:others'],
      ['simple_java_0', 'entries', '"4096L"', 'right'],
      ['simple_java_0', 'entries', '"4096"', 'type_error:simple'],
      ['simple_java_0', 'load', '"0.75f"', 'right'],
      ['simple_java_0', 'names', '"new ArrayList<>(Arrays.asList(\\"hot\\", \\"cold\\"))"', 'right'],
      ['simple_java_0', 'names', '"new ArrayList<String>() {{ add(\\"hot\\"); add(\\"cold\\"); }}"', 'right'],
      ['simple_java_0', 'sizes', '"new int[]{1, 2, 3}"', 'right'],
      [
        'simple_java_0',
        'options',
        '"new HashMap<>() {{ put(\\"policy\\", \\"lru\\"); put(\\"shards\\", 4); }}"',
        'right',
      ],
      ['simple_java_1', 'timeout', '"2.5"', 'right'],
      ['simple_java_1', 'timeout', '"2.5f"', 'type_error:simple'],
      ['simple_java_1', 'priority', '"3"', 'right'],
      ['simple_java_1', 'weights', '"new double[]{0.5, 1.5}"', 'right'],
      ['simple_java_1', 'weights', '"new double[]{1.5, 0.5}"', 'value_error:list/tuple'],
      ['simple_javascript_1', 'from', '"12n"', 'right'],
      ['simple_javascript_1', 'from', '"12"', 'type_error:simple'],
      ['simple_javascript_1', 'columns', "\"new Array('id', 'name')\"", 'right'],
    ];
    for (const [id, argument, value, expected] of cases) {
      it(`${id}: ${argument} = ${value} is ${expected}`, async () => {
        assert.equal(await verdict(id, argument, value), expected);
      });
    }

    it('wants source text for JavaScript and Java when told', async () => {
      const strict = { sourceText: true };
      assert.equal(await verdict('simple_javascript_0', 'title', '7', strict), 'type_error:js');
      assert.equal(await verdict('simple_java_0', 'entries', '4096', strict), 'type_error:java');
    });

    it('matches parallel calls without order', async () => {
      const question = (await ownQuestions()).find(({ id }) => id === 'parallel_0')!;
      assert.ok(checkPrediction(question, calls(goldCalls(question).toReversed()), lenient).right);
      const twice = [goldCalls(question)[0]!, goldCalls(question)[0]!];
      assert.ok(!checkPrediction(question, calls(twice), lenient).right);
    });
  });

  it('reads arguments that are written as a string, and tells what is no call', () => {
    const read = (text: string) => {
      const value = parseExactJson(text);
      assert.ok(Array.isArray(value));
      return predictionOf(value);
    };
    assert.deepEqual(
      read('[{"name":"f","arguments":"{\\"a\\":true}"}]'),
      calls([{ name: 'f', arguments: new Map([['a', true]]) }]),
    );
    assert.deepEqual(read('[{}]'), calls([]));
    for (const text of ['[{"arguments":{}}]', '[{"name":"f","arguments":"{"}]', '[3]']) {
      assert.equal(read(text).kind, 'malformed', text);
    }
  });
});
