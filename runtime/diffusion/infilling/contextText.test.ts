import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseModelConfig, type IsolatedContextConfig } from '../checkpoint/modelConfig';
import { TextTokenizer } from '../model/textTokenizer';
import { writeRandomCheckpoint } from '../test/randomCheckpoint';
import { buildContext, wellFormed, type ContextRequest, type TextAnchor } from './contextText';
import { DocumentEncoder } from './documentEncoder';

const [bos, eof, file, marker, python, typescript, other] = [1, 2, 3, 4, 8, 9, 7];

describe('context text', () => {
  let folder: string;
  let tokenizer: TextTokenizer;
  let config: IsolatedContextConfig;
  let encoder: DocumentEncoder;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-context-'));
    const written = await writeRandomCheckpoint(folder, { maxPrefixTokens: 208, maxSuffixTokens: 10 });
    const parsed = parseModelConfig(written.config, 'config.json');
    assert.ok(parsed.attention === 'isolated-context');
    config = parsed;
    tokenizer = await TextTokenizer.load(path.join(folder, 'tokenizer.json'), 320);
    encoder = new DocumentEncoder(tokenizer);
  });
  after(() => rm(folder, { recursive: true, force: true }));
  /** 208 less a window of 8. */
  const budget = 200;

  const build = (request: Partial<ContextRequest>, last?: TextAnchor) =>
    buildContext({ languageId: 'python', prefix: '', suffix: '', snippets: [], ...request }, config, encoder, last);
  const textOf = (ids: readonly number[]) => Buffer.from(tokenizer.decode(ids)).toString('utf8');

  it('takes the last pretoken back', () => {
    for (const [prefix, kept, healing] of [
      ['x = retu', 'x =', ' retu'],
      ['def f():\n    ', 'def f():', '\n    '],
      ['f(', 'f', '('],
      ['get', '', 'get'],
      ['', '', ''],
    ] as const) {
      const context = build({ prefix });
      assert.deepEqual(context.tokens.prefix.slice(0, 2), [bos, python]);
      assert.equal(textOf(context.tokens.prefix), kept);
      assert.equal(context.healing, healing);
    }
  });

  it('takes only a token back of a pretoken too long to be written again', () => {
    const context = build({ prefix: `x ${'=+-'.repeat(20)}` });
    assert.equal(context.healing, '-');
  });

  it('keeps the bytes of characters beyond the basic plane', () => {
    const context = build({ prefix: 'x = "🙂' });
    assert.equal(textOf(context.tokens.prefix) + Buffer.from(context.healing, 'latin1').toString('utf8'), 'x = "🙂');
  });

  it('marks the suffix, and its end when the file ends within the budget', () => {
    assert.deepEqual(build({ suffix: '' }).tokens.suffix, [marker, eof]);
    const short = build({ suffix: 'return' }).tokens.suffix;
    assert.deepEqual(short, [marker, ...tokenizer.encode('return').ids, eof]);
    const long = build({ suffix: 'a b c d e f g h i j k l m' }).tokens.suffix;
    assert.equal(long.length, 11);
    assert.ok(!long.includes(eof));
  });

  it('puts snippets before the file, the last ones first when there is no room for all', () => {
    const context = build({
      languageId: 'cobol',
      prefix: 'x y',
      snippets: [
        { path: 'a.py', languageId: 'python', text: 'old '.repeat(60) },
        { path: 'b.tsx', languageId: 'typescriptreact', text: 'new' },
      ],
    });
    const { prefix } = context.tokens;
    assert.deepEqual(prefix.slice(0, 2), [bos, python]);
    const second = [typescript, ...tokenizer.encode('new').ids, eof, file, other, ...tokenizer.encode('x').ids];
    assert.deepEqual(prefix.slice(-second.length), second);
    assert.ok(prefix.length <= budget * 0.4 + 4, String(prefix.length));
  });

  it('keeps its start while typing, and moves it to a line start when there is no more room', () => {
    const lines = Array.from({ length: 200 }, (_, i) => `def f${i}(self): return self.x${i * 7}`).join('\n');
    let anchor: TextAnchor | undefined;
    let moves = 0;
    let start = '';
    for (let end = 3000; end < 3300; end += 3) {
      // The caller's own cut moves as well.
      const context = build({ prefix: lines.slice(end - 2500, end) }, anchor);
      assert.ok(context.tokens.prefix.length <= budget);
      const head = context.anchor.text.slice(0, 60);
      if (head !== start) {
        moves++;
        assert.equal(context.anchor.text[0], '\n');
      }
      start = head;
      anchor = context.anchor;
    }
    // 300 characters are some 150 tokens; a quarter of the budget, 50 tokens, is there for typing.
    assert.ok(moves >= 2 && moves <= 5, String(moves));
  });

  it('does not give a long line up to begin at the short one behind it', () => {
    const context = build({ prefix: `${'word '.repeat(1000)}\nx = ` });
    assert.ok(context.tokens.prefix.length > budget / 2, String(context.tokens.prefix.length));
    assert.ok(context.tokens.prefix.length <= budget);
  });

  it('does not look at more text than its budget, whatever the text', () => {
    for (const prefix of ['x'.repeat(1e6), '\u0000\u0001'.repeat(5e5), '🙂'.repeat(3e5), ' '.repeat(1e6)]) {
      const started = performance.now();
      const context = build({ prefix, suffix: prefix });
      assert.ok(performance.now() - started < 1000);
      assert.ok(context.tokens.prefix.length <= budget && context.tokens.prefix.length > 2);
      assert.ok(context.tokens.suffix.length <= 11);
    }
  });

  it('replaces halves of surrogate pairs and nothing else', () => {
    assert.equal(wellFormed('a\ud83d b\ude42 🙂 \ude42\ud83d'), 'a\ufffd b\ufffd 🙂 \ufffd\ufffd');
  });
});
