import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { extractTools } from '../../extraction';
import type { CoverageEntry, Verification } from '../../types';
import { generateTests } from './generateTests';
import { readCanonical } from './readCanonical';

const run = promisify(execFile);
const PRICES = `def shipping(weight: float, express: bool) -> float:
    """Costs of a parcel."""
    if weight <= 0:
        raise ValueError('no weight')
    return (4.5 if weight < 2 else 6.9) * (2 if express else 1)


def parcel(fast: bool, kilos: float) -> float:
    """Costs of a parcel."""
    return shipping(kilos, fast)
`;
const WORDS = `export function words(text: string): readonly string[] {\n  return text.split(' ');\n}\nexport function parts(of: string): readonly string[] {\n  return words(of);\n}\n`;

describe('tests of merged functions', function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(async () => (folder = await mkdtemp(path.join(os.tmpdir(), 'whetstone-generated-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function written(
    name: string,
    text: string,
    old: string,
    entry: Pick<CoverageEntry, 'into' | 'arguments'>,
    samples: Verification['samples'],
  ): Promise<readonly [string, string]> {
    await writeFile(path.join(folder, name), text);
    const { tools } = await extractTools({ root: folder });
    const tool = tools.find((each) => each.name === old)?.id ?? '';
    const verification: Verification = {
      tool,
      verdict: 'identical',
      steps: [],
      cases: 200,
      ...(samples && { samples }),
    };
    const tests = await generateTests(
      {
        texts: new Map(),
        coverage: { form: 'whetstone-tool-coverage-1', entries: [{ tool, outcome: 'merged', ...entry }] },
        verifications: new Map([[tool, verification]]),
      },
      { root: folder, tools, texts: new Map([[name, text]]) },
    );
    const [test] = [...tests];
    assert.ok(test !== undefined);
    await writeFile(path.join(folder, test[0]), test[1]);
    return test;
  }

  const parcel = {
    into: 'prices.py#shipping',
    arguments: { weight: { from: 'kilos' }, express: { from: 'fast' } },
  };
  const samples = [
    { arguments: { fast: true, kilos: 2 }, result: '13.8' },
    { arguments: { fast: false, kilos: 0.25 }, result: '4.5' },
    { arguments: { fast: false, kilos: 0 }, result: '!ValueError' },
    { arguments: { fast: false, kilos: 1 }, result: 'Price{}' },
  ];

  it('Python: calls of the function that stays, by what the old one answered', async () => {
    const [place, text] = await written('prices.py', PRICES, 'parcel', parcel, samples);
    assert.equal(place, 'test_prices_merged.py');
    assert.match(text, /def test_as_parcel/);
    assert.match(text, /same\(shipping\(2\.0, True\), 13\.8\)/);
    assert.match(text, /assertRaises\(ValueError\):\n {12}shipping\(0\.0, False\)/);
    assert.doesNotMatch(text, /Price/);
  });

  it('Python: they pass, and fail for a fault', async () => {
    const [place] = await written('prices.py', PRICES, 'parcel', parcel, samples);
    const result = () =>
      run('python3', ['-B', '-m', 'unittest', place], { cwd: folder }).then(
        () => 'passed',
        () => 'failed',
      );
    assert.equal(await result(), 'passed');
    await writeFile(path.join(folder, 'prices.py'), PRICES.replace('< 2', '<= 2'));
    assert.equal(await result(), 'failed');
  });

  it('TypeScript: describe and it of Node over the file by its full name', async () => {
    const entry = { into: 'words.ts#words', arguments: { text: { from: 'of' } } };
    const [place, text] = await written('words.ts', WORDS, 'parts', entry, [
      { arguments: { of: 'a b' }, result: '["a","b"]' },
    ]);
    assert.equal(place, 'words.merged.test.ts');
    assert.match(text, /import \{ words \} from '\.\/words\.ts';/);
    assert.match(text, /assert\.deepEqual\(rounded\(words\("a b"\)\), \["a", "b"\]\);/);
  });
});

describe('readCanonical', () => {
  it('reads nested values and errors', () => {
    const value = readCanonical('{"a":[1,(2.5,null)],"b":"x\\u00e9"}');
    assert.equal(value?.kind === 'value' && value.value.kind === 'object' && value.value.entries.length, 2);
    assert.deepEqual(readCanonical('!KeyError'), { kind: 'raises', name: 'KeyError' });
  });

  for (const text of ['set{1,2}', 'Name{"a":1}', '1 ~printed#ab', '"abc...#12', '[1,', '!timeout!', 'nan']) {
    it(`${text} has no literal`, () => assert.equal(readCanonical(text), undefined));
  }
});
