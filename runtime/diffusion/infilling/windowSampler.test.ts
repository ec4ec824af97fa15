import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TextTokenizer } from '../model/textTokenizer';
import { writeRandomCheckpoint } from '../test/randomCheckpoint';
import { randomNumbers } from './distribution';
import { HealingIndex, byteString } from './healing';
import { WindowSampler, type SamplerOptions, type SamplerVocabulary } from './windowSampler';

const mask = 5;
const remove = 6;
const window = 6;

describe('window sampler', () => {
  let folder: string;
  let tokenizer: TextTokenizer;
  let vocabulary: SamplerVocabulary;
  const id = (text: string) => {
    const { ids } = tokenizer.encode(text);
    assert.equal(ids.length, 1, `${text} is one token`);
    return ids[0]!;
  };

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-sampler-'));
    await writeRandomCheckpoint(folder);
    tokenizer = await TextTokenizer.load(path.join(folder, 'tokenizer.json'), 320);
    const text = tokenizer.bytes.flatMap((bytes, token) => (bytes ? [token] : []));
    vocabulary = {
      size: 320,
      mask,
      delete: remove,
      healing: new HealingIndex(tokenizer),
      text: Int32Array.from(text),
      textAndDelete: Int32Array.from([remove, ...text]),
    };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const sampler = (options: Partial<SamplerOptions>) =>
    new WindowSampler(vocabulary, window, {
      order: 'left-to-right',
      threshold: 0.9,
      limit: window,
      deletable: true,
      healing: '',
      forced: [],
      ...options,
    });

  /** Logits of which each row gives a token that probability, and the rest to another token. */
  const logits = (...rows: readonly (readonly [token: number, probability: number, other?: number])[]) => {
    const values = new Float32Array(rows.length * vocabulary.size).fill(-50);
    rows.forEach(([token, probability, other], row) => {
      values[row * vocabulary.size + token] = Math.log(probability);
      values[row * vocabulary.size + (other ?? id('z'))] = Math.log(1 - probability);
    });
    return values;
  };

  const four = (token: number, probability: number) => Array.from({ length: 4 }, () => [token, probability] as const);

  it('fills the leftmost slot whatever its probability, and the next ones while they are sure', () => {
    const s = sampler({});
    assert.deepEqual(s.rows(), [0, 1, 2, 3, 4, 5]);
    s.step(logits([id('a'), 0.6], [id('b'), 0.95], [id('c'), 0.8], [id('d'), 0.99], [id('e'), 0.99], [id('f'), 0.99]));
    assert.deepEqual(s.slots, [id('a'), id('b'), mask, mask, mask, mask]);
    assert.deepEqual(s.rows(), [2, 3, 4, 5]);
    assert.equal(s.state, 'open');
  });

  it('asks for one row a pass when nothing is accepted in parallel', () => {
    assert.deepEqual(sampler({ threshold: 1 }).rows(), [0]);
  });

  it('gives the probability of every choice', () => {
    const s = sampler({ limit: 2 });
    s.step(logits([id('a'), 0.6, id('b')], [id('c'), 0.95]));
    const [first, second] = s.chosen;
    assert.ok(Math.abs((first?.probability ?? 0) - 0.6) < 1e-4);
    assert.ok(Math.abs((second?.probability ?? 0) - 0.95) < 1e-4);
    assert.deepEqual(
      first?.ranked.slice(0, 2).map(({ token }) => token),
      [id('a'), id('b')],
    );
    assert.equal(s.state, 'full');
  });

  it('ends at a delete token behind filled slots, and never feeds it', () => {
    const s = sampler({});
    s.step(logits([id('a'), 0.9], [remove, 0.95], [id('c'), 0.99], [id('d'), 0.99], [remove, 0.99], [remove, 0.99]));
    assert.equal(s.state, 'deleted');
    assert.deepEqual(s.tokens, [id('a')]);
    assert.ok(!s.slots.includes(remove));
  });

  it('does not end at an unsure delete token that is not the leftmost slot', () => {
    const s = sampler({});
    s.step(logits([id('a'), 0.9], [remove, 0.6], [id('c'), 0.99], [id('d'), 0.99], [remove, 0.99], [remove, 0.99]));
    assert.equal(s.state, 'open');
    assert.deepEqual(s.tokens, [id('a')]);
    s.step(logits([remove, 0.6], [id('c'), 0.99], [id('d'), 0.99], [remove, 0.99], [remove, 0.99]));
    assert.equal(s.state, 'deleted');
  });

  it('never chooses a special token, and no delete token when the length is fixed', () => {
    const s = sampler({ deletable: false });
    s.step(logits([remove, 0.9, id('a')], [mask, 0.99, id('b')], [2, 0.99], [9, 0.99], [0, 0.99], [3, 0.99]));
    assert.deepEqual(s.slots, [id('a'), id('b'), id('z'), id('z'), id('z'), id('z')]);
  });

  it('by confidence: fills the surest slot and all that are sure', () => {
    const s = sampler({ order: 'confidence' });
    s.step(logits([id('a'), 0.5], [id('b'), 0.95], [id('c'), 0.8], [id('d'), 0.99], [id('e'), 0.3], [id('f'), 0.4]));
    assert.deepEqual(s.slots, [mask, id('b'), mask, id('d'), mask, mask]);
    assert.deepEqual(s.tokens, []);
    assert.deepEqual(s.rows(), [0, 2, 4, 5]);
  });

  it('by confidence: a delete token waits for the slots to its left', () => {
    const s = sampler({ order: 'confidence' });
    s.step(logits([id('a'), 0.5], [id('b'), 0.6], [remove, 0.99], [id('d'), 0.99], [remove, 0.99], [remove, 0.99]));
    assert.deepEqual(s.slots, [mask, id('b'), mask, mask, mask, mask]);
    assert.equal(s.state, 'open');
    s.step(logits([id('a'), 0.5], [remove, 0.99], [id('d'), 0.99], [remove, 0.99], [remove, 0.99]));
    assert.deepEqual(s.tokens, [id('a'), id('b')]);
    s.step(logits([remove, 0.99], [id('d'), 0.99], [remove, 0.99], [remove, 0.99]));
    assert.equal(s.state, 'deleted');
    assert.deepEqual(s.tokens, [id('a'), id('b')]);
  });

  it('begins with the prescribed bytes, over several tokens and beyond', () => {
    const s = sampler({ healing: byteString(Buffer.from(' retu')) });
    // Without healing 'z' is the best token; with it, of all tokens that agree the best is the blank.
    s.step(logits([id('z'), 0.9, id(' ')], [id('z'), 0.9, id('return')], ...four(id('x'), 0.5)));
    assert.deepEqual(s.tokens, [id(' '), id('return')]);
    assert.equal(s.unhealed, '');
  });

  it('does not end before the prescribed bytes are there', () => {
    const s = sampler({ healing: byteString(Buffer.from('se')) });
    s.step(logits([remove, 0.99, id('self')], [remove, 0.99], ...four(remove, 0.99)));
    assert.deepEqual(s.tokens, [id('self')]);
    assert.equal(s.state, 'deleted');
  });

  it('starts with forced tokens, which count for healing', () => {
    const s = sampler({ healing: byteString(Buffer.from('self')), forced: [id('s'), id('e')] });
    assert.equal(s.unhealed, 'lf');
    assert.deepEqual(s.rows(), [2, 3, 4, 5]);
  });

  it('draws the same tokens for the same seed', () => {
    const draw = (seed: number) => {
      const s = sampler({ threshold: 0, sampling: { temperature: 1, random: randomNumbers(seed) } });
      const even = new Float32Array(6 * vocabulary.size);
      s.step(even);
      return s.tokens;
    };
    assert.deepEqual(draw(7), draw(7));
    assert.notDeepEqual(draw(7), draw(8));
  });
});
