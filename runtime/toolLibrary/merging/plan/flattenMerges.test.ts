import assert from 'node:assert/strict';
import type { ToolRecord } from '../../types';
import { flattenMerges } from './flattenMerges';
import type { Merge, MergedTool } from './merge';

describe('flattenMerges', () => {
  it('lets the first in a row call the last, with what it fixes on the way', () => {
    const flat = flattenMerges([
      merge('b', [member('a', { y: { from: 'x' } })]),
      merge('c', [member('b', { z: { from: 'y' }, by: { value: 2 } })]),
    ]);
    assert.equal(flat.length, 1);
    assert.deepEqual(
      flat[0]?.members.map(({ tool, arguments: values }) => [tool.name, values]),
      [
        ['a', { z: { from: 'x' }, by: { value: 2 } }],
        ['b', { z: { from: 'y' }, by: { value: 2 } }],
      ],
    );
  });

  it('goes by way of the adapter where a parameter between is left to its default', () => {
    const flat = flattenMerges([merge('b', [member('a', {})]), merge('c', [member('b', { z: { from: 'y' } })])]);
    assert.deepEqual(
      flat.map(({ target, members }) => [target.access, members.map(({ tool }) => tool.name)]),
      [
        ['b', ['a']],
        ['c', ['b']],
      ],
    );
  });

  it('does not follow a circle', () => {
    const circle = [merge('b', [member('a', {})]), merge('a', [member('b', {})])];
    assert.equal(flattenMerges(circle).flatMap(({ members }) => members).length, 2);
  });
});

function merge(access: string, members: readonly MergedTool[]): Merge {
  return { group: 'g', target: { path: 'f.py', access }, members };
}

function member(name: string, values: MergedTool['arguments']): MergedTool {
  const tool: ToolRecord = {
    ...{ id: name, kind: 'python', name, summary: '', description: '', parameters: [], effects: [], examples: [] },
    source: { path: 'f.py', start: 0, end: 0, text: '', exported: true, asynchronous: false, access: name },
    ...{ dependencies: { helpers: [], imports: [] }, provenance: 'function' },
  };
  return { tool, arguments: values };
}
