import assert from 'node:assert/strict';
import { toolOf } from '../testing/extractTexts';

const classes = `
import enum, typing as t
from dataclasses import dataclass, field
from typing import Annotated, Any, Dict, List, Literal, NamedTuple, NewType, Optional, Sequence, Tuple, TypedDict, Union
from pydantic import BaseModel, Field
class Colour(enum.Enum):
    RED = 'red'
    BLUE = 'blue'
@dataclass
class Point:
    """A place.

    Args:
        x: How far right.
    """
    x: float
    y: float = 0.0
    tags: list[str] = field(default_factory=list)
class Movie(TypedDict, total=False):
    title: t.Required[str]
    year: int
class Query(BaseModel):
    text: str = Field(..., description="What is asked.", min_length=1)
    limit: int = Field(10, ge=1, le=100)
    nested: Optional['Query'] = None
class Pair(NamedTuple):
    left: int
    right: str = 'x'
Level = Literal['low', 'high']
UserId = NewType('UserId', int)
`;

describe('Types of Python', () => {
  const cases: readonly (readonly [string, object])[] = [
    ['int', { type: 'integer' }],
    ['Optional[int]', { type: ['integer', 'null'] }],
    ['int | str | None', { type: ['integer', 'string', 'null'] }],
    ['Union[int, List[str]]', { anyOf: [{ type: 'integer' }, { type: 'array', items: { type: 'string' } }] }],
    ['list[dict[str, float]]', { type: 'array', items: { type: 'object', additionalProperties: { type: 'number' } } }],
    ['t.Sequence[int]', { type: 'array', items: { type: 'integer' } }],
    [
      'Tuple[int, str]',
      { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'string' }], minItems: 2, maxItems: 2 },
    ],
    ['tuple[int, ...]', { type: 'array', items: { type: 'integer' } }],
    ['set[int]', { type: 'array', items: { type: 'integer' }, uniqueItems: true }],
    ['Literal["a", "b"]', { type: 'string', enum: ['a', 'b'] }],
    ['Literal[1, None]', { enum: [1, null] }],
    ['Colour', { type: 'string', enum: ['red', 'blue'], title: 'Colour' }],
    ['Level', { type: 'string', enum: ['low', 'high'] }],
    ['UserId', { type: 'integer' }],
    ['"List[int]"', { type: 'array', items: { type: 'integer' } }],
    ['Annotated[int, Field(ge=0)]', { type: 'integer', minimum: 0 }],
    [
      'Pair',
      {
        type: 'array',
        title: 'Pair',
        prefixItems: [{ type: 'integer' }, { type: 'string', default: 'x' }],
        minItems: 1,
        maxItems: 2,
      },
    ],
    ['Any', {}],
    ['np.ndarray', {}],
    ['Callable[[int], int]', {}],
  ];
  for (const [type, expected] of cases) {
    it(type, async () => {
      const tool = await toolOf('a.py', `${classes}\ndef f(x: ${type}): ...\n`, 'f');
      assert.deepEqual(tool.parameters[0]?.schema, expected);
      assert.equal(tool.parameters[0].type, type);
    });
  }

  it('reads fields of a dataclass with defaults and documentation', async () => {
    const tool = await toolOf('a.py', `${classes}\ndef f(x: Point): ...\n`, 'f');
    assert.deepEqual(tool.parameters[0]?.schema, {
      type: 'object',
      title: 'Point',
      properties: {
        x: { type: 'number', description: 'How far right.' },
        y: { type: 'number', default: 0 },
        tags: { type: 'array', items: { type: 'string' }, default: [] },
      },
      required: ['x'],
      description: 'A place.',
    });
  });

  it('reads which keys of a TypedDict are needed', async () => {
    const tool = await toolOf('a.py', `${classes}\ndef f(x: Movie): ...\n`, 'f');
    assert.deepEqual(tool.parameters[0]?.schema.required, ['title']);
  });

  it('ends where a model of pydantic holds itself', async () => {
    const tool = await toolOf('a.py', `${classes}\ndef f(x: Query): ...\n`, 'f');
    assert.deepEqual(tool.parameters[0]?.schema.properties, {
      text: { type: 'string', description: 'What is asked.', minLength: 1 },
      limit: { type: 'integer', minimum: 1, maximum: 100, default: 10 },
      nested: { anyOf: [{ type: 'object', title: 'Query' }, { type: 'null' }], default: null },
    });
  });

  it('leaves unknown what is not written', async () => {
    const tool = await toolOf('a.py', 'def f(x, y=3): ...\n', 'f');
    assert.deepEqual(tool.parameters, [
      { name: 'x', schema: {}, required: true },
      { name: 'y', schema: {}, required: false, default: 3 },
    ]);
  });

  it('tells how arguments are passed', async () => {
    const tool = await toolOf('a.py', 'def f(a, /, b, *args: int, c, **more: str): ...\n', 'f');
    assert.deepEqual(
      tool.parameters.map(({ name, passing, required }) => [name, passing, required]),
      [
        ['a', 'positional', true],
        ['b', undefined, true],
        ['args', 'rest', false],
        ['c', 'keyword', true],
        ['more', 'keywordRest', false],
      ],
    );
  });
});
