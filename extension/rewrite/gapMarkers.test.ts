import assert from 'node:assert/strict';
import { findMarkers } from './gapMarkers';

describe('findMarkers', () => {
  it('finds every marker, the first of those that overlap', () => {
    assert.deepEqual(findMarkers('f(<<?>>)\r\n<<?>><<?>>', '<<?>>'), [2, 10, 15]);
    assert.deepEqual(findMarkers('______', '____'), [0]);
  });

  it('finds nothing for a marker of white space, which would be everywhere', () => {
    assert.deepEqual(findMarkers('a b', ' '), []);
    assert.deepEqual(findMarkers('a b', ''), []);
  });
});
