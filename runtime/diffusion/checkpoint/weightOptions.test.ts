import assert from 'node:assert/strict';
import { graphPresets } from '../onnx/graphOptions';
import { graphOptions } from './weightOptions';

describe('weight options', () => {
  it('are those of the name, with what is chosen apart', () => {
    assert.deepEqual(graphOptions('int8'), graphPresets.int8);
    assert.deepEqual(graphOptions('int4', { blockSize: 128, embedding: 'fp32' }), {
      ...graphPresets.int4,
      ...{ blockSize: 128, embedding: 'fp32' },
    });
    assert.equal(graphOptions('int8', { head: 'int4-blocks', blockSize: 128 }).blockSize, 128);
  });

  it('have no block size where nothing is in blocks', () => {
    assert.throws(() => graphOptions('int8', { blockSize: 32 }), {
      kind: 'bad-request',
      message: /block size of 32.*"int8"/,
    });
  });
});
