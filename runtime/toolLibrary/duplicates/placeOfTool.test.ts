import assert from 'node:assert/strict';
import type { ToolKind } from '../types';
import { madeTool } from '../testing/madeTool';
import { placeOfTool } from './placeOfTool';

/** The name's place as the text from there, and the lines of the declaration. */
function placed(text: string, code: string, access: string, kind: ToolKind = 'python') {
  const tool = madeTool({ name: access === 'default' ? 'halve' : access, code, kind });
  const start = text.indexOf(code);
  const source = { ...tool.source!, start, end: start + code.length, access };
  const place = placeOfTool({ ...tool, source }, text)!;
  const line = text.split('\n')[place.line] ?? '';
  return [line.slice(place.character, place.character + place.length), place.first, place.last];
}

describe('placeOfTool', () => {
  it('finds the name behind decorators, in the line that it stands in', () => {
    const code = '@tool("slugify")\ndef slugify(text):\n    return text';
    assert.deepEqual(placed(`import re\n\n${code}\n`, code, 'slugify'), ['slugify', 2, 4]);
  });
  it('is not led astray by documentation that names it', () => {
    const code = '/** function trim(x) is older than const trim. */\nexport const trim = (text: string) => text;';
    assert.deepEqual(placed(code, code, 'trim', 'typescript'), ['trim', 0, 1]);
  });
  it('finds methods by the last part of how they are reached', () => {
    const code = '  static half(value: number): number {\n    return value / 2;\n  }';
    assert.deepEqual(placed(`class Sums {\n${code}\n}`, code, 'Sums.half', 'typescript'), ['half', 1, 3]);
  });
  it('takes the first line where the name is not written', () => {
    const code = 'export default (a: number) => a;';
    assert.deepEqual(placed(code, code, 'default', 'typescript'), ['export default (a: number) => a;', 0, 0]);
  });
  it('knows no place of a schema', () => assert.equal(placeOfTool(madeTool({ name: 'schema' }), ''), undefined));
});
