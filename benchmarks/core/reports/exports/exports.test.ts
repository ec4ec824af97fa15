import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { buildReport } from '../buildReport';
import { madeInput, madeRecord, madeRun, madeScenarios } from '../testing/madeRun';
import type { ExportInput, ExportSample } from './exportInput';
import { exportRun } from './exportRun';

// Without types of its own.
const { parseStringPromise } = z
  .object({
    parseStringPromise: z.custom<(text: string, options: object) => Promise<unknown>>(
      (value) => typeof value === 'function',
    ),
  })
  .parse(createRequire(__filename)('xml2js'));

const EVIL = '=HYPERLINK("http://x","</script><script>alert(1)</script>")\u0007';
const scenarios = madeScenarios(8);

function made(): ExportInput {
  const records = scenarios.flatMap(({ id }, i) => [
    madeRecord(id, 'a', { value: 1, complete: true, index: i }),
    madeRecord(id, 'b', {
      ...{ index: 100 + i, value: i === 0 ? undefined : 0.4, complete: i === 0 ? undefined : false },
      ...(i === 0 ? { state: 'error' as const, reason: 'HTTP 503 & "busy"', reasonKind: 'provider' } : {}),
      ...(i === 1 ? { state: 'not-measured' as const, value: undefined, reason: 'no cargo' } : {}),
    }),
  ]);
  const report = buildReport(
    madeInput(
      madeRun(['a', 'b']),
      scenarios,
      records.map((record) => ({ record })),
    ),
  );
  const samples = records.map((record): ExportSample => {
    const scenario = scenarios.find(({ id }) => id === record.scenario)!;
    return {
      ...scenario,
      ...{
        record,
        title: record.index === 102 ? EVIL : `Title of ${record.scenario}`,
        difficulty: 'easy',
        metrics: undefined,
      },
      milestones: [{ id: 'm', text: 'target tests pass', weight: 1, achieved: false }],
    };
  });
  return { report, samples, versions: { whetstone: '0.1.0' }, exported: Date.UTC(2026, 0, 4) };
}

const suitesForm = z.object({
  testsuites: z.object({
    $: z.object({ tests: z.string(), failures: z.string(), errors: z.string(), skipped: z.string() }),
    testsuite: z.array(
      z.object({ $: z.object({ name: z.string() }), testcase: z.array(z.record(z.string(), z.unknown())) }),
    ),
  }),
});

describe('exports of a run', () => {
  it('JSON has configuration, hashes, versions, figures and every sample; what was not measured is null', () => {
    const parsed = z
      .object({
        form: z.string(),
        versions: z.object({ whetstone: z.string() }),
        run: z.object({ configuration: z.object({ seed: z.number(), set: z.object({ hash: z.string() }) }) }),
        overall: z.array(z.object({ verified: z.null() })),
        samples: z.array(z.object({ value: z.number().nullable() })),
      })
      .parse(JSON.parse(exportRun(made(), 'json', false)));
    assert.equal(parsed.samples.length, 16);
  });

  it('CSV has a row a sample, reads back, and holds no formula', () => {
    const rows = z
      .array(z.record(z.string(), z.string()))
      .parse(parse(exportRun(made(), 'csv', false), { columns: true }));
    assert.equal(rows.length, 16);
    assert.deepEqual([rows[0]?.value, rows[1]?.value, rows[1]?.reason], ['1', '', 'HTTP 503 & "busy"']);
    assert.ok(rows.some(({ title }) => title === `'${EVIL}`));
    for (const row of rows) for (const cell of Object.values(row)) assert.ok(!/^[=+@]/.test(cell), cell);
  });

  it('JUnit reads back with failures, errors and skipped samples apart', async () => {
    const text = exportRun(made(), 'junit', false);
    const { testsuites } = suitesForm.parse(await parseStringPromise(text, { strict: true }));
    assert.deepEqual(testsuites.$, { ...testsuites.$, tests: '16', failures: '6', errors: '1', skipped: '1' });
    const [a, b] = testsuites.testsuite;
    assert.deepEqual([a?.$.name, a?.testcase.length], ['a', 8]);
    assert.ok(a?.testcase.every((each) => !('failure' in each)));
    assert.deepEqual(
      ['error', 'skipped', 'failure', 'failure'],
      b?.testcase.slice(0, 4).map((each) => Object.keys(each).find((key) => key !== '$')),
    );
    assert.match(text, /0 % \(weight 1.00\): target tests pass/);
  });

  it('failed only leaves out what is completely solved, and keeps the figures', () => {
    const parsed = z
      .object({ samples: z.array(z.object({ model: z.string() })), overall: z.array(z.unknown()) })
      .parse(JSON.parse(exportRun(made(), 'json', true)));
    assert.deepEqual([parsed.samples.length, parsed.overall.length], [8, 2]);
    assert.ok(parsed.samples.every(({ model }) => model === 'b'));
  });

  it('HTML escapes every text, loads nothing, and allows exactly its own style and script', () => {
    const text = exportRun(made(), 'html', false);
    assert.ok(!text.includes('<script>alert'));
    assert.ok(!/(?:src|href)=/.test(text));
    for (const element of ['style', 'script']) {
      const [, content] = new RegExp(`<${element}>([^]*?)</${element}>`).exec(text)!;
      const hash = createHash('sha256').update(content!).digest('base64');
      assert.ok(text.includes(`${element}-src &#39;sha256-${hash}&#39;`), element);
    }
    assert.equal(text.match(/<script/g)?.length, 1);
    assert.ok(!/ style=| on[a-z]+=/.test(text.replaceAll(/&quot;|&#39;/g, '')));
  });

  it('HTML says in words what each chart shows', () => {
    const text = exportRun(made(), 'html', false);
    const charts = [...text.matchAll(/<svg[^>]*aria-label="([^"]*)"/g)].map(([, label]) => label);
    assert.ok(charts.length >= 3);
    assert.match(charts[0]!, /a: 100\.0 \(\d+\.\d to 100\.0\)/);
  });

  it('show LCBS-ref where some answer has it, and no empty column elsewhere', () => {
    const plain = made();
    const reference = { mean: 2.5, low: 2, high: 3, n: 8, clusters: 8 };
    const filled: ExportInput = {
      ...plain,
      report: { ...plain.report, overall: plain.report.overall.map((each) => ({ ...each, reference })) },
      samples: plain.samples.map((each) => ({ ...each, metrics: { LCBS: 2.5 } })),
    };
    const columns = (input: ExportInput) => [
      exportRun(input, 'csv', false).split('\r\n')[0]?.includes('LCBS_ref'),
      exportRun(input, 'html', false).includes('LCBS-ref, 0 to 5'),
    ];
    assert.deepEqual(
      [columns(plain), columns(filled)],
      [
        [false, false],
        [true, true],
      ],
    );
    assert.match(exportRun(filled, 'csv', false).split('\r\n')[1] ?? '', /,2\.5,/);
  });

  it('Markdown keeps names of models in their cells', () => {
    const input = made();
    const [first] = input.report.overall;
    const odd = { ...input, report: { ...input.report, overall: [{ ...first!, model: 'x|<b>[y](z)' }] } };
    assert.ok(exportRun(odd, 'markdown', false).includes('| x\\|\\<b\\>\\[y\\](z) |'));
  });
});
