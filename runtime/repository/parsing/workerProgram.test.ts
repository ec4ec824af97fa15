import assert from 'node:assert/strict';
import path from 'node:path';
import { workerProgram } from './workerProgram';

describe('program of a parse worker', () => {
  it('is an error where it is missing', () => {
    assert.throws(() => workerProgram(path.join(__dirname, 'none', 'cli.cjs')), { kind: 'no-worker' });
  });

  it('is the source beside the source', () => {
    assert.equal(workerProgram(path.join(__dirname, 'parsePool.ts')).entry, path.join(__dirname, 'parseWorker.ts'));
  });
});
