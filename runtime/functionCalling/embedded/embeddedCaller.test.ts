import assert from 'node:assert/strict';
import type { Json, ToolDefinition } from '../../gateway/types';
import { SeededRandom } from '../../gateway/router';
import { schemaValidator } from '../schema/schemaValidator';
import { ToolIndex } from '../selection/toolIndex';
import { isoDate, clockTime } from './dateSpans';
import { EmbeddedCaller, weightsOf } from './index';
import { requestSpans } from './requestSpans';
import type { SpanKind } from './requestSpan';
import { fitSlots } from './training/fitSlots';
import { RowGenerator } from './training/generateRows';
import { sameArguments } from './training/sameValue';
import { readToolSheet } from './training/toolSheet';

const tool = (
  name: string,
  description: string,
  properties: Readonly<Record<string, Json>>,
  required: readonly string[],
): ToolDefinition => ({
  name,
  description,
  inputSchema: { type: 'object', properties, required },
});

const wall = tool(
  'wall_area',
  'Compute the area of a wall.',
  {
    width: { type: 'number', description: 'Width of the wall in metres.' },
    height: { type: 'number', description: 'Height of the wall in metres.' },
  },
  ['width', 'height'],
);
describe('requestSpans', () => {
  const values = (kind: SpanKind, request: string) =>
    requestSpans(request)
      .filter((span) => span.kind === kind)
      .map(({ value }) => value);

  it('reads numbers as people write them', () => {
    assert.deepEqual(
      values('number', 'pay $1,200 for 2.5 million units, twenty-five of them at -3.5%'),
      [1200, 2.5e6, 25, -3.5],
    );
    assert.deepEqual(values('number', 'a 12m wall, 3 m high, in v2'), [12, 3]);
  });
  it('keeps the unit of a number', () => {
    assert.deepEqual(
      requestSpans('runs at 20 m/s for 3 hours').flatMap(({ unit }) => unit ?? []),
      ['m/s', 'hours'],
    );
  });
  it('reads lists, whatever they are made of', () => {
    assert.ok(values('list', 'the mean of 3, 5 and 9').some((each) => JSON.stringify(each) === '[3,5,9]'));
    assert.deepEqual(values('list', "compare ['a', 'b'] now")[0], ['a', 'b']);
    assert.ok(
      values('list', 'cook with rice, eggs and milk').some((each) => JSON.stringify(each) === '["rice","eggs","milk"]'),
    );
  });
  it('does not join names over the end of a sentence', () => {
    assert.ok(values('name', 'We live in Basel. What now?').every((each) => each !== 'Basel. What'));
  });
  it('gives dates and times in their machine form', () => {
    assert.deepEqual(['March 3rd, 2024', '3 May 2020', '2024/1/9', 'tomorrow'].map(isoDate), [
      '2024-03-03',
      '2020-05-03',
      '2024-01-09',
      undefined,
    ]);
    assert.deepEqual(['7:30 PM', '12 am', 'noon'].map(clockTime), ['19:30', '00:00', '12:00']);
  });
});

describe('embedded caller', () => {
  const sheet = readToolSheet();
  const random = new SeededRandom(3);
  const generator = new RowGenerator(sheet.slice(40), random);
  const callerOf = (slots: ReadonlyMap<string, number>) =>
    new EmbeddedCaller({ slots, presence: new Map(), tool: {}, threshold: 0 });
  let learnt: EmbeddedCaller;

  before(function () {
    this.timeout(30_000);
    learnt = callerOf(
      fitSlots(
        Array.from({ length: 150 }, () => generator.row('single')),
        3,
      ).weights,
    );
  });

  it('learns to fill slots of tools that it has not seen', function () {
    this.timeout(30_000);
    const held = new RowGenerator(sheet.slice(0, 40), random);
    const rows = Array.from({ length: 60 }, () => held.row('single'));
    const right = (caller: EmbeddedCaller) =>
      rows.filter(({ request, tools, call }) => {
        const answer = caller.call(request, tools);
        return answer.kind === 'call' && call !== undefined && sameArguments(answer.arguments, call.arguments);
      }).length;
    const [after, without] = [right(learnt), right(callerOf(new Map()))];
    assert.ok(after > 2 * without && after > 15, `${after} of 60, ${without} without weights`);
  });

  it('makes only calls that their schemas allow', function () {
    this.timeout(30_000);
    for (let turn = 0; turn < 40; turn++) {
      const { request, tools } = generator.row(turn % 2 === 0 ? 'several' : 'none');
      const answer = learnt.call(request, new ToolIndex(tools));
      if (answer.kind === 'none') continue;
      const validator = schemaValidator(tools.find(({ name }) => name === answer.name)!.inputSchema);
      assert.deepEqual(validator.kind === 'validator' ? validator.problemsOf(answer.arguments) : validator, []);
    }
  });

  it('calls nothing without a tool, with a bad schema, or when what a tool needs is not said', () => {
    assert.equal(learnt.call('Find a flight from Oslo to Porto', []).kind, 'none');
    const bad: ToolDefinition = { ...wall, inputSchema: { ...wall.inputSchema, required: 'all' } };
    assert.equal(learnt.call('The area of a wall of 3 by 4 metres', [bad]).kind, 'none');
    assert.equal(learnt.call('Compute the area of a wall', [wall]).kind, 'none');
    assert.equal(learnt.call('The area of a wall of 3 by 4 metres', [wall]).kind, 'call');
  });

  it('generates the same requests for the same seed', () => {
    const rows = () => {
      const again = new RowGenerator(sheet, new SeededRandom(5));
      return Array.from({ length: 10 }, (_, turn) => again.row(turn % 2 === 0 ? 'single' : 'none'));
    };
    assert.deepEqual(rows(), rows());
  });

  it('refuses weights that are none', () => {
    assert.throws(() => weightsOf({ threshold: 'high' }), /threshold/);
  });
});
