import assert from 'node:assert/strict';
import { readConfiguration } from './configurationFile';

const read = (text: string) => readConfiguration(text, 'mcp.json');
const places = (text: string) => read(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe('mcp.json', () => {
  it('is read with comments, trailing commas, and servers without a type', () => {
    const { servers, inputs, problems } = read(`{
      // Ours
      "inputs": [{ "id": "key", "type": "promptString", "password": true }],
      "servers": {
        "local": { "command": "node", "args": ["a.js"], "env": { "PORT": 80, "HOME": null }, "cwd": "\${workspaceFolder}" },
        "far": { "url": "https://example.com/mcp", "headers": { "Authorization": "Bearer \${input:key}" } },
      },
    }`);
    assert.deepEqual(problems, []);
    assert.deepEqual(inputs, [{ id: 'key', type: 'promptString', password: true }]);
    assert.deepEqual(servers.get('local'), {
      type: 'stdio',
      command: 'node',
      args: ['a.js'],
      env: { PORT: '80', HOME: null },
      cwd: '${workspaceFolder}',
    });
    assert.equal(servers.get('far')?.type, 'http');
  });

  it('tells the place of what is no JSON', () => {
    assert.match(
      places('{\n  "servers": {\n    "a": { "command" "b" }\n  }\n}')[0] ?? '',
      /^3:\d+ This is no JSON: colon expected/,
    );
  });

  it('uses the servers that are right beside one that is wrong', () => {
    const { servers, problems } = read(`{ "servers": {
      "bad": {
        "command": ["node"]
      },
      "good": { "command": "node" }
    } }`);
    assert.deepEqual([...servers.keys()], ['good']);
    assert.equal(problems[0]?.line, 3);
    assert.match(problems[0].message, /Server "bad": "command"/);
  });

  for (const [what, text, expected] of [
    ['a server that is nothing', '{ "servers": { "a": { "arguments": [] } } }', /"type" must be "stdio"/],
    ['an address that is none', '{ "servers": { "a": { "url": "ftp://a" } } }', /"url" must be an address/],
    ['a word that nobody knows', '{ "servers": { "a": { "command": "a", "argz": [] } } }', /"argz" is not known/],
    [
      'two servers of a name',
      '{ "servers": { "a": { "command": "a" }, "a": { "command": "b" } } }',
      /two servers of the name "a"/,
    ],
    ['the form of another editor', '{ "mcpServers": {} }', /Rename "mcpServers"/],
    ['an empty file', '', /The file is empty/],
    ['a list', '[]', /must hold an object/],
    [
      'an input without a kind',
      '{ "servers": {}, "inputs": [{ "id": "a", "type": "command" }] }',
      /Input: "type" must be/,
    ],
  ] as const) {
    it(`tells ${what}`, () => assert.match(places(text).join('\n'), expected));
  }
});
