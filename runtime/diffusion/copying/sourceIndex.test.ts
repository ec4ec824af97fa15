import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { commonSuffix, longestMatch } from './copyMatch';
import { placeKeys } from './placeKeys';
import { largestSource, SourceIndex } from './sourceIndex';
import { WordScanner } from './wordKeys';

const root = path.join(__dirname, '..');

/** Source files of this folder. */
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .sort()
  .map((name) => ({ path: name, text: readFileSync(path.join(root, name)) }));

const newIndex = (capacity?: number) =>
  new SourceIndex({ turn: () => nextTurn(), ...(capacity !== undefined && { capacity }) });

async function indexOf(sources: readonly { path: string; text: Uint8Array }[], capacity?: number) {
  const index = newIndex(capacity);
  for (const source of sources) index.put(source.path, source.text);
  await index.settled();
  return index;
}

/** All places of the sources with the same last words before them, by looking at each; longest match first. */
function bruteForce(sources: readonly { path: string; text: Uint8Array }[], text: Uint8Array, end: number) {
  const query = placeKeys(text, end);
  if (!query) return [];
  const lengths: number[] = [];
  for (const source of sources) {
    const scanner = new WordScanner(source.text, 0, source.text.length);
    while (scanner.next()) {
      if (scanner.short !== query.short) continue;
      const at = scanner.end + (query.textEnd - query.wordEnd);
      const length = at < source.text.length ? commonSuffix(source.text, at, 0, text, end) : 0;
      if (length > query.textEnd - query.wordEnd) lengths.push(length);
    }
  }
  return lengths.sort((a, b) => b - a);
}

const bytes = (text: string) => Buffer.from(text, 'utf8');
/** A name that these sources, this file among them, do not have. */
const rare = ['some', 'Rare', 'Name'].join('');

describe('source index', function () {
  this.timeout(20_000);

  it('finds the longest matches that a search through everything finds', async () => {
    const some = files.filter((_, i) => i % 4 === 0);
    const index = await indexOf(some);
    let matches = 0;
    for (const { text } of some) {
      for (let end = 40; end < text.length; end += 1999) {
        const expected = bruteForce(some, text, end);
        const found = index.find(text, end, undefined, 8).map(({ length }) => length);
        // The file itself is there too, so there always is one.
        assert.equal(found[0] ?? 0, expected[0] ?? 0);
        assert.ok(found.length >= Math.min(1, expected.length));
        assert.deepEqual(
          found,
          found.toSorted((a, b) => b - a),
        );
        matches += found.length;
      }
    }
    assert.ok(matches > 100);
  });

  it('gives places that are preceded by the same text, with what may follow', async () => {
    const index = await indexOf([
      { path: '/a', text: bytes('x = 1\nself.assertEqual(first, second)\n') },
      { path: '/b', text: bytes('total = 2\nself.assertEqual(other, more)\nend') },
    ]);
    const known = bytes('y = 3\n    self.assertEqual(');
    const found = index.find(known, known.length, undefined, 8);
    assert.deepEqual(found.map(({ text, at, end }) => Buffer.from(text.subarray(at, end)).toString()).sort(), [
      'first, second)\n',
      'other, more)\nend',
    ]);
    for (const { text, at, length } of found) {
      assert.equal(Buffer.from(text.subarray(at - length, at)).toString(), 'self.assertEqual(');
    }
  });

  it('finds the rest of a word that was begun', async () => {
    const index = await indexOf([{ path: '/a', text: bytes('return self.connection.close()\n') }]);
    const known = bytes('        return self.conn');
    const [match] = index.find(known, known.length, undefined, 8);
    assert.equal(Buffer.from(match!.text.subarray(match!.at, match!.at + 8)).toString(), 'ection.c');
  });

  it('leaves the document itself out', async () => {
    const index = await indexOf(files.slice(0, 5));
    const { path: own, text } = files[0]!;
    for (const match of index.find(text, 300, own, 8)) assert.ok(match.length < longestMatch);
    assert.equal(index.find(text, 300, undefined, 8)[0]?.length, longestMatch);
  });

  it('does not let a match go on into the file before', async () => {
    const index = await indexOf([
      { path: '/a', text: bytes('alpha beta\n') },
      { path: '/b', text: bytes('gamma delta epsilon') },
    ]);
    const known = bytes('alpha beta\ngamma delta ');
    const [match] = index.find(known, known.length, undefined, 8);
    assert.equal(match?.length, 'gamma delta '.length);
  });

  it('replaces and drops files without the others', async () => {
    const index = await indexOf(files);
    const place = bytes(`const wanted = ${rare}(`);
    const found = () => index.find(place, place.length, undefined, 8).map(({ text, at }) => text[at]);
    assert.deepEqual(found(), []);
    index.put('/new', bytes(`const wanted = ${rare}(1);`));
    await index.settled();
    assert.deepEqual(found(), [bytes('1')[0]]);
    index.put('/new', bytes(`const wanted = ${rare}(2);`));
    assert.deepEqual(found(), []);
    await index.settled();
    assert.deepEqual(found(), [bytes('2')[0]]);
    index.drop('/new');
    assert.deepEqual(found(), []);
    assert.equal(index.stats.files, files.length);
  });

  it('keeps finding everything while files change again and again', async () => {
    const index = await indexOf(files);
    for (let round = 0; round < 40; round++) {
      index.put('/changing', bytes(`const round = ${rare}(${round});`));
      index.put(`/one-${round % 3}`, bytes(`const other = anotherFunction(${round});`));
      await index.settled();
    }
    const place = bytes(`const round = ${rare}(`);
    const after = index.find(place, place.length, undefined, 8).map(({ text, at }) => text.subarray(at, at + 2));
    assert.deepEqual(
      after.map((found) => Buffer.from(found).toString()),
      ['39'],
    );
    assert.equal(index.stats.files, files.length + 4);
    const { text } = files[3]!;
    assert.equal(index.find(text, 500, undefined, 8)[0]?.length, longestMatch);
  });

  it('notices that a file was dropped or replaced while it was being indexed', async () => {
    const index = newIndex();
    index.put('/a', bytes(`const wanted = ${rare}(1);`));
    index.put('/b', bytes(`const wanted = ${rare}(2);`));
    await nextTurn();
    index.drop('/a');
    index.put('/b', bytes(`const wanted = ${rare}(3);`));
    await index.settled();
    const place = bytes(`const wanted = ${rare}(`);
    const found = index.find(place, place.length, undefined, 8);
    assert.deepEqual(
      found.map(({ text, at }) => text[at]),
      [bytes('3')[0]],
    );
  });

  it('keeps to its capacity: what was put first goes first, and what is too large is not taken', async () => {
    const file = (name: string) => ({ path: name, text: bytes(`const ${name} = 1;\n`.repeat(50)) });
    const size = file('a1').text.length;
    const index = await indexOf([file('a1'), file('a2'), file('a3')], 2 * size);
    assert.deepEqual(index.stats.files, 2);
    const sees = (name: string) => {
      const place = bytes(`const ${name} = `);
      return index.find(place, place.length, undefined, 1).length > 0;
    };
    assert.deepEqual([sees('a1'), sees('a2'), sees('a3')], [false, true, true]);
    index.put('/large', new Uint8Array(largestSource + 1).fill(97));
    assert.equal(index.stats.files, 2);
    index.clear();
    assert.deepEqual(index.stats, { files: 0, textBytes: 0, memoryBytes: 0 });
  });

  it('takes less than three bytes of memory for a byte of source', async () => {
    const index = await indexOf(files);
    const { textBytes, memoryBytes } = index.stats;
    assert.ok(memoryBytes < 3 * textBytes, `${memoryBytes} for ${textBytes}`);
  });

  it('lets others work between slices of its work', async () => {
    let turns = 0;
    const index = new SourceIndex({
      turn: () => {
        turns++;
        return nextTurn();
      },
    });
    for (let copy = 0; copy < 8; copy++) {
      for (const file of files) index.put(`${copy}/${file.path}`, file.text);
    }
    assert.equal(index.stats.memoryBytes, 0, 'nothing is indexed at once');
    await index.settled();
    assert.ok(turns > 3);
  });
});
