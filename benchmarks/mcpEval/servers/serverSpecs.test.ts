import assert from 'node:assert/strict';
import { BadInputError } from '../../core/badInputError';
import { referenceSpecs } from './referenceSpecs';
import { serverSpecs } from './serverSpecs';

describe('servers named by text', () => {
  it('keeps addresses and drives whole, and knows lists', () => {
    const paths = (text: string) => serverSpecs([text]).map(({ path }) => path);
    assert.deepEqual(paths('http://127.0.0.1:8000/mcp'), ['http://127.0.0.1:8000/mcp']);
    assert.deepEqual(paths('C:\\srv\\server.py:--fast'), ['C:\\srv\\server.py']);
    assert.deepEqual(paths('one,two,@a/three'), ['one', 'two', '@a/three']);
    assert.deepEqual(paths('@a/x:p,q,@b/y'), ['@a/x', '@b/y']);
  });

  it('gives arguments and variables, with what is in brackets whole', () => {
    assert.deepEqual(serverSpecs(['@a/x:/tmp,--all^LIST=[1,2],T=a=b']), [
      { path: '@a/x', args: ['/tmp', '--all'], env: { LIST: '[1,2]', T: 'a=b' } },
    ]);
  });

  it('reads as the reference where that is right', () => {
    for (const text of ['srv/server.py', 'pkg^KEY=v', '@a/x,@b/y', '@a/x:p', 'b.py^T=a=b', 'pkg:']) {
      assert.deepEqual(serverSpecs([text]), referenceSpecs([text]), text);
    }
  });

  it('refuses what names no server, or no variable', () => {
    assert.throws(() => serverSpecs(['']), BadInputError);
    assert.throws(() => serverSpecs([':a']), BadInputError);
    assert.throws(() => serverSpecs(['pkg^KEY']), /NAME=VALUE/);
  });
});
