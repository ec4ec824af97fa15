import assert from 'node:assert/strict';
import type { Json, JsonSchema, ToolDefinition } from '../../gateway/types';
import { exactJson } from '../json/exactJson';
import { pythonJson } from '../json/pythonJson';
import { parseReply } from '../parsing/callParser';
import { seeded } from '../parsing/testing/randomReply';
import { schemaValidator } from '../schema/schemaValidator';
import { callGrammar, type CallSyntax } from './callGrammar';
import { Gbnf } from './testing/gbnf';

const tool = (inputSchema: JsonSchema, name = 'f'): ToolDefinition => ({ name, description: '', inputSchema });
/** A tool with one required argument. */
const withArgument = (schema: Json) => tool({ type: 'object', properties: { a: schema }, required: ['a'] });

function gbnfOf(tools: readonly ToolDefinition[], syntax: CallSyntax = 'xlam'): Gbnf {
  const { gbnf, refused } = callGrammar(tools, { syntax });
  assert.deepEqual(refused, []);
  assert.ok(gbnf !== undefined);
  return new Gbnf(gbnf);
}

const callText = (given: Json, name = 'f') => `[${pythonJson(exactJson({ name, arguments: given }))}]`;

function callsIn(text: string): readonly { readonly arguments: Json }[] {
  try {
    return JSON.parse(text) as readonly { readonly arguments: Json }[];
  } catch (error) {
    assert.fail(`${String(error)}: ${text}`);
  }
}

function problemsOf(schema: JsonSchema, value: Json): readonly string[] {
  const validator = schemaValidator(schema);
  if (validator.kind === 'bad') return [validator.reason];
  return validator.problemsOf(value).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}

/** What the grammar makes at random satisfies the schema. */
function assertSound({ inputSchema }: ToolDefinition, grammar: Gbnf, count: number): void {
  const random = seeded(5);
  for (let number = 0; number < count; number++) {
    const text = grammar.sample(random, 6 + random(14));
    for (const call of callsIn(text)) assert.deepEqual(problemsOf(inputSchema, call.arguments), [], text);
    if (number % 10 === 0) assert.ok(grammar.accepts(text), text);
  }
}

describe('callGrammar', function () {
  this.timeout(60_000);

  const text = { type: 'string' };
  const cases: readonly [what: string, schema: Json, accepted: readonly Json[], refused: readonly Json[]][] = [
    ['an integer', { type: 'integer' }, [0, -7, 123456789012345], [1.5, '1', 1e21]],
    [
      'an integer of a range',
      { type: 'integer', minimum: -12, maximum: 345 },
      [-12, -1, 0, 9, 10, 99, 345],
      [-13, 346, 1000],
    ],
    ['an integer above', { type: 'integer', exclusiveMinimum: 9 }, [10, 123], [9, 0, -10]],
    ['an integer below', { type: 'integer', exclusiveMaximum: -3 }, [-4, -33], [-3, 0, 5]],
    ['a number', { type: 'number' }, [0, -2.5, 1234.5678], ['x', true]],
    ['a number of a range', { type: 'number', minimum: 0, maximum: 2 }, [0, 0.7, 1, 1.99, 2], [-0.1, 2.1, 20]],
    ['a number above', { type: 'number', exclusiveMinimum: 0 }, [0.001, 1, 17.5], [0, -1]],
    ['a number between', { type: 'number', exclusiveMinimum: -3, exclusiveMaximum: 5 }, [-2.9, 0, 4.99], [-3, 5, 5.1]],
    ['a truth', { type: 'boolean' }, [true, false], ['true', 1]],
    ['a text', text, ['', 'a "b" \\ \n é🙂'], [1, null]],
    ['a text of a length', { type: 'string', minLength: 2, maxLength: 3 }, ['ab', 'é🙂x'], ['a', 'abcd']],
    [
      'a pattern',
      { type: 'string', pattern: '^[A-Z]{2,3}-\\d+(\\.[a-f]|x)?$' },
      ['AB-1', 'ABC-12.f', 'AB-3x'],
      ['A-1', 'AB-', 'AB-1.g'],
    ],
    ['a pattern inside', { type: 'string', pattern: '@' }, ['a@b', '@'], ['ab']],
    ['a pattern with quotes', { type: 'string', pattern: '^[!-~]+$' }, ['a"b', '\\'], ['a b', '']],
    ['alternatives of patterns', { type: 'string', pattern: '^a$|^b' }, ['a', 'b', 'bc'], ['ab', 'c']],
    ['values', { enum: ['m', 3, null, { x: [1] }] }, ['m', 3, null, { x: [1] }], ['n', 4]],
    ['values of a type', { type: 'string', enum: ['m', 3] }, ['m'], [3]],
    ['one value', { const: 'only' }, ['only'], ['other']],
    ['types', { type: ['integer', 'null'] }, [3, null], ['x', 1.5]],
    ['OpenAPI nullable', { type: 'string', nullable: true }, ['x', null], [1]],
    ['any of', { anyOf: [{ type: 'integer' }, { type: 'string', maxLength: 1 }] }, [3, 'x'], ['xy', true]],
    [
      'any of, beside more',
      { type: 'object', properties: { x: text, y: text }, anyOf: [{ required: ['x'] }, { required: ['y'] }] },
      [{ x: 'a' }, { y: 'b' }, { x: 'a', y: 'b' }],
      [{}],
    ],
    [
      'one of',
      {
        oneOf: [
          { type: 'object', properties: { k: { const: 'a' }, n: { type: 'integer' } }, required: ['k'] },
          { type: 'object', properties: { k: { const: 'b' } }, required: ['k'] },
        ],
      },
      [{ k: 'a', n: 1 }, { k: 'b' }],
      [{ k: 'c' }, { k: 'b', n: 1 }],
    ],
    [
      'all of',
      {
        allOf: [
          { type: 'object', properties: { x: text } },
          { properties: { y: text }, required: ['y'] },
        ],
      },
      [{ x: 'a', y: 'b' }, { y: 'b' }],
      [{ x: 'a' }],
    ],
    ['a list', { type: 'array', items: { type: 'integer' } }, [[], [1], [1, 2, 3]], [['x'], [1.5]]],
    [
      'a list of a length',
      { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 3 },
      [
        [1, 2],
        [1, 2, 3],
      ],
      [[1], [1, 2, 3, 4]],
    ],
    [
      'a tuple',
      { type: 'array', prefixItems: [{ type: 'integer' }, text], items: false, minItems: 1 },
      [[1], [1, 'x']],
      [[], ['x'], [1, 'x', 2]],
    ],
    [
      'an object',
      { type: 'object', properties: { x: text, y: text, z: text }, required: ['y'] },
      [{ y: 'b' }, { x: 'a', y: 'b', z: 'c' }, { y: 'b', z: 'c' }],
      [{ x: 'a' }, { y: 'b', w: 'd' }],
    ],
    [
      'an object of optional members',
      { type: 'object', properties: { x: text, y: text } },
      [{}, { x: 'a' }, { y: 'b' }, { x: 'a', y: 'b' }],
      [{ z: 'c' }],
    ],
    [
      'an object of others',
      { type: 'object', properties: { ab: { type: 'integer' } }, additionalProperties: text },
      [{}, { ab: 1, abc: 'x' }, { a: 'x', '': 'y' }].slice(0, 2),
      [{ ab: 'x' }, { c: 1 }],
    ],
    [
      'a map',
      { type: 'object', additionalProperties: { type: 'integer' }, minProperties: 1 },
      [{ x: 1 }, { x: 1, y: 2 }],
      [{}, { x: 'a' }],
    ],
    ['any object', { type: 'object' }, [{}, { x: [1, { y: null }] }], [1, 'x']],
    ['anything', {}, [1, 'x', null, [true], { x: {} }], []],
  ];
  for (const [what, schema, accepted, refused] of cases) {
    it(`says ${what}: no more and no less`, () => {
      const definition = withArgument(schema);
      const grammar = gbnfOf([definition]);
      for (const value of accepted) assert.ok(grammar.accepts(callText({ a: value })), JSON.stringify(value));
      for (const value of refused) assert.ok(!grammar.accepts(callText({ a: value })), JSON.stringify(value));
      assertSound(definition, grammar, 40);
    });
  }

  it('writes exponents of numbers, short ones, and none of integers', () => {
    const accepts = (schema: Json, number: string) =>
      gbnfOf([withArgument(schema)]).accepts(`[{"name": "f", "arguments": {"a": ${number}}}]`);
    for (const number of ['1e-09', '8.99E+9']) assert.ok(accepts({ type: 'number' }, number), number);
    for (const number of ['808E288351', '01', '+1', '.5', '1.', '1e'])
      assert.ok(!accepts({ type: 'number' }, number), number);
    for (const number of ['1e5', '-0', '1.0']) assert.ok(!accepts({ type: 'integer' }, number), number);
    assert.ok(!accepts({ type: 'number', minimum: 0 }, '1e5'));
  });

  it('goes into itself, as deep as is allowed', () => {
    const node: JsonSchema = {
      type: 'object',
      properties: { name: text, parts: { type: 'array', items: { $ref: '#/$defs/node' } } },
      required: ['name'],
    };
    const definition = tool({ type: 'object', properties: { tree: { $ref: '#/$defs/node' } }, $defs: { node } });
    const grammar = gbnfOf([definition]);
    const tree = (depth: number): Json => ({ name: 'n', ...(depth > 0 ? { parts: [tree(depth - 1)] } : {}) });
    assert.ok(grammar.accepts(callText({ tree: tree(3) })));
    assert.ok(!grammar.accepts(callText({ tree: tree(5) })));
    assertSound(definition, grammar, 100);
  });

  it('takes a tool without parameters, and one without any schema of them', () => {
    for (const schema of [{}, { type: 'object' }, { type: 'object', properties: {} }]) {
      const grammar = gbnfOf([tool(schema)]);
      assert.ok(grammar.accepts('[{"name": "f", "arguments": {}}]'));
      assert.ok(!grammar.accepts('[{"name": "f", "arguments": {"a": 1}}]'));
    }
  });

  it('allows the given tools only, and several calls', () => {
    const grammar = gbnfOf([withArgument(text), { ...withArgument({ type: 'integer' }), name: 'g.h' }]);
    const calls = (...given: readonly [string, Json][]) =>
      pythonJson(exactJson(given.map(([name, a]) => ({ name, arguments: { a } }))));
    assert.ok(grammar.accepts(calls(['f', 'x'], ['g.h', 1], ['f', 'y'])));
    assert.ok(grammar.accepts(calls(['f', 'x']).replaceAll(', ', ',').replaceAll(': ', ':')));
    assert.ok(!grammar.accepts(calls(['f', 1])));
    assert.ok(!grammar.accepts(calls(['h', 1])));
    assert.ok(
      !grammar.accepts(
        calls(...Array.from({ length: 9 }, () => ['f', 'x'] as const).map(([n, a]) => [n, a] as [string, Json])),
      ),
    );
    assert.ok(!grammar.accepts('[]'));
  });

  for (const syntax of ['xlam', 'hermes', 'llama-json', 'mistral'] as const) {
    it(`writes calls that the parser reads: ${syntax}`, () => {
      const definition = tool({ type: 'object', properties: { a: text, b: { type: 'integer' } }, required: ['a'] });
      const grammar = gbnfOf([definition], syntax);
      const random = seeded(11);
      for (let number = 0; number < 60; number++) {
        const written = grammar.sample(random);
        const { calls, content, truncated, malformed } = parseReply(written);
        assert.ok(calls.length > 0 && content === '' && !truncated && malformed.length === 0, written);
        assert.ok(
          calls.every(({ name, arguments: { a } }) => name === 'f' && typeof a === 'string'),
          written,
        );
      }
    });
  }

  describe('what no grammar says', () => {
    const refused: readonly [what: string, schema: Json, reason: RegExp][] = [
      ['not', { not: { type: 'string' } }, /^a: not cannot be said/],
      ['a multiple', { type: 'integer', multipleOf: 7 }, /^a: multipleOf/],
      ['overlapping alternatives', { oneOf: [{ type: 'integer' }, { type: 'number' }] }, /oneOf has alternatives/],
      ['look-ahead', { type: 'string', pattern: '^(?=a)' }, /^a: pattern/],
      ['patterns of names', { type: 'object', patternProperties: { '^x': {} } }, /patternProperties/],
      ['a lost reference', { $ref: '#/$defs/none' }, /its schema is not valid|points to nothing/],
      ['a type that is none', { type: 'dict' }, /its schema is not valid/],
      ['a required member of endless depth', { $ref: '#' }, /deeper into itself/],
    ];
    for (const [what, schema, reason] of refused) {
      it(`refuses the tool by its name, and keeps the others: ${what}`, () => {
        const grammar = callGrammar([{ ...withArgument(schema), name: 'odd' }, withArgument(text)], { syntax: 'xlam' });
        assert.deepEqual(grammar.tools, ['f']);
        assert.equal(grammar.refused[0]?.tool, 'odd');
        assert.match(grammar.refused[0].reason, reason);
        assert.ok(grammar.gbnf !== undefined && new Gbnf(grammar.gbnf).accepts(callText({ a: 'x' })));
      });
    }

    it('leaves a detail out when told, and names it', () => {
      const grammar = callGrammar([withArgument({ type: 'integer', multipleOf: 7 })], {
        syntax: 'xlam',
        details: 'leave-out',
      });
      assert.deepEqual(grammar.refused, []);
      assert.equal(grammar.leftOut[0]?.tool, 'f');
      assert.match(grammar.leftOut[0].constraint, /multipleOf/);
      assert.ok(grammar.gbnf !== undefined && new Gbnf(grammar.gbnf).accepts(callText({ a: 3 })));
    });

    it('makes no grammar when no tool is left', () => {
      assert.equal(callGrammar([withArgument({ not: {} })], { syntax: 'xlam' }).gbnf, undefined);
    });
  });

  it('never accepts what a random schema does not', () => {
    const random = seeded(23);
    let expressed = 0;
    for (let number = 0; number < 60; number++) {
      const definition = tool(randomObjectSchema(random, 3));
      const { gbnf, refused } = callGrammar([definition], { syntax: 'xlam' });
      if (gbnf === undefined) {
        assert.match(
          refused[0]?.reason ?? '',
          /allows|cannot be said|has alternatives|no type is left|is said twice|is not said/,
        );
        continue;
      }
      expressed++;
      assertSound(definition, new Gbnf(gbnf), 12);
    }
    assert.ok(expressed > 40, `${expressed} of 60`);
  });
});

function randomObjectSchema(random: (below: number) => number, depth: number): JsonSchema {
  const names = ['a', 'ab', 'b-c', 'd"e', 'f'].slice(0, random(5));
  const properties = Object.fromEntries(names.map((name) => [name, randomSchema(random, depth - 1)]));
  const additional: readonly Json[] = [false, true, { type: 'integer' }];
  return {
    type: 'object',
    properties,
    required: names.filter(() => random(2) === 0),
    ...(random(3) === 0 ? { additionalProperties: additional[random(3)]! } : {}),
  };
}

function randomSchema(random: (below: number) => number, depth: number): Json {
  const bound = () => random(2000) - 1000;
  const leaves: readonly (() => Json)[] = [
    () => ({ type: 'string', ...(random(2) === 0 ? { minLength: random(3), maxLength: 2 + random(6) } : {}) }),
    () => ({ type: 'integer', minimum: bound(), ...(random(2) === 0 ? { maximum: 1000 + random(9000) } : {}) }),
    () => ({ type: 'number', [random(2) === 0 ? 'minimum' : 'exclusiveMinimum']: bound(), maximum: 1000 + random(50) }),
    () => ({ type: ['boolean', 'null'] }),
    () => ({ enum: ['x', 1, null, 'y"', [2]].slice(random(4)) }),
    () => ({ type: 'string', pattern: ['^[a-c]+$', '^x|y$', '[^a"]', '^\\w{2}\\s?\\S*$', '^.{1,3}$'][random(5)]! }),
  ];
  const branches: readonly (() => Json)[] = [
    () => ({
      type: 'array',
      items: randomSchema(random, depth - 1),
      minItems: random(3),
      ...(random(2) === 0 ? { maxItems: 3 } : {}),
    }),
    () => randomObjectSchema(random, depth),
    () => ({ anyOf: [randomSchema(random, depth - 1), randomSchema(random, depth - 1)] }),
    () => ({ oneOf: [{ type: 'string' }, randomSchema(random, depth - 1)] }),
    () => ({
      allOf: [randomObjectSchema(random, depth - 1), { properties: { ab: { type: 'string' } }, required: ['ab'] }],
    }),
  ];
  const kinds = depth > 0 && random(2) === 0 ? branches : leaves;
  return kinds[random(kinds.length)]!();
}
