import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BadInputError } from '../core/badInputError';
import { readRoutingData } from './routingData';

const columns = { prompt: 'prompt', weak: 'small', strong: 'large' };

describe('routing data', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'routing-data-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = (text: string, name = 'data.csv') => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const refused = (text: string, message: RegExp) =>
    assert.rejects(
      readRoutingData(file(text), columns),
      (error) => error instanceof BadInputError && message.test(error.message),
    );

  it('reads cells with line breaks and quotes, labels in several spellings, and leaves contaminated prompts out', async () => {
    const data = file(
      'prompt,small,large,large_response\n"two\nlines, ""quoted""",True,1,"an\nanswer"\nseen,false,0,x\n',
    );
    const contaminated = file('{"eval_prompt": "seen"}\n', 'seen.jsonl');
    const { items, removed, answerColumn } = await readRoutingData(data, columns, contaminated);
    assert.deepEqual(items, [{ prompt: 'two\nlines, "quoted"', weak: true, strong: true, strongAnswer: 'an\nanswer' }]);
    assert.deepEqual([removed, answerColumn], [1, 'large_response']);
  });

  it('says what is wrong with data that cannot be used', async () => {
    await refused('', /is empty/);
    await refused('prompt,small,large\n', /no rows/);
    await refused('prompt,small\nx,True\n', /no column "large". Its columns: prompt, small/);
    await refused('prompt,small,large\nx,True,maybe\n', /Row 1 .* "maybe" in column "large"/);
    await refused('prompt,small,large\n"x,True,False\n', /not a CSV file/);
  });
});
