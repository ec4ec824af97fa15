import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { byteString, HealingIndex } from '../infilling/healing';
import { TextTokenizer } from '../model/textTokenizer';
import { writeRandomCheckpoint } from '../test/randomCheckpoint';
import { denoise, type DenoiseOptions } from './denoise';
import { DenoisingVocabulary } from './denoisingVocabulary';
import { edgeConstraint, healingConstraint } from './slotConstraint';
import type { DenoisingWindow } from './slotRow';
import type { WindowPasses } from './windowPasses';

const mask = 5;
const remove = 6;
const expand = 3;
const size = 320;
const forbidden = [0, 1, 2, 4, 7, 8, 9, 10, 11];
const never = () => Promise.resolve();

describe('windows that have to begin with given bytes', () => {
  let folder: string;
  let tokenizer: TextTokenizer;
  let index: HealingIndex;
  const id = (text: string) => {
    const { ids } = tokenizer.encode(text);
    assert.equal(ids.length, 1, `${text} is one token`);
    return ids[0]!;
  };
  const vocabulary = new DenoisingVocabulary(size, { mask, expand, delete: remove, forbidden });

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-constraint-'));
    await writeRandomCheckpoint(folder);
    tokenizer = await TextTokenizer.load(path.join(folder, 'tokenizer.json'), size);
    index = new HealingIndex(tokenizer);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Every slot wants the same tokens, the first most; later slots are a little less sure. */
  const wanting = (...tokens: readonly number[]) => {
    const calls: { wanted: readonly number[] }[] = [];
    const passes: WindowPasses = {
      logits: async (_, wanted) => {
        calls.push({ wanted });
        const logits = new Float32Array(wanted.length * size).fill(-20);
        for (const [row, slot] of wanted.entries()) {
          for (const [rank, token] of tokens.entries()) logits[row * size + token] = 10 - 4 * rank - slot / 10;
        }
        return logits;
      },
    };
    return { passes, calls };
  };
  const window = (slots: number, bytes: string): DenoisingWindow => ({
    slots: new Array<number>(slots).fill(mask),
    constraint: healingConstraint(index, byteString(Buffer.from(bytes))),
  });
  const text = (tokens: readonly number[]) => Buffer.from(tokenizer.decode(tokens)).toString();

  it('fill the first slots with tokens that agree, whatever is more probable', async () => {
    const { passes, calls } = wanting(id('z'), id(' '), id('return'));
    const { windows } = await denoise(passes, [window(4, ' retu')], vocabulary, {}, never);
    // Of all tokens that agree with ' retu' the blank is the most probable, then of those with 'retu' 'return'.
    assert.equal(text(windows[0]!.tokens), ' returnzz');
    assert.ok(windows[0]!.constraintMet);
    // The other slots wait until the bytes are there.
    assert.deepEqual(
      calls.map(({ wanted }) => wanted),
      [[0], [1], [2, 3], [3]],
    );
  });

  it('say when there are too few slots for the bytes', async () => {
    const { passes } = wanting(id('r'), id('e'));
    const { windows } = await denoise(passes, [window(1, 'return')], vocabulary, {}, never);
    assert.equal(text(windows[0]!.tokens), 'r');
    assert.equal(windows[0]!.constraintMet, false);
  });

  it('constrain each window by itself, and not the others', async () => {
    const { passes, calls } = wanting(id('z'), id('self'), id('in'));
    const windows = [window(2, 'sel'), { slots: [mask] }, window(2, 'in')];
    const result = await denoise(passes, windows, vocabulary, {}, never);
    assert.deepEqual(
      result.windows.map(({ tokens }) => text(tokens)),
      ['selfz', 'z', 'inz'],
    );
    assert.deepEqual(calls[0]?.wanted, [0, 2, 3]);
  });

  it('neither delete nor forget what is prescribed', async () => {
    const { passes } = wanting(remove, id('self'));
    const options: DenoiseOptions = { length: { kind: 'delete-only' } };
    const { windows } = await denoise(passes, [window(4, 'se')], vocabulary, options, never);
    assert.equal(text(windows[0]!.tokens), 'self');
    assert.equal(windows[0]!.end?.token, remove);
  });

  it('may grow before the bytes are there', async () => {
    const { passes } = wanting(expand, id('r'), id('e'));
    const options: DenoiseOptions = { length: { kind: 'expand-delete', maxSlots: 3 } };
    const { windows } = await denoise(passes, [window(1, 're')], vocabulary, options, never);
    assert.equal(text(windows[0]!.tokens), 'rer');
    assert.ok(windows[0]!.constraintMet);
  });

  it('take longer than the steps where slots have to wait, and no longer', async () => {
    for (const order of ['entropy', 'p2', 'origin'] as const) {
      const { passes } = wanting(id('z'), id(' '), id('return'));
      const result = await denoise(passes, [window(5, ' retu')], vocabulary, { steps: 1, order }, never);
      assert.equal(text(result.windows[0]!.tokens), ' returnzzz', order);
      assert.equal(result.passes, 3, order);
    }
  });

  it('keep the bytes where slots are masked again (P2)', async () => {
    // The model is never sure of the first slots, and would mask them again in each step; what it then draws for them
    // need not be as long as before.
    const passes: WindowPasses = {
      logits: async (_, wanted) => {
        const logits = new Float32Array(wanted.length * size);
        for (const [row, slot] of wanted.entries()) logits[row * size + id('z')] = 2 * slot;
        return logits;
      },
    };
    for (let seed = 0; seed < 40; seed++) {
      const options: DenoiseOptions = { order: 'p2', seed, temperature: 1 };
      const { windows } = await denoise(passes, [window(8, 'return')], vocabulary, options, never);
      assert.ok(text(windows[0]!.tokens).startsWith('return'), `seed ${seed}`);
      assert.ok(windows[0]!.constraintMet);
    }
  });

  it('take one step a slot where they are masked again (P2)', async () => {
    const { passes, calls } = wanting(id('z'), id(' '), id('return'));
    await denoise(passes, [window(5, ' retu')], vocabulary, { order: 'p2' }, never);
    assert.equal(calls.length, 5);
  });

  describe('and to end with given bytes', () => {
    const edged = (slots: number, first: string, last: string): DenoisingWindow => ({
      slots: new Array<number>(slots).fill(mask),
      constraint: edgeConstraint(
        index,
        byteString(Buffer.from(first)),
        new HealingIndex(tokenizer, true),
        byteString(Buffer.from(last)),
      ),
    });

    it('fill the last slots with tokens that agree, then those between', async () => {
      const { passes, calls } = wanting(id('z'), id('n'), id('return'));
      const { windows } = await denoise(passes, [edged(5, 'r', 'rn')], vocabulary, {}, never);
      const [window] = windows;
      // Of all tokens that end like 'rn' the letter is the most probable, then what ends with 'r'.
      assert.ok(text(window!.tokens).startsWith('r') && text(window!.tokens).endsWith('rn'), text(window!.tokens));
      assert.ok(window!.constraintMet);
      assert.deepEqual(
        calls.slice(0, 3).map(({ wanted }) => wanted),
        [[0], [4], [3]],
      );
    });

    it('take a token that holds more than the bytes', async () => {
      const { passes } = wanting(id('z'), id('return'));
      const { windows } = await denoise(passes, [edged(3, '', 'turn')], vocabulary, {}, never);
      assert.equal(text(windows[0]!.tokens), 'zzreturn');
    });

    it('let one token be both beginning and end, and say when there is no room for both', async () => {
      const { passes } = wanting(id('z'), id('return'), id('r'));
      const one = await denoise(passes, [edged(1, 're', 'rn')], vocabulary, {}, never);
      assert.deepEqual([text(one.windows[0]!.tokens), one.windows[0]!.constraintMet], ['return', true]);
      const none = await denoise(passes, [edged(1, 'self', 'rn')], vocabulary, {}, never);
      assert.equal(none.windows[0]!.constraintMet, false);
    });

    it('delete what is between, and grow', async () => {
      const { passes } = wanting(remove, id('self'), id('rn'[1]!), id('r'));
      const options: DenoiseOptions = { length: { kind: 'delete-only' } };
      const { windows } = await denoise(passes, [edged(6, 'se', 'rn')], vocabulary, options, never);
      assert.equal(text(windows[0]!.tokens), 'selfrn');
      assert.equal(windows[0]!.end?.token, remove);
      assert.ok(windows[0]!.constraintMet);
      const growing = wanting(expand, id('r'), id('n'), id('s'), id('e'));
      const grown: DenoiseOptions = { length: { kind: 'expand-delete', maxSlots: 6 } };
      const bigger = await denoise(growing.passes, [edged(2, 'se', 'rn')], vocabulary, grown, never);
      assert.ok(bigger.windows[0]!.constraintMet, text(bigger.windows[0]!.tokens));
    });

    it('keep them where slots are masked again (P2)', async () => {
      const passes: WindowPasses = {
        logits: async (_, wanted) => {
          const logits = new Float32Array(wanted.length * size);
          for (const [row, slot] of wanted.entries()) logits[row * size + id('z')] = 2 * (8 - slot);
          return logits;
        },
      };
      for (let seed = 0; seed < 20; seed++) {
        const options: DenoiseOptions = { order: 'p2', seed, temperature: 1 };
        const { windows } = await denoise(passes, [edged(12, 're', 'turn')], vocabulary, options, never);
        const [window] = windows;
        assert.ok(window!.constraintMet, `seed ${seed}: ${text(window!.tokens)}`);
        assert.match(text(window!.tokens), /^re[^]*turn$/);
      }
    });
  });
});
