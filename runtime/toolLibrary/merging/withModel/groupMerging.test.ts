import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openSandbox, SandboxUnavailableError } from '../../../tools/sandbox';
import { refactorCollection, type RefactoredCollection } from '../../refactorCollection';
import type { AskModel, MergingRole } from './types';

const body = (rate: string): string => `    if gross < 0:
        raise ValueError("negative")
    if gross == 0:
        return 0.0
    net = gross / ${rate}
    if net > 1000:
        net = net - 0.5
    cents = round(net * 100)
    whole, rest = divmod(cents, 100)
    if rest == 99:
        whole, rest = whole + 1, 0
    return whole + rest / 100
`;

const tool = (country: string, rate: string): string =>
  `def net_price_${country.toLowerCase()}(gross: float) -> float:\n    """Price without the tax of ${country}."""\n${body(rate)}`;

const tools = [tool('Germany', '1.19'), tool('Austria', '1.20'), tool('Switzerland', '1.081')].join('\n\n');

const plan = JSON.stringify({
  functions: [
    {
      name: 'price_without_tax',
      purpose: 'Price without a tax.',
      parameters: [
        { name: 'gross', type: 'float', description: 'with tax' },
        { name: 'rate', type: 'float', description: '1.19 for 19 %' },
      ],
      returns: 'float',
      covers: [
        ['T1', 1.19],
        ['T2', 1.2],
        ['T3', 1.081],
      ].map(([tool, value]) => ({ tool, arguments: { gross: { from: 'gross' }, rate: { value } } })),
    },
  ],
});

function module(code: string): string {
  return `Here it is:\n\`\`\`python\ndef price_without_tax(gross: float, rate: float) -> float:\n    """Price without a tax.\n\n    Args:\n        gross: with tax.\n        rate: 1.19 for 19 %.\n    """\n${code}\n\`\`\`\n`;
}

const right = module(body('rate'));

describe('tools merged by a model', function () {
  this.timeout(120_000);
  let folder: string;

  before(async function () {
    try {
      await openSandbox();
    } catch (error) {
      if (!(error instanceof SandboxUnavailableError)) throw error;
      this.skip();
    }
    folder = await mkdtemp(path.join(os.tmpdir(), 'whetstone-merging-'));
    await writeFile(path.join(folder, 'prices.py'), tools);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('a module that answers alike takes their place, with one call under each old name', async () => {
    const { refactored, roles } = await refactor([plan, right, '{"decision": "pass"}']);
    assert.deepEqual(roles, ['blueprint', 'code', 'reviewer']);
    const [merged] = refactored.content.description.merged;
    assert.equal(merged?.ids.length, 3, JSON.stringify(refactored.content.description.rejected));
    assert.equal(merged.verdict, 'identical');
    const file = refactored.refactoring.texts.get('prices.py') ?? '';
    assert.match(file, /return price_without_tax\(gross, 1\.081\)/);
    assert.ok(refactored.descriptionLength.after.total < refactored.descriptionLength.before.total);
  });

  it('a branch that was dropped comes back as a counterexample, whatever the reviewer says', async () => {
    const dropped = module(body('rate').replace('    if gross < 0:\n        raise ValueError("negative")\n', ''));
    const answers = [plan, dropped, '{"decision": "pass"}', right, '{"decision": "pass"}'];
    const { refactored, prompts } = await refactor(answers);
    assert.match(prompts[3] ?? '', /ValueError/);
    assert.equal(refactored.content.description.merged[0]?.ids.length, 3);
  });

  it('a constant that was swapped takes that tool out, not the others', async () => {
    const swapped = plan.replace('1.081', '1.082');
    const pass = '{"decision": "pass"}';
    const { refactored } = await refactor([swapped, right, pass, right, pass, right, pass]);
    const { merged, rejected } = refactored.content.description;
    assert.equal(merged[0]?.ids.length, 2);
    assert.deepEqual(
      rejected.map(({ name }) => name),
      ['net_price_switzerland'],
    );
  });

  for (const [name, answers, reason] of [
    ['plans that are none', ['no', '{}', '[]'], /no usable plan/],
    [
      'tools that the plan forgets',
      Array<string>(3).fill(plan.replace('"T3"', '"T2"')),
      /T3 is neither covered nor left|named 2 times/,
    ],
    [
      'code that does nothing',
      [plan, ...['', 'I cannot.', '```python\nx = 1\n```']],
      /no public function price_without_tax/,
    ],
    [
      'code that reaches outside',
      [plan, ...Array<string>(3).fill(module('    import os\n    os.remove("x")\n    return 1.0'))],
      /not pure: files/,
    ],
  ] as const) {
    it(`${name}: everything stays as it was`, async () => {
      const { refactored } = await refactor([...answers]);
      assert.deepEqual([...refactored.refactoring.texts], []);
      assert.match(refactored.content.description.rejected[0]?.reason ?? '', reason);
      assert.equal(refactored.content.coverage.entries.length, 3);
    });
  }

  async function refactor(answers: string[]): Promise<{
    readonly refactored: RefactoredCollection;
    readonly roles: readonly MergingRole[];
    readonly prompts: readonly string[];
  }> {
    const roles: MergingRole[] = [];
    const prompts: string[] = [];
    const ask: AskModel = (role, prompt) => {
      roles.push(role);
      prompts.push(prompt.turns.map(({ text }) => text).join('\n'));
      const answer = answers.shift();
      return answer === undefined ? Promise.reject(new Error('No more answers.')) : Promise.resolve(answer);
    };
    const refactored = await refactorCollection({
      ...{ root: folder, seed: 1, tokens: (text) => text.split(/\W+/).length, cut: { height: 0.95 } },
      model: { name: 'scripted', ask },
      // Without it no model would be needed here.
      families: false,
    });
    return { refactored, roles, prompts };
  }
});
