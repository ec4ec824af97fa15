import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BadInputError } from '../../core/badInputError';
import { packageRoot } from '../../core/packageRoot';
import { runParity, type ParityReport } from '../../parity/runParity';
import { locobenchForms } from './forms';

const fixtures = path.join(packageRoot(), 'benchmarks', 'locobench', 'golden', 'fixtures');

describe("LoCoBench's golden files", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'golden-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (place: string) => runParity(place, locobenchForms, new AbortController().signal);
  /** A fixture, with a text in it replaced. */
  const changed = async (name: string, from: string, to: string): Promise<ParityReport> => {
    const text = readFileSync(path.join(fixtures, name), 'utf8');
    assert.ok(text.includes(from), `${name} holds ${from}`);
    writeFileSync(path.join(folder, name), text.replace(from, to));
    return run(folder);
  };

  it('agree in every value with the files in the repository', async () => {
    const { files, checks, failures } = await run(fixtures);
    assert.deepEqual([files, failures], [8, []]);
    assert.equal(checks, 659);
  });

  it('agree in every value with all files that are at hand', async function () {
    const all = path.join(packageRoot(), '..', 'shared', 'golden', 'locobench');
    if (!existsSync(all)) {
      console.error(`    skipped: no golden files at ${all}`);
      this.skip();
    }
    const { files, failures, unknown } = await run(all);
    assert.deepEqual([failures, unknown], [[], []]);
    assert.ok(files >= 13);
  });

  it('report a wrong metric with its file, case and key', async () => {
    const { failures } = await changed('05-go-security.json', '"LCBS": 2.39', '"LCBS": 2.38');
    assert.equal(failures.length, 1);
    const [failure] = failures;
    assert.equal(failure?.file, path.join(folder, '05-go-security.json'));
    assert.deepEqual([failure.case, failure.key], ['05-go-security', 'LCBS']);
    assert.notEqual(failure.expected, failure.actual);
  });

  it('report a value that is off by a millionth', async () => {
    const { failures } = await changed('13-python-empty-file.json', '"SES": 0.652760', '"SES": 0.652761');
    assert.deepEqual(
      failures.map(({ key }) => key),
      ['metrics.SES'],
    );
  });

  it('report a key that our code does not give', async () => {
    const { failures } = await changed('13-python-empty-file.json', '"ACS": 0.41000000000000003', '"XYZ": 0.41');
    assert.deepEqual(
      failures.map(({ key, actual }) => [key, actual]),
      [['metrics.XYZ', null]],
    );
  });

  it('report a wrong file of an answer, a wrong selection, a wrong mapping, a wrong language', async () => {
    await changed('_parsing.json', '"solution_1.go": "using', '"solution_1.cs": "using');
    await changed('_selection.json', '"coverage": 0.3613060726274031', '"coverage": 0.37');
    await changed('_functional_mapping.json', '"score": 0.85', '"score": 0.8');
    const { failures } = await changed('_misc.json', '"language": "cpp"', '"language": "c"');
    assert.deepEqual(
      failures.map(({ case: name }) => name),
      ['compile_score 2', 'language_detection 2', 'csharp-fenced-code', 'architectural_understanding'],
    );
  });

  it('refuse a case whose scenario is incomplete, and say what is missing', async () => {
    await assert.rejects(
      changed('13-python-empty-file.json', '"task_category"', '"task_kind"'),
      (error) => error instanceof BadInputError && error.message.includes('scenario.task_category'),
    );
  });

  it('refuse files that are no JSON, and folders without golden files', async () => {
    await assert.rejects(run(folder), /no golden files/);
    writeFileSync(path.join(folder, 'other.json'), '{"a": 1}');
    await assert.rejects(run(folder), /none of a known form/);
    writeFileSync(path.join(folder, 'broken.json'), '{"a": ');
    await assert.rejects(run(folder), /broken\.json: not JSON/);
    await assert.rejects(run(path.join(folder, 'missing')), /does not exist/);
  });
});
