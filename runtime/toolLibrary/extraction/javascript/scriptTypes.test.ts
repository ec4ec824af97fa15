import assert from 'node:assert/strict';
import { extractTexts, toolNamed, toolOf } from '../testing/extractTexts';

const types = `
import type { Remote } from './remote';
export interface Base { id: string }
interface Options extends Base {
  /** How often. */
  readonly times?: number;
  mode: 'up' | 'down';
}
type Pair<A, B = string> = { a: A; b: B };
enum Level { Low = 'low', High = 'high' }
enum Count { Zero, One, Five = 5 }
interface Tree { value: number; children: Tree[] }
const SIZES = ['s', 'm'] as const;
type Size = (typeof SIZES)[number];
`;

describe('Types of TypeScript', () => {
  const string = { type: 'string' };
  const number = { type: 'number' };
  const options = {
    type: 'object',
    title: 'Options',
    properties: {
      id: string,
      times: { type: 'number', description: 'How often.' },
      mode: { type: 'string', enum: ['up', 'down'] },
    },
    required: ['id', 'mode'],
  };
  const cases: readonly (readonly [string, object])[] = [
    ['number', number],
    ['readonly string[]', { type: 'array', items: string }],
    ['ReadonlyArray<number | null>', { type: 'array', items: { type: ['number', 'null'] } }],
    ['[number, string?]', { type: 'array', prefixItems: [number, string], minItems: 1, maxItems: 2 }],
    ['Record<string, number>', { type: 'object', additionalProperties: number }],
    ["Record<'a' | 'b', number>", { type: 'object', properties: { a: number, b: number }, required: ['a', 'b'] }],
    ['Options', options],
    ['Partial<Options>', { ...options, required: [] }],
    ["Pick<Options, 'id'>", { type: 'object', properties: { id: string }, required: ['id'] }],
    ["Omit<Options, 'times' | 'mode'>", { type: 'object', properties: { id: string }, required: ['id'] }],
    ['Pair<number>', { type: 'object', title: 'Pair', properties: { a: number, b: string }, required: ['a', 'b'] }],
    ['{ a: number } & { b?: string }', { type: 'object', properties: { a: number, b: string }, required: ['a'] }],
    ['Level', { type: 'string', enum: ['low', 'high'] }],
    ['Count', { type: 'number', enum: [0, 1, 5] }],
    ['Size', { type: 'string', enum: ['s', 'm'] }],
    ["Options['mode']", { type: 'string', enum: ['up', 'down'] }],
    ['`a${string}`', string],
    ['Date', { type: 'string', format: 'date-time' }],
    ['Remote', { type: 'object', title: 'Remote', properties: { far: { type: 'boolean' } }, required: ['far'] }],
    ['() => void', {}],
    ['unknown', {}],
    ['Nowhere', {}],
  ];
  for (const [type, expected] of cases) {
    it(type, async () => {
      const files = {
        'a.ts': `${types}\nexport function f(x: ${type}) {}\n`,
        'remote.ts': "export * from './deep';\n",
        'deep.ts': 'export interface Remote { far: boolean }\n',
      };
      assert.deepEqual(toolNamed(await extractTexts(files), 'f').parameters[0]?.schema, expected);
    });
  }

  it('that hold themselves end', async () => {
    const tool = await toolOf('a.ts', `${types}\nexport function f(x: Tree) {}\n`, 'f');
    assert.deepEqual(tool.parameters[0]?.schema.properties, {
      value: number,
      children: { type: 'array', items: { type: 'object', title: 'Tree' } },
    });
  });

  it('of type parameters are what they extend', async () => {
    const tool = await toolOf('a.ts', 'export function f<T extends number, U>(x: T, y: U) {}\n', 'f');
    assert.deepEqual(
      tool.parameters.map(({ schema }) => schema),
      [number, {}],
    );
  });
});

describe('Functions of TypeScript and JavaScript', () => {
  it('are those that a module exports', async () => {
    const { tools } = await extractTexts({
      'a.ts': `
export function one() {}
function two() {}
function three() {}
export const four = async (a: number) => a, five = 5;
export { three as drei };
export default function () {}
export class Box { static make() {} instance() {} private static no() {} }
/** @internal */
export function hidden() {}
`,
      'b.cjs': 'function f() {}\nmodule.exports = { f, g: function () {}, h() {} };\nexports.k = () => 1;\n',
      'script.js': 'function plain(x) { return x; }\n',
      'a.d.ts': 'export declare function declared(): void;\n',
    });
    assert.deepEqual(tools.map(({ name, source }) => [source?.path, name, source?.access]).sort(), [
      ['a.ts', 'default', 'default'],
      ['a.ts', 'drei', 'drei'],
      ['a.ts', 'four', 'four'],
      ['a.ts', 'make', 'Box.make'],
      ['a.ts', 'one', 'one'],
      ['b.cjs', 'f', 'f'],
      ['b.cjs', 'g', 'g'],
      ['b.cjs', 'h', 'h'],
      ['b.cjs', 'k', 'k'],
      ['script.js', 'plain', undefined],
    ]);
  });

  it('are described by JSDoc, which gives types where there are no others', async () => {
    const text = `
/**
 * @typedef {object} Style
 * @property {string} colour its colour
 * @property {number} [width]
 */
/**
 * Draws a line. It goes on.
 * @param {number} length how long, see {@link Style}
 * @param {?Style} [style=null] how it looks
 * @param {...string} tags more
 * @returns {Promise<boolean>} whether it was drawn
 * @deprecated use other
 * @example
 * draw(3); // => true
 */
export async function draw(length, style = null, ...tags) { return length > 0; }
`;
    const { summary, parameters, returns, deprecated, examples, source } = await toolOf('a.mjs', text, 'draw');
    const style = {
      type: 'object',
      title: 'Style',
      properties: { colour: { type: 'string', description: 'its colour' }, width: { type: 'number' } },
      required: ['colour'],
    };
    assert.equal(summary, 'Draws a line.');
    assert.deepEqual(parameters, [
      {
        name: 'length',
        schema: { type: 'number' },
        type: 'number',
        required: true,
        description: 'how long, see Style',
      },
      {
        name: 'style',
        schema: { anyOf: [style, { type: 'null' }] },
        type: '?Style',
        required: false,
        default: null,
        description: 'how it looks',
      },
      {
        name: 'tags',
        schema: { type: 'array', items: { type: 'string' } },
        type: '...string',
        required: false,
        description: 'more',
        passing: 'rest',
      },
    ]);
    assert.deepEqual(returns, {
      schema: { type: 'boolean' },
      type: 'Promise<boolean>',
      description: 'whether it was drawn',
    });
    assert.deepEqual([deprecated, source?.asynchronous], [true, true]);
    assert.deepEqual(examples, [{ arguments: { length: 3 }, origin: 'docstring', expected: 'true' }]);
  });

  it('have the fields of one destructured object as parameters', async () => {
    const text = `
interface Options { /** How many. */ count: number; unit?: string; deep: { a: number } }
export function f({ count, unit = 'mm', deep: { a } }: Options) {}
`;
    assert.deepEqual((await toolOf('a.ts', text, 'f')).parameters, [
      { name: 'count', schema: { type: 'number' }, required: true, description: 'How many.', passing: 'field' },
      { name: 'unit', schema: { type: 'string' }, required: false, default: 'mm', passing: 'field' },
      {
        name: 'deep',
        schema: { type: 'object', properties: { a: { type: 'number' } }, required: ['a'] },
        required: true,
        passing: 'field',
      },
    ]);
  });

  it('take examples from tests and calls', async () => {
    const all = await extractTexts({
      'src/add.ts':
        'export function add(a: number, b = 1) { return a + b; }\nexport const size = ({ w }: { w: number }) => w;\n',
      'src/add.test.ts': `
import { add as plus, size } from './add.js';
import * as all from './add';
it('adds', async () => {
  expect(plus(1, 2)).toBe(3);
  assert.deepEqual(all.add(4), 5);
  expect(await plus(0.1, 0.2)).not.toBe(1);
  assert.equal(size({ w: 2 }), 2);
});
`,
      'src/use.js': "const { add } = require('./add');\nadd(7, undefined);\n",
    });
    assert.deepEqual(toolNamed(all, 'add').examples, [
      { arguments: { a: 1, b: 2 }, origin: 'test', expected: '3' },
      { arguments: { a: 4 }, origin: 'test', expected: '5' },
      { arguments: { a: 0.1, b: 0.2 }, origin: 'test' },
      { arguments: { a: 7 }, origin: 'callSite' },
    ]);
    assert.deepEqual(toolNamed(all, 'size').examples, [{ arguments: { w: 2 }, origin: 'test', expected: '2' }]);
  });
});
