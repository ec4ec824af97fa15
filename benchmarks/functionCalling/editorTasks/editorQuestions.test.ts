import assert from 'node:assert/strict';
import { isExactArray, isExactObject } from '../../../runtime/functionCalling';
import { checkPrediction } from '../checking/checkPrediction';
import { evaluateCalls } from '../evaluateCalls';
import { functionName } from '../questions';
import { corruptions } from '../testing/corruptions';
import { goldCalls } from '../testing/goldCalls';
import { editorCategories, editorQuestions } from './editorQuestions';
import { workspaceFunctions } from './editorTools';

const signal = new AbortController().signal;
const lenient = { sourceText: false };

describe('questions of an editor', function () {
  this.timeout(30_000);

  it('are the same for a seed, others for another, and all different', async () => {
    const texts = async (seed: number) =>
      (await editorQuestions(seed, 20, signal)).map(({ messages }) => messages[0]?.get('content'));
    const first = await texts(1);
    assert.deepEqual(await texts(1), first);
    assert.notDeepEqual(await texts(2), first);
    assert.equal(new Set(first).size, first.length);
  });

  it('name only tools and arguments that there are, all required ones included', async () => {
    const functions = await workspaceFunctions(signal);
    for (const { id, accepted, functions: shown } of await editorQuestions(3, 60, signal)) {
      for (const { name, values } of accepted) {
        const parameters = functions.find((each) => functionName(each) === name)?.get('parameters');
        assert.ok(isExactObject(parameters), `${id}: ${name}`);
        assert.ok(
          shown.some((each) => functionName(each) === name),
          `${id} does not show ${name}`,
        );
        const required = parameters.get('required');
        for (const key of isExactArray(required) ? required : []) {
          assert.ok(
            typeof key === 'string' && !values.get(key)?.includes(''),
            `${id}: a required argument may be left out`,
          );
        }
      }
    }
  });

  it('use every tool of the workspace', async () => {
    const used = (await editorQuestions(5, 200, signal)).flatMap(({ accepted }) => accepted.map(({ name }) => name));
    const names = (await workspaceFunctions(signal)).map(functionName);
    assert.deepEqual([...new Set(used)].sort(), [...names].sort());
  });

  it('are answered right by their accepted calls', async () => {
    const questions = await editorQuestions(7, 80, signal);
    const gold = new Map(questions.map((each) => [each.id, { kind: 'calls', calls: goldCalls(each) } as const]));
    const { accuracy, failures, byCategory } = evaluateCalls(questions, gold, lenient);
    assert.deepEqual([accuracy, failures], [1, []]);
    assert.deepEqual(Object.keys(byCategory), [...editorCategories]);
  });

  it('find each of 200 seeded corruptions of a category wrong, for its reason', async () => {
    const questions = await editorQuestions(7, 80, signal);
    for (const name of editorCategories) {
      const members = questions.filter(({ category }) => category.name === name);
      const made = corruptions(members, 200, 9);
      assert.equal(made.length, 200, name);
      for (const { question, what, calls, reason } of made) {
        const verdict = checkPrediction(question, { kind: 'calls', calls }, lenient);
        assert.ok(!verdict.right, `${question.id}, ${what}: taken for right`);
        assert.match(`${verdict.reason} ${verdict.message}`, reason, `${question.id}, ${what}`);
      }
    }
  });
});
