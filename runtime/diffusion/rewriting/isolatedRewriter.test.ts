import assert from 'node:assert/strict';
import path from 'node:path';
import type { RewriteParams, RewriteSpan, RewrittenSpan } from '../../protocol';
import { InfillEngine } from '../engine';

const models = path.join(__dirname, '../../../media/models');
const text = [
  'class Counter:',
  '    """Zählt 🙂 in 日本語."""',
  '',
  '    def __init__(self, start):',
  '        self.count = start',
  '',
  '    def add(self, amount):',
  '        self.count = self.count + amount',
  '        return self.count',
  '',
].join('\n');

describe('rewriting by the embedded model', function () {
  this.timeout(60_000);
  let engine: InfillEngine;
  before(() => (engine = new InfillEngine({ threads: 1, modelsFolder: models })));
  after(() => engine.dispose());
  const never = new AbortController().signal;
  const rewrite = (spans: readonly RewriteSpan[], changes: Partial<RewriteParams> = {}, signal = never) =>
    engine.rewrite(
      {
        model: 'embedded',
        session: 's',
        languageId: 'python',
        text,
        spans,
        copy: 'off',
        seed: 1,
        temperature: 0,
        ...changes,
      },
      signal,
    );
  const part = (of: string, keep: RewriteSpan['keep'], within = text): RewriteSpan => {
    const start = within.indexOf(of);
    assert.ok(start >= 0);
    return { start, end: start + of.length, keep, maxTokens: 64 };
  };
  const covers = (span: RewrittenSpan) => {
    const { tokens } = span;
    assert.equal(tokens.map(({ start, end }) => span.text.slice(start, end)).join(''), span.text);
    tokens.forEach(({ start, end, probability }, index) => {
      assert.equal(start, tokens[index - 1]?.end ?? 0);
      assert.ok(end > start && probability >= 0 && probability <= 1);
    });
    assert.equal(tokens.at(-1)?.end ?? 0, span.text.length);
    assert.ok(!/\ufffd|\r/.test(span.text));
  };

  for (const of of ['self.count = self.count + amount', 'unt(er'.slice(0, 2), 'ählt 🙂 in 日', text]) {
    it(`keeps all that it shall keep: ${JSON.stringify(of.slice(0, 20))}`, async () => {
      const { spans } = await rewrite([part(of, { kind: 'share', ratio: 1 })]);
      assert.equal(spans[0]!.text, of);
      assert.ok(spans[0]!.tokens.every(({ kept }) => kept));
      covers(spans[0]!);
    });
    it(`makes well-formed text of any share: ${JSON.stringify(of.slice(0, 20))}`, async () => {
      for (const kind of ['share', 'surest'] as const) {
        const { spans } = await rewrite([part(of, { kind, ratio: 0.4 })], { temperature: 1.5, seed: 7 });
        covers(spans[0]!);
      }
    });
  }

  it('changes only what is named, and leaves the rest at its place', async () => {
    const span = part('self.count = self.count + amount', {
      kind: 'all-but',
      parts: [{ start: text.indexOf('+ amount') + 2, end: text.indexOf('+ amount') + 3 }],
    });
    const { spans } = await rewrite([span], { temperature: 2, seed: 3 });
    assert.ok(spans[0]!.text.startsWith('self.count = self.count +'), spans[0]!.text);
    assert.equal(spans[0]!.tokens.filter(({ kept }) => !kept).length, 1);
  });

  it('fills gaps one after another, each with those before it', async () => {
    const gapped = text.replace('self.count + amount', '').replace('return self.count', 'return ');
    const gap = (after: string): RewriteSpan => {
      const at = gapped.indexOf(after) + after.length;
      return { start: at, end: at, keep: { kind: 'nothing' }, maxTokens: 24 };
    };
    const [first, second] = [gap('        self.count = '), gap('return ')];
    // The first text is found twice: the second place is the gap.
    const at = gapped.indexOf('self.count = \n') + 'self.count = '.length;
    const spans = [{ ...first, start: at, end: at }, second];
    const both = await rewrite(spans, { text: gapped, copy: 'file' });
    both.spans.forEach(covers);
    assert.ok(both.spans[0]!.text !== '' && both.forwardPasses > 0);
    const new1 = both.spans[0]!.text;
    const alone = await rewrite([{ ...second, start: second.start + new1.length, end: second.end + new1.length }], {
      text: gapped.slice(0, at) + new1 + gapped.slice(at),
      copy: 'file',
    });
    // What is cached decides how rows are grouped into passes, and so the last digits of a probability.
    assert.equal(alone.spans[0]!.text, both.spans[1]!.text);
    for (const [index, token] of alone.spans[0]!.tokens.entries()) {
      const { probability, ...rest } = both.spans[1]!.tokens[index]!;
      assert.deepEqual({ ...token, probability: 0 }, { ...rest, probability: 0 });
      assert.ok(Math.abs(token.probability - probability) < 1e-4);
    }
  });

  it('finds the length of a span anew, and leaves the white space around it', async () => {
    const old = '        self.count = start\n';
    const { spans } = await rewrite([part(old, { kind: 'nothing' })]);
    covers(spans[0]!);
    assert.match(spans[0]!.text, /^ {8}\S.*\n$/s);
    assert.ok(spans[0]!.tokens.every(({ kept }) => !kept));
  });

  it('draws other texts by other seeds, and the same by the same', async () => {
    const span = part('self.count = self.count + amount', { kind: 'nothing' });
    const drawn = async (seed: number) => (await rewrite([span], { seed, temperature: 1.5 })).spans[0]!.text;
    assert.equal(await drawn(1), await drawn(1));
    assert.notEqual(await drawn(1), await drawn(2));
  });

  it('writes no line end into part of a line', async () => {
    const span = part('self.count = self.count + amount', { kind: 'share', ratio: 0 });
    for (let seed = 0; seed < 8; seed++) {
      const { spans } = await rewrite([span], { seed, temperature: 2 });
      assert.ok(!spans[0]!.text.includes('\n'), JSON.stringify(spans[0]!.text));
    }
    await assert.rejects(rewrite([{ ...span, start: 0, end: 3 }], { text: 'a\r\nb' }), { kind: 'bad-request' });
  });

  it('bounds the new tokens', async () => {
    const all = part(text, { kind: 'all-but', parts: [{ start: 0, end: text.length }] });
    const { spans } = await rewrite([{ ...all, maxTokens: 5 }]);
    assert.equal(spans[0]!.tokens.filter(({ kept }) => !kept).length, 5);
  });

  describe('words', () => {
    const line = 'def add(self, amount):';
    const longer = `${text}\n    def sub(self, amount):\n        self.count = self.count - amount\n        return self.count\n`;
    const wrong = (right: string, typo: string) => longer.replace(right, typo);

    for (const kind of ['share', 'surest'] as const) {
      it(`leaves right text as it is (${kind})`, async () => {
        const { spans } = await rewrite([part(line, { kind, ratio: 0 })], { copy: 'file' });
        assert.equal(spans[0]!.text, line);
        assert.ok(spans[0]!.tokens.every(({ kept }) => kept));
        covers(spans[0]!);
      });
    }

    for (const [kind, right, typo, fresh] of [
      ['share', 'return self.count\n\n', 'return self.coutn\n\n', 'count'],
      ['share', 'def add(self, amount):', 'def add(self, amount);', '):'],
      ['surest', 'def add(self, amount):', 'def add(self, amount);', '):'],
    ] as const) {
      it(`writes ${JSON.stringify(typo.trim())} as it is elsewhere in the file, and says what is new (${kind})`, async () => {
        const of = typo.trim();
        const { spans } = await rewrite([part(of, { kind, ratio: 0.5 }, wrong(right, typo))], {
          text: wrong(right, typo),
          copy: 'file',
        });
        covers(spans[0]!);
        assert.equal(spans[0]!.text, right.trim());
        const now = spans[0]!.tokens.filter(({ kept }) => !kept);
        assert.equal(now.map(({ start, end }) => right.slice(start, end)).join(''), fresh);
      });
    }

    it('looks only at those that do not stay', async () => {
      const of = 'def add(self, amount);';
      const now = wrong('def add(self, amount):', of);
      const { spans } = await rewrite([part(of, { kind: 'surest', ratio: 1 }, now)], { text: now, copy: 'file' });
      assert.equal(spans[0]!.text, of);
    });

    it('moves the spans behind one that became shorter', async () => {
      const of = 'def add(self, amount)::';
      const now = wrong('def add(self, amount):', of);
      const kept = { kind: 'share', ratio: 1 } as const;
      const spans = [part(of, { kind: 'share', ratio: 0.5 }, now), part('def sub(self, amount)', kept, now)];
      const result = await rewrite(spans, { text: now, copy: 'file' });
      assert.deepEqual(
        result.spans.map((span) => span.text),
        ['def add(self, amount):', 'def sub(self, amount)'],
      );
    });
  });

  for (const [what, start, end] of [
    ['the whole text', 0, text.length],
    ['a part that begins and ends within tokens', text.indexOf('unter'), text.indexOf('日本語') + 1],
    ['a character', text.indexOf('🙂'), text.indexOf('🙂') + 2],
    ['nothing', 5, 5],
  ] as const) {
    it(`judges tokens that cover ${what}`, async () => {
      const { tokens, forwardPasses } = await engine.tokenConfidence(
        { model: 'embedded', session: 's', languageId: 'python', text, start, end },
        never,
      );
      covers({
        text: text.slice(start, end),
        tokens: tokens.map((token) => ({ ...token, start: token.start - start, end: token.end - start })),
      });
      // A window of 24 tokens costs its suffix, at times its prefix, and the passes of scoring.
      assert.ok(forwardPasses <= 6 * Math.ceil((1.5 * tokens.length) / 20), `${forwardPasses} passes`);
    });
  }

  it('is surer of what belongs there than of what does not', async () => {
    const wrong = text.replace('        return self.count', '        return banana.count');
    const sure = async (of: string, what: string) => {
      const start = of.indexOf(what);
      const { tokens } = await engine.tokenConfidence(
        { model: 'embedded', session: 's', languageId: 'python', text: of, start, end: start + what.length },
        never,
      );
      return Math.min(...tokens.map(({ probability }) => probability));
    };
    assert.ok((await sure(text, 'return self.count')) > 10 * (await sure(wrong, 'return banana.count')));
  });

  it('stops between passes when it is cancelled', async () => {
    const controller = new AbortController();
    const running = rewrite([part(text, { kind: 'surest', ratio: 0.1 })], {}, controller.signal);
    setTimeout(() => controller.abort(), 10);
    await assert.rejects(running, { name: 'AbortError' });
  });

  for (const [what, spans] of [
    ['no span', []],
    ['spans that overlap', [part('class', { kind: 'nothing' }), part('lass', { kind: 'nothing' })]],
    ['a span outside the text', [{ start: 5, end: 10_000, keep: { kind: 'nothing' }, maxTokens: 5 }]],
    ['a ratio of nothing', [part('class', { kind: 'surest', ratio: Number.NaN })]],
    ['half a character', [{ ...part('🙂', { kind: 'nothing' }), end: text.indexOf('🙂') + 1 }]],
    ['a ratio above one', [part('class', { kind: 'share', ratio: 1.1 })]],
  ] as const) {
    it(`refuses ${what}`, () => assert.rejects(rewrite(spans), { kind: 'bad-request' }));
  }
});
