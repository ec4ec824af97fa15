import assert from 'node:assert/strict';
import type { Json, ToolDefinition } from '../../gateway/types';
import { CallLoopGuard } from './callLoopGuard';
import { checkToolCall } from './checkToolCall';
import { maxRepairs, repairRequest } from './repairRequest';

const tools: readonly ToolDefinition[] = [
  {
    name: 'get_weather',
    description: '',
    inputSchema: {
      type: 'object',
      properties: {
        city: { type: 'string', description: 'Name of the city' },
        days: { type: 'integer', minimum: 1 },
        unit: { enum: ['C', 'F'] },
        exact: { type: 'boolean' },
        places: {
          type: 'array',
          items: { type: 'object', properties: { lat: { type: 'number' } }, required: ['lat'] },
        },
      },
      required: ['city'],
    },
  },
  { name: 'odd', description: '', inputSchema: { type: 'dict' } },
];

const check = (given: Readonly<Record<string, Json>>, name = 'get_weather') =>
  checkToolCall({ name, arguments: given }, tools);
const problems = (given: Readonly<Record<string, Json>>, name?: string) => {
  const checked = check(given, name);
  return checked.kind === 'valid' ? [] : checked.problems.map(({ kind, message }) => `${kind}: ${message}`);
};

describe('checkToolCall', () => {
  it('takes what satisfies the schema', () => {
    assert.equal(check({ city: 'Graz', days: 2, places: [{ lat: 1.5 }] }).kind, 'valid');
  });

  const cases: readonly [what: string, given: Readonly<Record<string, Json>>, problem: RegExp][] = [
    [
      'a missing argument',
      {},
      /^missing: The argument city is missing \(Name of the city\)\. Give it, or ask the user\.$/,
    ],
    ['an argument that is none', { city: 'x', cty: 'y' }, /^extra: There is no argument cty\. Did you mean city\?$/],
    ['a wrong type', { city: 'x', days: 'two' }, /^type: The argument days must be integer, not "two"\.$/],
    [
      'a wrong type inside',
      { city: 'x', places: [{ lat: 'north' }] },
      /^type: The argument places\[0\]\.lat must be number/,
    ],
    ['a wrong value', { city: 'x', unit: 'K' }, /^value: The argument unit must be one of \["C","F"\]\.$/],
    ['a number out of range', { city: 'x', days: 0 }, /^value: The argument days must be >= 1\.$/],
  ];
  for (const [what, given, problem] of cases) {
    it(`says what is wrong: ${what}`, () => {
      const [first = '', ...others] = problems(given);
      assert.match(first, problem);
      assert.deepEqual(others, []);
    });
  }

  it('names the tools that may be meant', () => {
    assert.deepEqual(problems({}, 'getWeather'), [
      'unknown-tool: There is no tool getWeather. Did you mean get_weather?',
    ]);
  });

  it('does not call a tool whose schema is wrong', () => assert.match(problems({}, 'odd')[0]!, /^bad-schema:/));

  it('coerces what loses nothing, and says so', () => {
    const checked = check({ city: 8010, days: ' 3', exact: 'True', unit: 'C', places: '[{"lat": "47.1"}]' });
    assert.ok(checked.kind === 'valid', JSON.stringify(checked));
    assert.deepEqual(checked.call.arguments.days, 3);
    assert.deepEqual(checked.call.arguments.city, '8010');
    assert.deepEqual(checked.coercions.map(({ path, kind }) => `${path}: ${kind}`).slice(0, 3), [
      'city: number to text',
      'days: text to number',
      'exact: text to truth',
    ]);
  });

  it('leaves null out where nothing may stand, and nowhere else', () => {
    const checked = check({ city: 'x', days: null });
    assert.ok(checked.kind === 'valid');
    assert.deepEqual(checked.call.arguments, { city: 'x' });
    assert.match(problems({ city: null })[0]!, /must be string, not null/);
  });

  it('does not coerce what would lose something', () => {
    for (const days of ['3.5', '3 days', '0x3', true])
      assert.equal(check({ city: 'x', days }).kind, 'invalid', `${days}`);
  });
});

describe('repairRequest', () => {
  it('tells the model all that is wrong, and nothing when all is right', () => {
    assert.equal(repairRequest([check({ city: 'x' })], []), undefined);
    const request = repairRequest([check({ city: 'x' }), check({})], ['[{"name": "f']) ?? '';
    assert.match(request, /^Error: nothing was run\.\n- get_weather: The argument city is missing/);
    assert.match(request, /not a call that can be read: \[\{"name": "f\n/);
    assert.equal(maxRepairs, 2);
  });
});

describe('CallLoopGuard', () => {
  const call = (name: string, given: Readonly<Record<string, Json>> = {}) => ({ name, arguments: given });
  const run = (guard: CallLoopGuard, name: string, result = 'same', changed = false) => {
    const verdict = guard.judge(call(name));
    if (verdict.kind === 'run') guard.ran(call(name), result, changed);
    return verdict.kind;
  };

  it('tells of the second call that is the same, and stops at the third', () => {
    const guard = new CallLoopGuard();
    assert.equal(guard.judge(call('a', { x: 1, y: { p: 1, q: 2 } })).kind, 'run');
    guard.ran(call('a', { x: 1, y: { p: 1, q: 2 } }), 'r', false);
    assert.equal(guard.judge(call('a', { y: { q: 2, p: 1 }, x: 1 })).kind, 'repeated');
    assert.equal(guard.judge(call('a', { x: 1, y: { p: 1, q: 2 } })).kind, 'stop');
    assert.equal(guard.judge(call('a', { x: 2 })).kind, 'run');
  });

  it('lets a call run again after something has changed', () => {
    const guard = new CallLoopGuard();
    const kinds = ['test', 'edit', 'test', 'edit', 'test'].map((name, index) =>
      run(guard, name, `${index}`, name === 'edit'),
    );
    assert.deepEqual(kinds, ['run', 'run', 'run', 'run', 'run']);
  });

  it('finds calls in turn that change nothing', () => {
    const guard = new CallLoopGuard();
    const kinds = ['a', 'b', 'a', 'b', 'a', 'b'].map((name) => run(guard, name));
    assert.deepEqual(kinds.slice(0, 4), ['run', 'run', 'repeated', 'repeated']);
    assert.equal(kinds.at(-1), 'stop');
  });
});
