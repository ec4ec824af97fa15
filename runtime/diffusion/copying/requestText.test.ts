import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LongestMatches } from './copyMatch';
import { leastMatch, RequestText } from './requestText';

const source = readFileSync(path.join(__dirname, '../infilling/postProcess.ts'), 'utf8');

function find(prefix: string, suffix: string, snippets: readonly string[] = [], decoded = '', most = 1000) {
  const text = new RequestText({ prefix, suffix, snippets });
  text.decoded(Buffer.from(decoded));
  const found = new LongestMatches(most);
  text.find(found);
  return found.take().map((match) => ({
    length: match.length,
    origin: match.origin,
    before: Buffer.from(match.text.subarray(match.at - match.length, match.at)).toString(),
    after: Buffer.from(match.text.subarray(match.at, match.end)).toString(),
  }));
}

describe('text of a request', () => {
  it('finds every place that a search finds, with the length of the match', () => {
    for (const cursor of [700, 2000, 3500, 5000]) {
      const [prefix, suffix] = [source.slice(0, cursor), source.slice(cursor)];
      const expected: number[] = [];
      for (const part of [prefix, suffix]) {
        for (let at = 1; at < part.length; at++) {
          let length = 0;
          while (length < at && length < 128 && part[at - 1 - length] === prefix.at(-1 - length)) length++;
          if (length >= leastMatch) expected.push(length);
        }
      }
      const found = find(prefix, suffix);
      assert.deepEqual(
        found.map(({ length }) => length),
        expected.sort((a, b) => b - a),
      );
      for (const { before } of found) assert.ok(prefix.endsWith(before));
    }
  });

  it('keeps the longest, the nearest first of equally long ones', () => {
    const found = find('abc1 abc2 abc3 xabc4 abc5 xabc', '', [], '', 2);
    assert.deepEqual(
      found.map(({ after }) => after[0]),
      ['4', '5'],
    );
  });

  it('looks in the text after the cursor and in snippets, and says so', () => {
    const found = find('value = load(', ')\nother = load(first)\n', ['third = load(second)\n']);
    assert.deepEqual(
      found.map(({ origin, after }) => [origin, after]),
      [
        ['document', 'first)\n'],
        ['snippet', 'second)\n'],
      ],
    );
  });

  it('takes decoded text for known text, and copies from it', () => {
    assert.equal(find('load(first, second)\nlo', '', [], 'ad(fi')[0]?.after.slice(0, 4), 'rst,');
    assert.equal(find('x', '', [], ' ab, ab')[0]?.after, ', ab');
  });

  it('is quick where every place agrees', () => {
    const started = process.cpuUsage();
    assert.equal(find('ab,'.repeat(20_000), '', [], '', 24).length, 24);
    assert.ok(process.cpuUsage(started).user < 50_000);
  });

  it('finds nothing for hardly any text', () => {
    assert.deepEqual(find('', 'abc'), []);
    assert.deepEqual(find('ab', 'abab'), []);
  });
});
