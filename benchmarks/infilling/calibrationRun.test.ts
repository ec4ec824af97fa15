import assert from 'node:assert/strict';
import type { InfillParams, InfillResult, SuggestionEvidence } from '../../runtime/protocol';
import { crossValidated } from './calibrationFit';
import { isWholePrefix, runCalibration, type CalibrationRow, type CalibrationRunOptions } from './calibrationRun';
import type { SuiteTask } from './suite/suiteTasks';

const evidence: SuggestionEvidence = {
  tokens: 3,
  meanLogProbability: -0.1,
  minLogProbability: -0.2,
  firstLogProbability: -0.1,
  endLogProbability: -0.1,
  copyMatch: 0,
  copied: 0,
  midWord: false,
};
const options: CalibrationRunOptions = {
  model: 'embedded',
  copy: 'file',
  seed: 0,
  syntax: true,
  onProgress: () => undefined,
  signal: new AbortController().signal,
};
const taskOf = (truth: string, language = 'python'): SuiteTask => ({
  task: {
    task_id: `a.py:${truth}`,
    prompt: 'x = (1 + ',
    suffix: ')\n',
    canonical_solution: truth,
    test: '',
    entry_point: 'f',
  },
  language,
  kind: 'rest-of-line',
  form: { extent: 'line', wholeLines: false },
  key: truth,
});

describe('calibration run', () => {
  it('judges each suggestion, and leaves out where there is none', async () => {
    const texts = ['2', '2', '2 + 2', '', '2)', 'f('];
    const asked: InfillParams[] = [];
    const infiller = {
      infill: (params: InfillParams): Promise<InfillResult> => {
        const text = texts[asked.push(params) - 1]!;
        return Promise.resolve({
          model: 'listed',
          suggestions: [{ text, tokens: 1, confidence: 1, chance: 0.5, evidence }],
          forwardPasses: 1,
          contextTokens: 1,
          contextReused: 0,
          ms: { context: 1, denoise: 1, total: 2 },
        });
      },
      closeSession: () => undefined,
    };
    const tasks = [taskOf('2'), taskOf('2 * y'), taskOf('2'), taskOf('5'), taskOf('2', 'cobol'), taskOf('f(\nx)')];
    const rows = await runCalibration(infiller, tasks, options);
    assert.deepEqual(
      rows.map(({ text, kept, exact, prefix, valid }) => [text, kept, exact, prefix, valid]),
      [
        ['2', true, true, true, true],
        ['2', false, false, true, true],
        ['2 + 2', false, false, false, true],
        // There is no grammar for this one; it is not counted as wrong.
        ['2)', false, false, false, undefined],
        // The first of two lines.
        ['f(', true, false, true, false],
      ],
    );
    assert.deepEqual([asked[0]?.languageId, asked[4]?.languageId, asked[0]?.extent], ['python', 'cobol', 'line']);
    assert.deepEqual(rows[0]?.evidence, evidence);
  });

  it('counts as a beginning only what ends between words', () => {
    assert.equal(isWholePrefix('foo', 'foo(bar)'), true);
    assert.equal(isWholePrefix('foo(', 'foo(bar)'), true);
    assert.equal(isWholePrefix('fo', 'foo(bar)'), false);
    assert.equal(isWholePrefix('foo(bar))', 'foo(bar)'), false);
    assert.equal(isWholePrefix('foo  ', 'foo'), true);
    assert.equal(isWholePrefix('\n', '\n'), false);
  });
});

describe('cross-validation', () => {
  const rows = Array.from({ length: 40 }, (_, at): CalibrationRow => ({
    task_id: `${at < 20 ? 'line/' : ''}package/file${at % 8}.py:${at}:3`,
    language: 'python',
    kind: 'line',
    text: 'x',
    truth: 'x',
    evidence: { ...evidence, tokens: at % 8 },
    chance: -1,
    kept: true,
    exact: true,
    prefix: true,
    valid: undefined,
  }));

  it('gives every row a chance from a fit that has not seen its file', () => {
    let fits = 0;
    const found = crossValidated(rows, 4, (seen) => {
      fits += 1;
      const files = new Set(seen.map((row) => row.evidence.tokens));
      assert.equal(files.size, 6);
      return ({ tokens }) => (files.has(tokens) ? 1 : 0.25);
    });
    assert.equal(fits, 4);
    assert.equal(new Set(found.map(({ task_id }) => task_id)).size, rows.length);
    assert.ok(found.every(({ chance }) => chance === 0.25));
  });
});
