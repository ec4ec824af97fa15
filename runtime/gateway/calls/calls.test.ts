import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { ask } from '../testing/gatewayFixture';
import { believableUsage } from './believableUsage';
import { patient, pauseBefore } from './callPatience';
import { inputTokensAtMost, TokenCount, tokensAtMost } from './estimateTokens';
import { retryAfter } from './retryAfter';

describe('estimates of tokens', () => {
  it('are on the safe side of what tokenizers count', () => {
    // Counts of o200k_base or Qwen2.5, whichever is more; digits one by one, as Qwen and Llama do.
    for (const [text, tokens] of [
      ['The quick brown fox jumps over the lazy dog.', 10],
      ['export function add(a: number, b: number): number {\n  return a + b;\n}\n', 23],
      ['0123456789'.repeat(10), 100],
      ['人工智能正在改变世界', 10],
      ['😀😃😄', 9],
    ] as const) {
      assert.ok(tokensAtMost(text) >= tokens, `${text}: ${tokensAtMost(text)}`);
    }
    // Random base64 has 1.5 characters a token at the least.
    assert.ok(tokensAtMost(randomBytes(3000).toString('base64')) >= 4000 / 1.6);
  });

  it('count tools, tool results and schemas', () => {
    const plain = inputTokensAtMost(ask('m'));
    const tools = [{ name: 'f', description: 'x'.repeat(500), inputSchema: { type: 'object' } }];
    assert.ok(inputTokensAtMost(ask('m', undefined, { tools })) > plain + 200);
    const output = { kind: 'json' as const, schema: { description: 'x'.repeat(500) } };
    assert.ok(inputTokensAtMost(ask('m', undefined, { output })) > plain + 200);
  });

  it('say about running text what lies below the safe side', () => {
    const count = new TokenCount();
    for (let piece = 0; piece < 100; piece++) count.add('word ');
    assert.ok(count.tokensAbout >= 90 && count.tokensAbout <= 130, String(count.tokensAbout));
    assert.ok(count.tokensAtMost >= 200);
  });
});

describe('usage that a provider tells', () => {
  const counted = { inputAtMost: 100, outputAbout: 40, outputAtMost: 90, maxOutputTokens: 500, thinks: false };
  const reported = {
    inputTokens: 60,
    cacheReadTokens: 20,
    cacheWriteTokens: undefined,
    outputTokens: 45,
    reasoningTokens: 5,
  };

  it('is taken where it can be true', () => {
    const { usage, doubt } = believableUsage(reported, counted);
    assert.equal(doubt, undefined);
    assert.deepEqual(usage, { ...reported, cacheWriteTokens: 0, source: 'provider' });
  });

  it('is estimated with all that may have been thought, for models that think unseen', () => {
    assert.equal(believableUsage(undefined, { ...counted, thinks: true }).usage.outputTokens, 500);
    assert.equal(believableUsage(undefined, counted).usage.outputTokens, 90);
  });
});

describe('pauses between attempts', () => {
  it('have full jitter, grow, and stay below the longest', () => {
    assert.equal(
      pauseBefore(1, patient, undefined, () => 1),
      patient.firstPauseMs,
    );
    assert.equal(
      pauseBefore(3, patient, undefined, () => 1),
      4 * patient.firstPauseMs,
    );
    assert.equal(
      pauseBefore(30, patient, undefined, () => 1),
      patient.longestPauseMs,
    );
    assert.equal(
      pauseBefore(3, patient, undefined, () => 0),
      0,
    );
  });

  it('are no shorter than the provider asks, and none where it asks for too long', () => {
    assert.equal(
      pauseBefore(1, patient, 3000, () => 0),
      3000,
    );
    assert.equal(pauseBefore(1, patient, 3_600_000), undefined);
  });

  it('read Retry-After in seconds and as a date', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    assert.equal(retryAfter('7', now), 7000);
    assert.equal(retryAfter('Thu, 01 Jan 2026 00:00:10 GMT', now), 10_000);
    assert.equal(retryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now), 0);
    for (const nonsense of [undefined, '-1', 'soon', '']) assert.equal(retryAfter(nonsense, now), undefined);
  });
});
