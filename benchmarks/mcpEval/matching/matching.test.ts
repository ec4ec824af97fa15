import assert from 'node:assert/strict';
import type { Json } from '../../core/runs/types';
import { matchCalls } from './matchCalls';
import { matchesValue } from './matchesValue';
import { matchTask } from './matchTask';

const call = (name: string, parameters: Readonly<Record<string, Json>> = {}) => ({
  tool_name: name,
  tool_parameters: parameters,
});

describe('comparison of calls as the reference does it', () => {
  it('takes doubles as they are at the limit of a fifth', () => {
    // 0.7 − 0.5 is below 0.2 in binary.
    assert.ok(matchesValue(0.5, 0.7, 'flexible'));
    assert.ok(!matchesValue(0.5, 0.71, 'flexible'));
    assert.ok(!matchesValue(100, 125, 'flexible'));
    assert.ok(matchesValue(100, 124, 'flexible'));
  });

  it('takes booleans for numbers, and texts for none', () => {
    assert.ok(matchesValue(true, 1, 'strict'));
    assert.ok(!matchesValue('1', 1, 'flexible'));
  });

  it('trims what Python trims', () => {
    assert.ok(matchesValue('\u001c\u00a0Main ', 'main', 'strict'));
    assert.ok(!matchesValue('\ufeffmain', 'main', 'strict'));
  });

  it('is not flexible inside lists', () => {
    assert.ok(!matchesValue([10], [11], 'flexible'));
    assert.ok(!matchesValue({ q: 'python programming' }, { q: 'python' }, 'flexible'));
  });

  it('names a tool with its position where the ground truth has it twice, whatever was called', () => {
    const twice = matchCalls([call('q', { i: 1 }), call('r'), call('q')], [call('q', { i: 2 })], 'strict');
    assert.deepEqual(twice.param_mismatches, { q_0: { i: [1, 2] } });
    const once = matchCalls([call('q')], [call('q'), call('q')], 'strict');
    assert.deepEqual(once.param_matches, { q: 1 });
  });

  it('goes back to its own weights where those given do not sum to 1', () => {
    const { weights, strict } = matchTask('t', [call('a')], [call('a')], { weights: { name: 1, params: 1, order: 1 } });
    assert.deepEqual(weights, { name: 0.4, params: 0.4, order: 0.2 });
    assert.ok(Math.abs(strict.overall_score - 1) < 1e-12);
  });
});
