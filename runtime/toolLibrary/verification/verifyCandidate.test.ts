import assert from 'node:assert/strict';
import { type CommandSandbox, openSandbox, SandboxUnavailableError } from '../../tools/sandbox';
import { example, FixtureFolder, tool } from '../execution/testing/toolFixture';
import type { CoverageEntry, ToolRecord, Verification } from '../types';
import type { VerifyOptions } from './types';
import { verifyCandidate } from './verifyCandidate';

const PRICES = `def shipping(weight: float, express: bool):
    """Costs of a parcel."""
    if weight <= 0:
        raise ValueError('no weight')
    base = 4.5 if weight < 2 else 6.9
    return base * 2 if express else base
`;
const OTHER = `def parcel(fast: bool, kilos: float):
    if kilos <= 0:
        raise ValueError('?')
    cost = 6.9
    if kilos < 2:
        cost = 4.5
    if fast:
        cost = cost * 2
    return cost
`;
const ADAPTER = `from prices import shipping
def parcel(fast: bool, kilos: float):
    return shipping(kilos, fast)
`;

describe('verifyCandidate', function () {
  this.timeout(60_000);
  let sandbox: CommandSandbox;
  let folder: FixtureFolder;

  before(async function () {
    try {
      sandbox = await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      console.error(`    skipped: ${error.message}`);
      this.skip();
    }
  });

  beforeEach(async () => {
    folder = await FixtureFolder.make({ 'prices.py': PRICES, 'other.py': OTHER });
  });

  afterEach(() => folder.remove());

  const parcel = tool('other.py', 'parcel(fast: bool, kilos: float)');
  const merged = (one: ToolRecord, into: string, from: Record<string, string>): CoverageEntry => ({
    ...{ tool: one.id, outcome: 'merged', into },
    arguments: Object.fromEntries(Object.entries(from).map(([name, old]) => [name, { from: old }])),
  });
  const entry = merged(parcel, 'prices.py#shipping', { weight: 'kilos', express: 'fast' });

  async function verify(texts: Record<string, string>, more: Partial<VerifyOptions> = {}): Promise<Verification> {
    const [found] = await verifyCandidate({
      collection: folder.collection([parcel]),
      candidate: { texts: new Map(Object.entries(texts)) },
      entries: [entry],
      ...{ seed: 3, sandbox },
      ...more,
    });
    return found ?? assert.fail('no verification');
  }

  const step = (found: Verification, name: string) => found.steps.find((each) => each.step === name);

  it('finds an adapter and the call of the coverage map to be identical', async () => {
    const found = await verify({ 'other.py': ADAPTER });
    assert.equal(found.verdict, 'identical', JSON.stringify(found.steps));
    assert.ok(found.cases >= 400);
    assert.match(step(found, 'mutation')?.detail ?? '', /notice \d+ of \d+ faults/);
  });

  it('rejects a wrong constant with a small counterexample', async () => {
    const found = await verify({ 'other.py': ADAPTER, 'prices.py': PRICES.replace('6.9', '6.95') });
    assert.equal(found.verdict, 'rejected');
    assert.deepEqual(step(found, 'property')?.counterexample, {
      arguments: { fast: false, kilos: 2 },
      before: '6.9',
      after: '6.95',
    });
    assert.equal(step(found, 'mutation'), undefined, 'it stops at the first failure');
  });

  it('rejects arguments that are swapped in the coverage map alone', async () => {
    const swapped = merged(parcel, 'prices.py#shipping', { weight: 'fast', express: 'kilos' });
    const found = await verify({ 'other.py': ADAPTER }, { entries: [swapped] });
    assert.equal(found.verdict, 'rejected');
    assert.match(step(found, 'property')?.detail ?? '', /^prices\.py#shipping answers otherwise/);
  });

  it('rejects by an example of the tool', async () => {
    const found = await verify(
      { 'other.py': ADAPTER, 'prices.py': PRICES.replace('weight < 2', 'weight < 2 and weight != 1.2345') },
      { collection: folder.collection([{ ...parcel, examples: [example({ fast: false, kilos: 1.2345 }, '4.5')] }]) },
    );
    assert.equal(found.verdict, 'rejected');
    assert.equal(step(found, 'replay')?.outcome, 'failed');
  });

  it('rejects what does not parse, what is declared twice, and what has lost its adapter', async () => {
    const broken = await verify({ 'other.py': 'def parcel(fast:\n' });
    assert.match(step(broken, 'parse')?.detail ?? '', /line 1 of other\.py does not parse/);
    const twice = await verify({ 'other.py': ADAPTER + ADAPTER });
    assert.match(step(twice, 'parse')?.detail ?? '', /other\.py declares parcel twice/);
    const lost = await verify({ 'other.py': 'from prices import shipping\n' });
    assert.match(step(lost, 'replay')?.detail ?? '', /has no parcel/);
  });

  it('rejects a replacement that does more than the tool did', async () => {
    const writes = ADAPTER.replace('    return', "    open('/tmp/log', 'w').close()\n    return");
    assert.equal((await verify({ 'other.py': writes })).verdict, 'rejected');
    const prints = ADAPTER.replace('    return', "    print('deprecated')\n    return");
    assert.equal((await verify({ 'other.py': prints })).verdict, 'rejected');
  });

  it('calls a comparison weak whose cases notice too little', async () => {
    const rare =
      'def parcel(fast: bool, kilos: float):\n    if kilos == 123456.5:\n        return 1 + 2 + 3 + 4 + 5\n    return 0\n';
    await folder.write({
      'other.py': rare,
      'prices.py': rare.replace('parcel(fast', 'shipping(express').replaceAll('kilos', 'weight'),
    });
    const found = await verify({
      'other.py':
        'from prices import shipping\ndef parcel(fast: bool, kilos: float):\n    return shipping(fast, kilos)\n',
    });
    assert.equal(found.verdict, 'weak', JSON.stringify(found.steps));
  });

  it('never runs a tool with effects, and one that depends on chance ends unverified', async () => {
    const effects = { ...parcel, effects: ['files'] as const };
    const impure = await verify({ 'other.py': ADAPTER }, { collection: folder.collection([effects]) });
    assert.equal(impure.verdict, 'unverified');
    assert.equal(impure.cases, 0);
    await folder.write({ 'other.py': 'import random\ndef parcel(fast: bool, kilos: float): return random.random()\n' });
    assert.equal((await verify({ 'other.py': ADAPTER })).verdict, 'unverified');
  });

  it('lets a reviewer and a person refuse, and never mend', async () => {
    let asked = 0;
    const reviewer = () => {
      asked++;
      return Promise.resolve({ decision: 'pass' as const, missing: [], changes: [] });
    };
    const wrong = await verify({ 'other.py': ADAPTER, 'prices.py': PRICES.replace('6.9', '7') }, { reviewer });
    assert.deepEqual([wrong.verdict, asked], ['rejected', 0]);
    const patch = () => Promise.resolve({ decision: 'patch' as const, missing: ['heavy parcels'], changes: [] });
    const refused = await verify({ 'other.py': ADAPTER }, { reviewer: patch });
    assert.equal(step(refused, 'reviewer')?.detail, 'heavy parcels');
    assert.equal(
      (await verify({ 'other.py': ADAPTER }, { approve: () => Promise.resolve(false) })).verdict,
      'rejected',
    );
  });

  it('verifies TypeScript with new files and options objects', async () => {
    await folder.write({
      'a.ts': `export function label({ name, size = 2 }: { name: string; size?: number }): string { return name.slice(0, size) + size; }\n`,
    });
    const label = tool('a.ts', 'label(name: string, size: number = 2)');
    const fields = { ...label, parameters: label.parameters.map((each) => ({ ...each, passing: 'field' as const })) };
    const texts = {
      'lib/labels.ts':
        'export const head = (text: string, length: number): string => text.slice(0, length) + length;\n',
      'a.ts': `import { head } from './lib/labels.js';\nexport function label({ name, size = 2 }: { name: string; size?: number }): string { return head(name, size); }\n`,
    };
    const parameters = fields.parameters.map((each) => (each.name === 'size' ? { ...each, default: 2 } : each));
    const into = merged(fields, 'lib/labels.ts#head', { text: 'name', length: 'size' });
    const options = { collection: folder.collection([{ ...fields, parameters }]), entries: [into] };
    const found = await verify(texts, options);
    assert.equal(found.verdict, 'identical', JSON.stringify(found.steps));
    const wrong = { ...texts, 'lib/labels.ts': texts['lib/labels.ts'].replace('slice(0', 'slice(1') };
    assert.equal((await verify(wrong, options)).verdict, 'rejected');
  });
});
