import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { InfillParams, InfillResult, SuggestionEvidence } from '../../runtime/protocol';
import { openPythonSandbox, SandboxUnavailableError, type PythonSandbox } from '../../runtime/tools/sandbox';
import type { InfillingDataset } from './dataset';
import { evaluateInfilling, type Infiller, type InfillingEvaluationOptions } from './evaluateInfilling';
import { taskResultSchema } from './infillingTask';
import { ResultFile } from './resultFile';

const data: InfillingDataset = {
  name: 'data.jsonl',
  sha256: '0',
  tasks: [1, 2, 3, 4].map((number) => ({
    task_id: `t/${number}`,
    prompt: 'def f():\n',
    suffix: '    return x\n',
    canonical_solution: `    x = ${number}\n`,
    test: `def check(f):\n    assert f() == ${number}\n`,
    entry_point: 'f',
  })),
};

const evidence: SuggestionEvidence = {
  tokens: 3,
  meanLogProbability: 0,
  minLogProbability: 0,
  firstLogProbability: 0,
  endLogProbability: 0,
  copyMatch: 0,
  copied: 0,
  midWord: false,
};

/** Answers from a list, and remembers what it was asked. */
class ListedAnswers implements Infiller {
  readonly asked: InfillParams[] = [];
  readonly closed: string[] = [];

  constructor(private readonly texts: readonly (string | undefined)[]) {}

  infill(params: InfillParams): Promise<InfillResult> {
    const text = this.texts[this.asked.length];
    this.asked.push(params);
    return Promise.resolve({
      model: 'listed',
      suggestions: text === undefined ? [] : [{ text, tokens: 3, confidence: 1, chance: 1, evidence }],
      forwardPasses: this.asked.length,
      contextTokens: 9,
      contextReused: 0,
      ms: { context: 1, denoise: 1, total: 10 * this.asked.length },
    });
  }

  closeSession(session: string): void {
    this.closed.push(session);
  }
}

const options: InfillingEvaluationOptions = {
  model: 'embedded',
  languageId: 'python',
  extent: undefined,
  limit: undefined,
  threshold: 0.9,
  copy: 'file',
  seed: 0,
  lengthOf: () => ({ kind: 'found' }),
  sandbox: undefined,
  results: undefined,
  onProgress: () => undefined,
  signal: new AbortController().signal,
};

describe('infilling evaluation', () => {
  it('sums up', async () => {
    const model = new ListedAnswers(['    x = 1', '    x = 9', undefined, '    x = 4']);
    const summary = await evaluateInfilling(model, data, options);
    assert.equal(summary.n, 4);
    assert.equal(summary.exactMatch.mean, 0.5);
    assert.ok(Math.abs(summary.exactMatch.low - 0.15004) < 1e-4 && Math.abs(summary.exactMatch.high - 0.84996) < 1e-4);
    // An empty answer shares nothing with the nine characters of the line; one character of nine is wrong in another.
    assert.ok(Math.abs(summary.editSimilarity - (1 + 8 / 9 + 0 + 1) / 4) < 1e-12);
    assert.equal(summary.forwardPasses, 2.5);
    assert.equal(summary.msP50, 25);
    assert.equal(summary.extent, 'line');
    assert.ok(!('passAt1' in summary));
  });

  it('starts every task with a cold context', async () => {
    const model = new ListedAnswers([]);
    await evaluateInfilling(model, data, { ...options, limit: 2 });
    assert.deepEqual(model.closed, ['t/1', 't/2']);
    assert.deepEqual(
      model.asked.map(({ session, suffix }) => [session, suffix]),
      [
        ['t/1', '\n    return x\n'],
        ['t/2', '\n    return x\n'],
      ],
    );
  });

  describe('with execution', function () {
    this.timeout(30_000);
    let sandbox: PythonSandbox;
    before(async function () {
      try {
        sandbox = await openPythonSandbox({ wallMs: 3_000 });
      } catch (error) {
        if (!(error instanceof SandboxUnavailableError)) throw error;
        console.error(`      skipped: ${error.message}`);
        this.skip();
      }
    });

    it('passes by tests, not by text, and not by ending early', async () => {
      const model = new ListedAnswers(['    x = 2 - 1', '    x = 9', '    exit(0)', '    while True: pass']);
      const summary = await evaluateInfilling(model, data, { ...options, sandbox });
      assert.equal(summary.passAt1, 0.25);
      assert.equal(summary.exactMatch.mean, 0);
      assert.ok(summary.passAt1Interval !== undefined && summary.passAt1Interval.low < 0.25);
    });
  });

  describe('with a result file', () => {
    let folder: string;
    let file: string;
    const settings = { model: 'listed', threshold: 0.9 };
    beforeEach(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'whetstone-test-'));
      file = path.join(folder, 'results.jsonl');
    });
    afterEach(() => rm(folder, { recursive: true }));

    it('goes on where an interrupted run stopped, also in the middle of a line', async () => {
      const first = await ResultFile.open(file, settings, taskResultSchema);
      await evaluateInfilling(new ListedAnswers(['    x = 1', 'no']), data, { ...options, limit: 2, results: first });
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.slice(0, -5));

      const model = new ListedAnswers(['    x = 2', '    x = 3', '    x = 4']);
      const results = await ResultFile.open(file, settings, taskResultSchema);
      const summary = await evaluateInfilling(model, data, { ...options, results });
      assert.deepEqual(
        model.asked.map(({ session }) => session),
        ['t/2', 't/3', 't/4'],
      );
      assert.equal(summary.exactMatch.mean, 1);
      assert.equal((await ResultFile.open(file, settings, taskResultSchema)).done.size, 4);
    });

    it('refuses results of other settings, and other files', async () => {
      await ResultFile.open(file, settings, taskResultSchema);
      await assert.rejects(
        ResultFile.open(file, { ...settings, threshold: 0.5 }, taskResultSchema),
        /other settings.*Name another file/,
      );
      await writeFile(file, 'my notes\n');
      await assert.rejects(ResultFile.open(file, settings, taskResultSchema), /line 1: not a result/);
      assert.equal(await readFile(file, 'utf8'), 'my notes\n');
    });
  });
});
