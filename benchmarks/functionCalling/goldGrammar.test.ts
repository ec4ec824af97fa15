import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { callGrammar, checkToolCall, plainJson, pythonJson, type ExactJson } from '../../runtime/functionCalling';
import { Gbnf } from '../../runtime/functionCalling/grammar/testing/gbnf';
import { packageRoot } from '../core/packageRoot';
import { readQuestions } from './questions';
import { toolOf } from './retrievalBaseline';
import { goldCalls } from './testing/goldCalls';

const fixtures = path.join(packageRoot(), 'benchmarks', 'functionCalling', 'fixtures');
const shared = path.join(packageRoot(), '..', 'shared', 'data', 'function-calling');

/** Members in the order of the schema, as the grammar wants them. */
function ordered(given: ReadonlyMap<string, ExactJson>, names: readonly string[]): ReadonlyMap<string, ExactJson> {
  return new Map([...given].sort(([a], [b]) => names.indexOf(a) - names.indexOf(b)));
}

/** @param step every question, or every so manieth: compiling hundreds of schemas takes its time */
async function checkGold(
  questionFiles: readonly string[],
  answerFiles: readonly string[],
  step: number,
): Promise<string[]> {
  const wrong: string[] = [];
  const questions = await readQuestions(questionFiles, answerFiles);
  for (const question of questions.filter((_, index) => index % step === 0)) {
    // Source text of other languages is about their own types.
    if (question.category.language !== 'python') continue;
    for (const call of goldCalls(question)) {
      const tool = question.functions.map(toolOf).find(({ name }) => name === call.name)!;
      const plain = plainJson(call.arguments);
      const valid = checkToolCall({ name: call.name, arguments: Object(plain) as Record<string, never> }, [tool]);
      const { gbnf, refused } = callGrammar([tool], { syntax: 'xlam' });
      assert.deepEqual(refused, [], question.id);
      const { properties } = tool.inputSchema;
      const names = Object.keys(Object(properties) as Record<string, unknown>);
      const text = pythonJson([
        new Map<string, ExactJson>([
          ['name', call.name],
          ['arguments', ordered(call.arguments, names)],
        ]),
      ]);
      const accepted = new Gbnf(gbnf ?? '').accepts(text);
      // What the schema itself does not allow, the grammar must not allow either.
      const fits = valid.kind === 'valid' && valid.coercions.length === 0;
      if (accepted !== fits) wrong.push(`${question.id} ${accepted ? 'accepted' : 'refused'}: ${text}`);
    }
  }
  return wrong;
}

describe('grammars of real functions', function () {
  this.timeout(120_000);

  it('accept the accepted answers of our own questions', async () => {
    const wrong = await checkGold([path.join(fixtures, 'questions.jsonl')], [path.join(fixtures, 'answers.jsonl')], 1);
    assert.deepEqual(wrong, []);
  });

  it('accept those of public questions, as far as the functions themselves allow them', async function () {
    if (!existsSync(shared)) {
      console.log(`      skipped: ${shared} is not there`);
      this.skip();
    }
    const names = ['BFCL_v4_simple_python.json', 'BFCL_v4_multiple.json'];
    const wrong = await checkGold(
      names.map((name) => path.join(shared, name)),
      names.map((name) => path.join(shared, 'possible_answer', name)),
      12,
    );
    assert.deepEqual(wrong, []);
  });
});
