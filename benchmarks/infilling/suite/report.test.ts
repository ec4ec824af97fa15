import assert from 'node:assert/strict';
import { groupsOf, markdownOf, suiteFigures, type SuiteDocument } from './report';
import { listedAnswers, outcome, suiteTask } from './testing/outcomes';

const tasks = [
  suiteTask('a'),
  suiteTask('b', { kind: 'block' }),
  suiteTask('c', { language: 'go' }),
  suiteTask('d', { language: 'go' }),
];
const [ours, theirs] = [listedAnswers('ours', []), listedAnswers('the|irs', [])];
const outcomes = new Map([
  [ours, tasks.map((task) => outcome(task, { chance: 0.8 }))],
  [theirs, tasks.map((task, index) => outcome(task, { exact: index === 0, forwardPasses: 0 }))],
]);
const document: SuiteDocument = {
  format: 1,
  made: '2026-01-02T03:04:05Z',
  machine: { cores: 2, threads: 1, node: '20.0.0', load: [0.5, 1] },
  files: [{ name: 'tasks.jsonl', sha256: '0123456789abcdef', tasks: 4 }],
  gate: 0.3,
  ...suiteFigures(outcomes, 0.3),
};

describe('report of the suite', () => {
  it('has a group for every language, kind, and both', () => {
    assert.deepEqual(
      groupsOf(tasks).map(({ language, kind }) => `${language} ${kind}`),
      [
        'all all',
        'all rest-of-line',
        'all block',
        'python all',
        'python rest-of-line',
        'python block',
        'go all',
        'go rest-of-line',
      ],
    );
  });

  it('has figures of every model for every group, and compares the first with the others', () => {
    assert.equal(document.rows.length, 16);
    const row = document.rows.find(({ model, language, kind }) => `${model} ${language} ${kind}` === 'the|irs go all');
    assert.deepEqual([row?.n, row?.exactMatch.mean, row?.coverage], [2, 0, undefined]);
    assert.equal(document.comparisons.length, 8);
    assert.deepEqual([document.comparisons[0]!.first, document.comparisons[0]!.exactMatch.wins], ['ours', 3]);
  });

  it('prints tables', () => {
    const markdown = markdownOf(document);
    assert.match(markdown, /4 tasks of tasks\.jsonl \(4 tasks, sha256 01234567\)\. 2026-01-02/);
    assert.match(markdown, /\| ours \| 4 \| 100\.0 \(51\.0 to 100\.0\) \| 100\.0 \(100\.0 to 100\.0\) \|/);
    assert.match(markdown, /\| the\\\|irs \| 4 \| 25\.0 /);
    assert.match(markdown, /## By language and kind/);
    // Nothing was run, so there is no such column.
    assert.doesNotMatch(markdown, /pass@1/);
    assert.match(markdown, /\| all \| the\\\|irs \| 75\.0 \([^|]*\| 4\.00 \([^|]*\| 3 \/ 0 \| 0\.250 \|/);
    for (const table of markdown.split('\n\n').filter((part) => part.startsWith('|'))) {
      const cells = table.split('\n').map((line) => line.replaceAll('\\|', '').split('|').length);
      assert.equal(new Set(cells).size, 1, table);
    }
  });

  it('leaves out tables that would repeat others', () => {
    const one = suiteFigures(new Map([[ours, [outcome(tasks[0]!)]]]), 0.3);
    const markdown = markdownOf({ ...document, ...one });
    assert.doesNotMatch(markdown, /## By|against/);
  });
});
