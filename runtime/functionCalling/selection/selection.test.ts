import assert from 'node:assert/strict';
import type { ToolDefinition } from '../../gateway/types';
import { ToolIndex } from './toolIndex';
import { toolNeed } from './toolNeed';
import { toolWords } from './toolWords';

const tool = (name: string, description: string, parameters: readonly string[] = []): ToolDefinition => ({
  name,
  description,
  inputSchema: { type: 'object', properties: Object.fromEntries(parameters.map((each) => [each, { type: 'string' }])) },
});
const tools = [
  tool('getWeatherForecast', 'Forecast of the weather for a city', ['city', 'days']),
  tool('search_files', 'Searches the workspace for text', ['pattern', 'folder']),
  tool('run_tests', 'Runs the test suites of the project', ['suite']),
  tool('convertCurrency', 'Converts an amount of money', ['amount', 'from_currency', 'to_currency']),
];
const names = (query: string, count = 4) => new ToolIndex(tools).find(query, count).map((each) => each.tool.name);

describe('toolWords', () => {
  it('splits names, and lets forms of a word meet', () => {
    assert.deepEqual(toolWords('getHTTPStatus_v2'), ['http', 'status', 'v', '2']);
    assert.deepEqual(toolWords('Converts currencies'), toolWords('convert currency'));
    assert.deepEqual(
      toolWords('Running translations'),
      toolWords('runn translate').map((word) => word),
    );
  });
});

describe('ToolIndex', () => {
  it('finds tools by names, descriptions and parameters', () => {
    assert.equal(names('What will the weather be in Graz?')[0], 'getWeatherForecast');
    assert.equal(names('convert 3 dollars to another currency')[0], 'convertCurrency');
    assert.equal(names('look for a pattern in a folder')[0], 'search_files');
  });

  it('gives as many as asked for, best first, and none without a common word', () => {
    assert.equal(names('weather tests currency', 2).length, 2);
    assert.deepEqual(names('zebra'), []);
    assert.deepEqual(new ToolIndex([]).find('weather', 3), []);
  });

  it('tells which share of the request a tool covers', () => {
    const [first] = new ToolIndex(tools).find('weather zebra', 1);
    assert.equal(first?.coverage, 0.5);
  });

  it('is not misled by names of objects in JavaScript', () => {
    assert.deepEqual(new ToolIndex([tool('constructor', '__proto__ toString')]).find('constructor', 1).length, 1);
  });
});

describe('toolNeed', () => {
  it('says when no tool seems to apply', () => {
    const index = new ToolIndex(tools);
    assert.equal(toolNeed(index, 'weather forecast for Graz').applies, true);
    assert.equal(toolNeed(index, 'Who painted the ceiling of that famous chapel?').applies, false);
  });
});
