import assert from 'node:assert/strict';
import { readCode } from './readCode';
import { caseOf, inCase, isInCase, wordsOf } from './words';

async function facts(path: string, text: string) {
  const read = await readCode(path, text);
  assert.ok(read !== undefined);
  return read;
}

async function first(path: string, text: string) {
  const found = (await facts(path, text)).definitions[0];
  assert.ok(found !== undefined);
  return found;
}

describe('Facts of code', () => {
  it('say how functions of ES modules leave their file', async () => {
    const text = `
export function a() {}
const b = () => 1;
const c = function () {};
export default b;
export const group = { c };
function d() {}
export { d as e };
`;
    const { definitions } = await facts('a.ts', text);
    assert.deepEqual(
      definitions.filter(({ kind }) => kind === 'function').map(({ name, exported, form }) => [name, exported, form]),
      [
        ['a', 'named', 'declaration'],
        ['b', 'default', 'arrow'],
        ['c', 'object', 'expression'],
        ['d', 'named', 'declaration'],
      ],
    );
  });

  it('say how functions of CommonJS leave their file', async () => {
    const text = `
function a() {}
function b() {}
function c() {}
module.exports = { a, group: { b } };
module.exports.other = { c };
exports.d = function () {};
`;
    const { definitions } = await facts('a.js', text);
    assert.deepEqual(
      definitions.filter(({ kind }) => kind === 'function').map(({ name, exported }) => [name, exported]),
      [
        ['a', 'named'],
        ['b', 'object'],
        ['c', 'object'],
        ['d', 'named'],
      ],
    );
  });

  it('say what is thrown and given, without inner functions', async () => {
    const text = `function run(x) {
  if (x < 0) throw new RangeError(\`No \${x}\`);
  const inner = () => { throw new TypeError('inner'); };
  return { ok: true, value: [x, 1] };
}`;
    const { function: run } = await first('a.js', text);
    assert.deepEqual(run?.throws, [{ class: 'RangeError', message: 'value' }]);
    assert.deepEqual(
      run.results.map(({ wrapped, inner }) => [wrapped, inner]),
      [['success', 'tuple']],
    );
  });

  it('tell promises and callbacks from plain results', async () => {
    const kind = async (text: string) => (await first('a.ts', text)).function?.async;
    assert.equal(await kind('async function a() {}'), 'promise');
    assert.equal(await kind('function a() { return new Promise(() => {}); }'), 'promise');
    assert.equal(await kind('function a(x: number, done: (e?: Error) => void) { done(); }'), 'callback');
    assert.equal(await kind('function a(x: number, done: boolean) { return x; }'), 'sync');
  });

  it('tell a code in a message from a value and from a sentence', async () => {
    const said = async (message: string) =>
      (await first('a.js', `function a(x) { throw new Error(${message}); }`)).function?.throws[0]?.message;
    assert.equal(await said("'E_TIME: wrong'"), 'code');
    assert.equal(await said("'wrong: ' + x"), 'value');
    assert.equal(await said("'EOF is wrong'"), 'plain');
    assert.equal(await said('x'), undefined);
  });

  it('read Python', async () => {
    const text = `"""About it."""
import os
LIMIT = 5
WIDTH = int(os.environ.get("WIDTH", "7"))

def parse_part(text: str, *, limit=LIMIT):
    """Parses.

    :param text: what
    """
    if not text:
        raise ValueError(f"no {text}")
    return {"ok": True, "value": (text, limit)}

class _Hidden(Exception):
    pass
`;
    const { definitions, environment, header, broken } = await facts('a.py', text);
    assert.equal(broken, false);
    assert.equal(header, '"""About it."""');
    assert.deepEqual(environment, [{ name: 'WIDTH', fallback: '7', line: 4 }]);
    const parse = definitions.find(({ name }) => name === 'parse_part');
    assert.deepEqual(
      parse?.function?.parameters.map(({ kind }) => kind),
      ['plain', 'keyword'],
    );
    assert.deepEqual(parse.function.throws, [{ class: 'ValueError', message: 'value' }]);
    assert.equal(parse.function.results[0]?.inner, 'tuple');
    assert.equal(definitions.find(({ name }) => name === '_Hidden')?.exported, undefined);
  });

  it('say where lines can be put into a function', async () => {
    const inserted = async (path: string, text: string) => {
      const at = (await first(path, text)).function?.bodyStart;
      return at === undefined ? undefined : `${text.slice(0, at)}\n  here${text.slice(at)}`;
    };
    assert.equal(
      await inserted('a.ts', 'function a(): { b: 1 } {\n  c();\n}'),
      'function a(): { b: 1 } {\n  here\n  c();\n}',
    );
    assert.equal(
      await inserted('a.py', 'def a():\n  """Says."""\n  c()\n'),
      'def a():\n  """Says."""\n  here\n  c()\n',
    );
    assert.equal(await inserted('a.py', 'def a():\n  c()\n'), 'def a():\n  here\n  c()\n');
    assert.equal(await inserted('a.py', 'def a(): c()\n'), undefined);
    assert.equal(await inserted('a.ts', 'const a = () => 1;'), undefined);
  });

  it('are there for what parses of a broken file, which is told', async () => {
    const { broken, definitions } = await facts('a.ts', 'export function a() {}\nexport function (\n');
    assert.equal(broken, true);
    assert.ok(definitions.some(({ name }) => name === 'a'));
  });

  it('are not read of other languages and of huge files', async () => {
    assert.equal(await readCode('a.rb', 'def a; end'), undefined);
    assert.equal(await readCode('a.js', ' '.repeat(1_000_001)), undefined);
  });
});

describe('Names', () => {
  it('are words whatever their case', () => {
    for (const name of ['parseURLPart', 'parse_url_part', 'parse-url-part', 'ParseUrlPart']) {
      assert.deepEqual(wordsOf(name), ['parse', 'url', 'part']);
    }
  });

  it('come back from their words', () => {
    for (const form of ['camel', 'pascal', 'snake', 'kebab', 'upper-snake'] as const) {
      assert.equal(caseOf(inCase(['time', 'span'], form)), form);
    }
  });

  it('of one word are in several cases', () => {
    assert.ok(isInCase('span', 'camel') && isInCase('span', 'snake') && !isInCase('span', 'pascal'));
  });
});
