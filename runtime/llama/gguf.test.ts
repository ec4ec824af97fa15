import assert from 'node:assert/strict';
import { float16Bits, quantiseQ8 } from './gguf';

describe('GGUF writer', () => {
  it('rounds to half precision', () => {
    for (const [value, bits] of [
      [0, 0],
      [1, 0x3c00],
      [0.5, 0x3800],
      [65504, 0x7bff],
      [2 ** -24, 1],
      [2 ** -14, 0x0400],
      [0.1, 0x2e66],
      [2047.9, 0x6800],
    ] as const) {
      assert.equal(float16Bits(value), bits, String(value));
    }
  });

  it('stores blocks of 32 values as a scale and signed bytes', () => {
    const bytes = quantiseQ8(Float32Array.from({ length: 64 }, (_, index) => (index < 32 ? index * 4 - 64 : 0)));
    assert.equal(bytes.length, 68);
    assert.equal(bytes.readUInt16LE(0), float16Bits(64 / 127));
    assert.equal(bytes.readInt8(2), -127);
    assert.equal(bytes.readInt8(2 + 16), 0);
    assert.equal(bytes.readInt8(2 + 31), Math.round((60 * 127) / 64));
    assert.deepEqual([...bytes.subarray(34)], Array(34).fill(0));
  });
});
