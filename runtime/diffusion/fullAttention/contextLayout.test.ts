import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseModelConfig, type FullAttentionConfig } from '../checkpoint/modelConfig';
import { DocumentEncoder } from '../infilling/documentEncoder';
import { TextTokenizer } from '../model/textTokenizer';
import { writeRandomCheckpoint } from '../test/randomCheckpoint';
import { commentLine } from './commentLine';
import { windowContext, type WindowContextRequest } from './contextLayout';
import { foundBy, lengthPlan } from './lengthPlan';
import { maskText } from './maskedText';

describe('context of a model with full attention', () => {
  let folder: string;
  let tokenizer: TextTokenizer;
  let coda: FullAttentionConfig;
  let dreamOn: FullAttentionConfig;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-layout-'));
    const read = async (family: 'coda' | 'dreamon') => {
      const { config } = await writeRandomCheckpoint(path.join(folder, family), { family });
      const parsed = parseModelConfig(config, 'config.json');
      assert.ok(parsed.attention === 'full');
      return parsed;
    };
    coda = await read('coda');
    dreamOn = await read('dreamon');
    tokenizer = await TextTokenizer.load(path.join(folder, 'coda', 'tokenizer.json'), coda.shape.vocab);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const textOf = (ids: readonly number[]) => Buffer.from(tokenizer.decode(ids)).toString('utf8');
  const build = (request: Partial<WindowContextRequest>, config = coda) =>
    windowContext(
      { session: 'file:///a/b.py', languageId: 'python', prefix: '', suffix: '', snippets: [], ...request },
      config,
      new DocumentEncoder(tokenizer),
    );

  it('names the file, then snippets, then the text before the cursor less its last pretoken', () => {
    const snippets = [{ path: 'c/d.ts', languageId: 'typescript', text: 'let a = 1' }];
    const { before, after, healing } = build({ prefix: 'x = 1\nreturn sel', suffix: '\nz', snippets });
    assert.equal(textOf(before), '// c/d.ts\nlet a = 1\n# b.py\nx = 1\nreturn');
    assert.equal(healing, ' sel');
    assert.equal(textOf(after), '\nz');
  });

  describe('where the cursor cuts a pretoken', () => {
    const cut = (prefix: string, suffix: string) =>
      windowContext(
        { session: 's', languageId: '', prefix, suffix, snippets: [] },
        coda,
        new DocumentEncoder(tokenizer),
        true,
      );

    for (const [prefix, suffix, tail] of [
      ['return se', 'lf.x', 'lf'],
      ['x = 1\nreturn', ' 2', ''],
      ['value ', 'other', 'other'],
      ['größ', 'e = 1', 'e'],
      ['', 'abc', ''],
      ['abc\n', 'def', ''],
      ['abc', '', ''],
      ['x'.repeat(50), 'y'.repeat(150), ''],
    ] as const) {
      it(`${JSON.stringify(prefix.slice(-10))} ${JSON.stringify(suffix.slice(0, 10))}: takes ${JSON.stringify(tail)} back`, () => {
        const context = cut(prefix, suffix);
        assert.equal(context.tail, tail);
        const healed = Buffer.from(context.healing, 'latin1').toString('utf8');
        const all = textOf(context.before) + healed + context.tail + textOf(context.after);
        assert.ok(all.endsWith(prefix + suffix), 'nothing is lost and nothing is there twice');
      });
    }

    it('takes nothing back where that is not asked for', () => {
      assert.equal(build({ prefix: 'return se', suffix: 'lf.x' }).tail, '');
    });
  });

  it('has a token before the window, whatever there is', () => {
    for (const session of ['untitled:1', 's', 'file:///x.py']) {
      assert.ok(build({ session }).before.length > 0);
      assert.ok(build({ session, prefix: 'abc', languageId: '' }).before.length > 0);
    }
  });

  it('puts marks around the text where the family has both', () => {
    const [bos, eos] = [dreamOn.special.bos, dreamOn.special.eos];
    assert.ok(bos !== undefined && eos !== undefined);
    const short = build({ prefix: 'a b', suffix: 'c' }, dreamOn);
    assert.equal(short.before[0], bos);
    assert.equal(short.after.at(-1), eos);
    assert.notEqual(build({ suffix: 'c' }).after.at(-1), coda.special.eos);
    const long = build({ suffix: 'c d '.repeat(5000) }, dreamOn);
    assert.notEqual(long.after.at(-1), eos, 'the text goes on');
  });

  it('stays within what the model takes', () => {
    const text = 'value = compute(alpha, beta)\n'.repeat(3000);
    const snippets = Array.from({ length: 20 }, (_, i) => ({
      path: `${i}.py`,
      languageId: 'python',
      text: text.slice(0, 2000),
    }));
    const { before, after } = build({ prefix: text, suffix: text, snippets });
    assert.ok(before.length <= coda.maxPrefixTokens && before.length > coda.maxPrefixTokens / 2, `${before.length}`);
    assert.equal(after.length, coda.maxSuffixTokens);
  });

  it('comments as the language does', () => {
    for (const [language, line] of [
      ['python', '# a.b\n'],
      ['go', '// a.b\n'],
      ['html', '<!-- a.b -->\n'],
      ['css', '/* a.b */\n'],
      ['sql', '-- a.b\n'],
      ['plaintext', 'a.b\n'],
    ] as const) {
      assert.equal(commentLine(language, 'a.b'), line);
    }
    assert.equal(commentLine('go', 'a\nb'), '// a b\n');
  });

  it('finds lengths as the family does it best', () => {
    const calibration = { bias: { a: 1, b: 1, c: 1, d: 0.1, e: 0.2 }, points: [] };
    assert.equal(foundBy(dreamOn, calibration), 'expand-delete');
    assert.equal(foundBy(coda, calibration), 'probed');
    assert.equal(foundBy(coda, undefined), undefined);
    const plan = (policy: Parameters<typeof lengthPlan>[0], config = coda, most = 24) =>
      lengthPlan(policy, config, undefined, most, 12);
    const fixed = (slots: number) => ({ kind: 'denoised', slots, rule: { kind: 'fixed' } });
    assert.deepEqual(plan({ kind: 'found' }), fixed(12));
    assert.deepEqual(plan({ kind: 'found' }, coda, 5), fixed(5));
    assert.deepEqual(plan({ kind: 'fixed', tokens: 30 }), fixed(30));
    assert.deepEqual(plan({ kind: 'fixed', tokens: coda.windowTokens }), fixed(coda.windowTokens));
    assert.throws(() => plan({ kind: 'fixed', tokens: coda.windowTokens + 1 }), {
      kind: 'bad-request',
      message: `A text of ${coda.windowTokens + 1} tokens was asked for, and the model fills in at most ${coda.windowTokens} at once.`,
    });
    const rule = { kind: 'expand-delete', maxSlots: 24 };
    assert.deepEqual(plan({ kind: 'found' }, dreamOn), { kind: 'denoised', slots: 16, rule });
    assert.deepEqual(plan({ kind: 'delete-only' }, dreamOn), {
      kind: 'denoised',
      slots: 24,
      rule: { kind: 'delete-only' },
    });
    assert.throws(() => plan({ kind: 'probed' }), { kind: 'model-unsupported', message: /no length calibration/ });
  });

  describe('with several windows', () => {
    const text = 'def f(x):\n    return self.x\n\nprint(f(1))\n';
    const request = { text, session: 'a.py', languageId: 'python' };
    const mask = (spans: Parameters<typeof maskText>[0]['spans'], choose: Parameters<typeof maskText>[3]) =>
      maskText({ ...request, spans }, coda, new DocumentEncoder(tokenizer), choose);
    const at = (of: string) => ({ start: text.indexOf(of), end: text.indexOf(of) + of.length, maxTokens: 8 });

    it('is all of the text but the masked tokens, one window for those beside each other', () => {
      const span = { ...at('return self.x'), keep: { kind: 'share', ratio: 0.5 } } as const;
      const { pieces, windows } = mask([span], (_, tiles) => tiles.map((_, i) => i === 1 || i === 2));
      assert.equal(windows.length, 1);
      const window = windows[0]!;
      assert.ok(window.kind === 'tokens' && window.tiles.length === 2);
      const hidden = text.slice(window.tiles[0]!.start, window.tiles[1]!.end);
      assert.deepEqual(pieces.map(textOf), [
        `# a.py\n${text.slice(0, window.tiles[0]!.start)}`,
        text.slice(window.tiles[1]!.end),
      ]);
      assert.equal(hidden.length > 0 && pieces.map(textOf).join(hidden), `# a.py\n${text}`);
    });

    it('takes the pretoken before a gap back, and keeps the white space around an old text', () => {
      const keep = { kind: 'nothing' } as const;
      const spans = [
        { ...at(' self.x\n'), keep },
        { ...at('f(1)'), keep },
      ];
      const { pieces, windows } = mask(spans, () => []);
      const [first, second] = windows;
      assert.ok(first?.kind === 'growing' && second?.kind === 'growing');
      // The blank before "self" stays, and is written again with what follows it.
      assert.equal(textOf(pieces[0]!) + first.healing, '# a.py\ndef f(x):\n    return ');
      assert.equal(first.growing.lead, ' ');
      assert.equal(first.growing.trail, '\n');
      assert.equal(textOf(pieces[1]!) + second.healing, '\n\nprint(');
      assert.equal(textOf(pieces[2]!), ')\n');
    });

    it('cuts what is far from the spans', () => {
      const long = 'x = 1\n'.repeat(4000);
      const middle = long.length / 2;
      const spans = [{ start: middle, end: middle, maxTokens: 4, keep: { kind: 'nothing' } as const }];
      const { pieces } = maskText({ ...request, text: long, spans }, coda, new DocumentEncoder(tokenizer), () => []);
      assert.ok(pieces[0]!.length <= coda.maxPrefixTokens && pieces[0]!.length > coda.maxPrefixTokens - 20);
      assert.equal(pieces[1]!.length, coda.maxSuffixTokens);
    });
  });
});
