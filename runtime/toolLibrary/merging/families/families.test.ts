import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { extractTools } from '../../extraction';
import type { Verdict, Verification } from '../../types';
import { refactorTools } from '../refactorTools';
import type { Refactoring } from '../refactorDuplicates';
import { commonSentence } from './commonWords';

const TAXES = `LIMIT = 3


def tax_in_north(income: float) -> float:
    """Income tax of the North."""
    allowance = 9000
    if income < 0:
        raise ValueError("no income in the North")
    return max(0.0, income - allowance) * 0.24


def tax_in_south(pay: float) -> float:
    """Income tax of the South."""
    free = 12500
    if pay < 0:
        raise ValueError("no pay")
    return max(0.0, pay - free) * 0.2


def rectangle(side: float) -> float:
    """Area of a garden bed."""
    return side * 2.5


def interest(amount: float) -> float:
    """What a bank owes in January."""
    return amount * 0.5
`;

const POSTAGE = `/** Postage inland. */
export function postageInland(weight: number): number {
  return weight < 2 ? 4.5 : 6.9;
}

/** Postage overseas. */
export function postageOverseas(weight: number): number {
  return weight < 2 ? 15.5 : 32;
}
`;

describe('functions that differ in constants', function () {
  this.timeout(20_000);
  let folder: string;

  beforeEach(async () => (folder = await mkdtemp(path.join(os.tmpdir(), 'whetstone-families-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function merged(
    name: string,
    text: string,
    options: { verdict?: Verdict; after?: number } = {},
  ): Promise<Refactoring> {
    await writeFile(path.join(folder, name), text);
    const collection = await extractTools({ root: folder });
    const { verdict = 'identical', after = 10 } = options;
    return refactorTools({
      ...{ collection, texts: new Map([[name, text]]), groups: [], related: [] },
      fingerprints: new Map(collection.tools.map(({ id }) => [id, { status: 'run', hash: id, cases: 64, raised: 0 }])),
      verify: ({ entries }) =>
        Promise.resolve(entries.map(({ tool }): Verification => ({ tool, verdict, steps: [], cases: 200 }))),
      families: { lengthOf: (texts) => Promise.resolve(texts.size === 0 ? 20 : after) },
    });
  }

  it('Python: one function with what differs as keywords, and calls with the constants under the old names', async () => {
    const { texts } = await merged('taxes.py', sameNames(TAXES));
    const text = texts.get('taxes.py') ?? '';
    assert.match(text, /def tax_by_allowance\(income: float, \*, allowance: int, factor: float\) -> float:/);
    assert.match(text, /"""Income tax of the …/);
    assert.match(text, /factor: 0\.24 in tax_in_north, 0\.2 in tax_in_south/);
    assert.match(text, /return max\(0\.0, income - allowance\) \* factor/);
    assert.match(text, /return tax_by_allowance\(income, allowance=9000, factor=0\.24\)/);
    assert.match(text, /return tax_by_allowance\(pay, allowance=12500, factor=0\.2\)/);
  });

  it('an error of the one function speaks of none of its callers', async () => {
    const { texts } = await merged('taxes.py', sameNames(TAXES));
    assert.match(texts.get('taxes.py') ?? '', /raise ValueError\("this value is not allowed"\)/);
  });

  it('code that is alike and means something else stays as it is', async () => {
    const { coverage } = await merged('taxes.py', TAXES.slice(TAXES.indexOf('def rectangle')));
    assert.ok(coverage.entries.every(({ outcome }) => outcome === 'kept'));
  });

  it('TypeScript: typed and documented', async () => {
    const { texts } = await merged('postage.ts', POSTAGE);
    const text = texts.get('postage.ts') ?? '';
    assert.match(text, /export function postageBy\w+\(weight: number, value: number, value_2: number\): number/);
    assert.match(text, /@param value 4\.5 in postageInland, 15\.5 in postageOverseas/);
  });

  it('what fails a check is not merged', async () => {
    const { texts, coverage } = await merged('taxes.py', TAXES, { verdict: 'rejected' });
    assert.deepEqual([...texts], []);
    assert.ok(coverage.entries.some(({ outcome }) => outcome === 'rejected'));
  });

  it('what makes the whole no shorter is not merged', async () => {
    const { texts, coverage } = await merged('taxes.py', TAXES, { after: 20 });
    assert.deepEqual([...texts], []);
    assert.match(coverage.entries[0]?.reason ?? '', /no shorter/);
  });

  it('more than three constants would be a switch, and stay as they are', async () => {
    const many = (name: string, from: number) =>
      `def score_of_${name}(x: float) -> float:\n    """Score of a team."""\n    return x * ${from} + (x + ${from + 1}) * (x - ${from + 2}) / ${from + 3}\n`;
    const { texts } = await merged('scores.py', `${many('a', 2)}\n\n${many('b', 7)}`);
    assert.deepEqual([...texts], []);
  });
});

/** The same constant allowance in both, so that it has one name. */
function sameNames(text: string): string {
  return text.replaceAll('free', 'allowance');
}

describe('commonSentence', () => {
  it('keeps the words that all have', () => {
    assert.equal(commonSentence(['Convert miles to metres.', 'Convert feet to metres.']), 'Convert … to metres.');
  });
});
