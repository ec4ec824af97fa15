import assert from 'node:assert/strict';
import type { Json, JsonSchema } from '../../../runtime/gateway/types';
import { matchTask } from '../matching';
import { alignCalls, type AlignOptions } from './alignCalls';
import { argumentKind } from './argumentKind';
import { workspacePath } from './workspacePath';

const call = (name: string, parameters: Readonly<Record<string, Json>> = {}) => ({
  tool_name: name,
  tool_parameters: parameters,
});
const read = call('read_file', { path: 'src/a.ts' });
const write = call('write_file', { path: 'src/b.ts', content: 'x' });
const list = call('list_directory', { path: 'src' });

const same = (
  name: string,
  schema: JsonSchema,
  [expected, actual]: readonly [Json, Json],
  options: AlignOptions = {},
): boolean => {
  const whole = { type: 'object', properties: { [name]: schema } };
  const calls = [[call('t', { [name]: expected })], [call('t', { [name]: actual })]] as const;
  return alignCalls(...calls, { ...options, schemaOf: () => whole }).complete;
};

describe('alignment of calls', () => {
  it('gives all calls that were needed their due behind one too many, where the reference gives a fifth', () => {
    const actual = [list, read, write];
    assert.equal(matchTask('t', [read, write], actual).strict.overall_score, 0.2);
    const { recall, precision, complete, extra } = alignCalls([read, write], actual);
    assert.deepEqual({ recall, complete, extra }, { recall: 1, complete: true, extra: [0] });
    assert.ok(Math.abs(precision - 2 / 3) < 1e-12);
  });

  it('counts a repeated call too many, which the reference takes for perfect', () => {
    const actual = [read, write, write];
    assert.ok(matchTask('t', [read, write], actual).strict.success);
    assert.ok(alignCalls([read, write], actual).precision < 1);
  });

  it('gives a wrong value no half point', () => {
    const wrong = [call('read_file', { path: 'other.ts' })];
    assert.equal(matchTask('t', [read], wrong).flexible.param_match_score, 0.5);
    assert.equal(alignCalls([read], wrong).recall, 0.5);
    assert.ok(!alignCalls([read], wrong).complete);
  });

  it('counts an argument that nobody asked for, unless it says what is the default', () => {
    const limited = [call('read_file', { path: 'src/a.ts', head: 1 })];
    assert.ok(matchTask('t', [read], limited).strict.success);
    assert.ok(!alignCalls([read], limited).complete);
    const schemaOf = () => ({
      type: 'object',
      properties: { path: { type: 'string' }, head: { type: 'integer', default: 1 } },
    });
    assert.ok(alignCalls([read], limited, { schemaOf }).complete);
  });

  it('takes the heaviest of several calls with one name', () => {
    const other = call('read_file', { path: 'b.ts' });
    const { pairs } = alignCalls([read], [other, read, other]);
    assert.deepEqual(
      pairs.map((pair) => [pair.actual, pair.weight]),
      [[1, 1]],
    );
  });

  it('tells calls that were made out of order', () => {
    const { complete, reordered } = alignCalls([read, list], [list, read]);
    assert.deepEqual({ complete, reordered }, { complete: false, reordered: 1 });
  });

  it('is 1 where nothing was to be done and nothing was, and 0 where something was', () => {
    assert.equal(alignCalls([], []).f1, 1);
    assert.equal(alignCalls([], [read]).f1, 0);
    assert.equal(alignCalls([read], []).f1, 0);
  });
});

describe('comparison of arguments', () => {
  it('takes a path however it is written, and whichever copy it is in', () => {
    const roots = { expectedRoots: ['/one'], actualRoots: ['/two/'] };
    assert.ok(same('path', { type: 'string' }, ['/one/src/a.ts', './src/../src/a.ts'], roots));
    assert.ok(same('path', { type: 'string' }, ['src', '/two/src/'], roots));
    assert.ok(!same('path', { type: 'string' }, ['/one/a.ts', '/one/a.ts'], roots));
    assert.equal(workspacePath('/one', ['/one']), '.');
    assert.equal(workspacePath('/onetwo/a', ['/one']), '/onetwo/a');
  });

  it('takes values of a closed list exactly', () => {
    assert.ok(!same('order', { type: 'string', enum: ['asc', 'desc'] }, ['asc', 'ASC']));
  });

  it('has a tolerance for numbers only where it is told, and none for whole ones', () => {
    assert.ok(!same('ratio', { type: 'number' }, [100, 110]));
    assert.ok(same('ratio', { type: 'number' }, [100, 110], { numberTolerance: 0.2 }));
    assert.ok(!same('count', { type: 'integer' }, [100, 110], { numberTolerance: 0.2 }));
  });

  it('takes words without regard to case and space, and asks a judge where there is one', () => {
    assert.ok(same('message', { type: 'string' }, ['Hello  there', 'hello there']));
    assert.ok(!same('message', { type: 'string' }, ['Hello there', '']));
    assert.ok(same('message', { type: 'string' }, ['Hello', 'Good day'], { judgedSame: () => true }));
  });

  it('takes lists in order, or as sets where the schema says so', () => {
    assert.ok(
      !same('ids', { type: 'array', items: { type: 'string' } }, [
        ['a', 'b'],
        ['b', 'a'],
      ]),
    );
    assert.ok(
      same('ids', { type: 'array', uniqueItems: true }, [
        ['a', 'b'],
        ['b', 'a'],
      ]),
    );
    assert.ok(same('paths', { type: 'array', items: { type: 'string' } }, [['a/b'], ['./a/b']]));
  });

  it('tells paths from other texts by their names', () => {
    assert.deepEqual(
      ['path', 'sourceFile', 'output_dir', 'entity', 'profile'].map((name) => argumentKind(name, undefined)),
      ['path', 'path', 'path', 'exact', 'exact'],
    );
  });
});
