import assert from 'node:assert/strict';
import { floorAnswers } from './floors';
import { openPythonParser } from './python/treeSitterPython';
import { scenarioSchema, promptText } from './scenario';
import { scoreReference } from './scoreReference';

const scenario = scenarioSchema.parse({
  id: 'python_x_1',
  task_category: 'multi_session_development',
  difficulty: 'easy',
  task_prompt: { session_2: 'Then Update it.', session_10: 'Add tests.', session_1: 'Create a Cache.', note: 3 },
  context_files: ['src/cache.py'],
});

describe('floors of the published score', () => {
  it('are Python that parses, and the soup beats the empty file by far', async () => {
    const parser = await openPythonParser();
    const [empty, soup] = floorAnswers(scenario).map(({ texts }) => {
      assert.ok([...texts.values()].every((text) => parser.parse(text) !== undefined));
      return scoreReference(scenario, texts, {}, parser);
    });
    assert.ok(soup!.dimensions.softwareEngineering > 2 * empty!.dimensions.softwareEngineering);
    assert.equal(soup!.breakdown.icu.contextUsage, 1);
    assert.equal(empty!.lcbs, undefined);
  });

  it('refuse an answer without files, where the published code divides by zero', async () => {
    const parser = await openPythonParser();
    assert.throws(() => scoreReference(scenario, new Map(), {}, parser), RangeError);
  });
});

describe('prompts of several sessions', () => {
  it('are joined by the code points of their keys, texts alone', () => {
    assert.equal(promptText(scenario), 'Create a Cache. Add tests. Then Update it.');
  });
});
