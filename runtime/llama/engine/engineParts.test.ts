import assert from 'node:assert/strict';
import { judgeGpu } from './device';
import { loadFailure } from './loadFailure';
import { OpeningWatch } from './openingWatch';
import { StopTexts } from './stopTexts';
import { TokenText } from './tokenText';

describe('text of an answer', () => {
  /** Each byte is a token. */
  const bytes = (tokens: readonly number[]) => Buffer.from(tokens).toString('utf8');
  const pieces = (value: Buffer): readonly string[] => {
    const written = new TokenText<number>(bytes, [...Buffer.from('before')]);
    return [...[...value].map((token) => written.push(token)), written.end()].filter((piece) => piece !== '');
  };

  it('never has half a character, however many tokens it has', () => {
    assert.deepEqual(pieces(Buffer.from('aé€😀z')), ['a', 'é', '€', '😀', 'z']);
  });

  it('keeps what never becomes a character, and goes on after it', () => {
    const broken = Buffer.concat([Buffer.from([0xff, 0xe2, 0x82]), Buffer.from('ok'), Buffer.from([0xc3])]);
    assert.equal(pieces(broken).join(''), broken.toString('utf8'));
  });

  it('is the same in pieces as whole, over many tokens', () => {
    const long = Buffer.from('wörter — mit Zeichen 😀 '.repeat(40));
    assert.equal(pieces(long).join(''), long.toString('utf8'));
  });
});

describe('stop texts', () => {
  const told = (parts: readonly string[], stops: readonly string[]): readonly string[] => {
    const texts = new StopTexts(stops);
    return [...parts.map((part) => texts.push(part)), texts.end()];
  };

  it('are held back until it is certain that they do not come', () => {
    assert.deepEqual(told(['ab\n', '\nc', 'd'], ['\n\n']), ['ab', '', '', '']);
    assert.deepEqual(told(['ab\n', 'c', 'd\n'], ['\n\n']), ['ab', '\nc', 'd', '\n']);
  });

  it('end the text at the first of several', () => {
    assert.deepEqual(told(['one END two STOP'], ['STOP', 'END']), ['one ', '']);
  });
});

describe('opening of a reply', () => {
  const watched = (parts: readonly string[], options = {}) => {
    const watch = new OpeningWatch(['<tool_call>', '[{'], options);
    return parts.map((part) => watch.push(part)).at(-1);
  };

  it('is found in pieces and after blanks', () => {
    assert.deepEqual(watched([' \n', '<tool', '_call>']), { state: 'opened', at: 2 });
    assert.deepEqual(watched(['\n<tool']), { state: 'watching', at: 1 });
    assert.deepEqual(watched(['[']), { state: 'watching', at: 0 });
    assert.deepEqual(watched(['[', '1']), { state: 'free', at: 2 });
    assert.equal(watched(['Well, ', '<tool_call>'])?.state, 'free');
  });

  it('is found behind text where that is asked for', () => {
    const options = { afterText: true };
    assert.deepEqual(watched(['Well, <to', 'day <tool_', 'call>'], options), { state: 'opened', at: 13 });
    assert.deepEqual(watched(['Well, <to'], options), { state: 'watching', at: 6 });
    assert.deepEqual(watched(['Well, <to', 'day'], options), { state: 'watching', at: 12 });
  });

  it('does not count in a thought', () => {
    assert.deepEqual(watched(['<thi', 'nk>say [{ or not</think>\n', '[{']), { state: 'opened', at: 29 });
    assert.equal(watched(['so [{ and', ' so </thin', 'k>No.'], { inThought: true })?.state, 'free');
    assert.equal(watched(['<think>[{'], { afterText: true })?.state, 'watching');
  });
});

describe('graphics processors', () => {
  it('are used only when they have a name and memory', () => {
    assert.equal(judgeGpu({ kind: 'vulkan', devices: [], memory: 0 }).kind, 'cpu');
    assert.equal(judgeGpu({ kind: 'vulkan', devices: ['llvmpipe'], memory: 0 }).kind, 'cpu');
    const real = judgeGpu({ kind: 'cuda', devices: ['RTX 4070'], memory: 12 * 2 ** 30 });
    assert.deepEqual(real, { kind: 'cuda', reason: 'RTX 4070, 12.0 GB.' });
  });
});

describe('failures of loading', () => {
  const failed = new Error('Failed to load model');

  it('name an architecture that llama.cpp does not know', () => {
    const log = ["llama_model_load: error loading model: unknown model architecture: 'marvin'"];
    const error = loadFailure('m.gguf', failed, log);
    assert.equal(error.kind, 'model-unsupported');
    assert.match(error.message, /"marvin"/);
  });

  it('say when memory is short', () => {
    assert.match(loadFailure('m.gguf', new Error('Insufficient memory'), []).message, /not enough free memory/);
  });
});
