import assert from 'node:assert/strict';
import { tool } from '../execution/testing/toolFixture';
import type { CoverageEntry, ToolRecord } from '../types';
import { servedTools, type ServedOptions } from './servedTools';

const own = (of: ToolRecord): CoverageEntry => ({
  ...{ tool: of.id, outcome: 'kept', into: `${of.source?.path ?? ''}#${of.name}` },
  arguments: Object.fromEntries(of.parameters.map(({ name }) => [name, { from: name }])),
});

describe('Tools of a library that are served', () => {
  const collection = (...tools: readonly ToolRecord[]) => ({ root: '/tools', tools, problems: [] });
  const served = (options: Partial<ServedOptions> & Pick<ServedOptions, 'collection'>) =>
    servedTools({ impure: false, oldNames: false, ...options });

  const [first, second, third] = [
    tool('a.py', 'slug(text: str)'),
    tool('b.py', 'slug(title: str)'),
    tool('c.py', 'slug(words: str, sep: str = "-")'),
  ];
  const merged: CoverageEntry = {
    ...{ tool: first.id, outcome: 'merged', into: 'c.py#slug' },
    arguments: { words: { from: 'text' }, sep: { value: '_' } },
  };
  const made = { before: collection(first, second, third), coverage: [merged, own(second), own(third)] };
  const library = collection({ ...first, deprecated: true }, second, third);

  it('keep the names that they had before others were merged', () => {
    const names = served({ collection: library, made }).tools.map(({ name, callee }) => [name, callee.path]);
    assert.deepEqual(names, [
      ['b_slug', 'b.py'],
      ['c_slug', 'c.py'],
    ]);
  });

  it('are called as the coverage map says where an old name is used', () => {
    const { tools } = served({ collection: library, made, oldNames: true });
    const old = tools.find(({ name }) => name === 'slug');
    assert.equal(old?.callee.path, 'c.py');
    assert.deepEqual(old.given({ text: 'A b' }), { words: 'A b', sep: '_' });
    assert.deepEqual(old.inputSchema.required, ['text']);
  });

  it('are named to who calls an old name that is not answered', () => {
    const { left } = served({ collection: library, made });
    assert.match(left.get('slug') ?? '', /merged into c_slug\. Call c_slug\(\{"words": <text>, "sep": "_"\}\)/);
  });

  it('do not take the place of what may do more than compute', () => {
    const impure = tool('d.py', 'save(text: str)', { effects: ['files'] });
    assert.match(served({ collection: collection(impure) }).left.get('save') ?? '', /files.*--impure/);
    assert.deepEqual(
      served({ collection: collection(impure), impure: true }).tools.map(({ name, impure: does }) => [name, does]),
      [['save', true]],
    );
  });

  it('have a schema that JSON can say', () => {
    const [parameter] = tool('e.py', 'half(x: float)').parameters;
    assert.ok(parameter);
    const odd = tool('e.py', 'half(x: float)', { parameters: [{ ...parameter, default: Number.NaN }] });
    assert.match(served({ collection: collection(odd) }).left.get('half') ?? '', /what JSON does not have/);
  });
});
