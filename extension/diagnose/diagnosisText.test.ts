import assert from 'node:assert/strict';
import { diagnosisText } from './diagnosisText';

describe('diagnosisText', () => {
  it('makes a table a section, with a dash for what is unknown', () => {
    const text = diagnosisText([
      {
        title: 'Runtime',
        facts: [
          ['pid', 7],
          ['error', undefined],
        ],
      },
    ]);
    assert.match(
      text,
      /## Runtime\n\n\| Fact {2}\| Value \|\n\| ----- \| ----- \|\n\| pid {3}\| 7 {5}\|\n\| error \| – {5}\|\n/,
    );
  });
  it('no value breaks the table or becomes Markdown', () => {
    const text = diagnosisText([{ title: 'T', facts: [['path', 'a|b\n[c](command:x)']] }]);
    assert.match(text, /\| path \| a\\\|b \\\[c\\\]\(command:x\) \|/);
  });
});
