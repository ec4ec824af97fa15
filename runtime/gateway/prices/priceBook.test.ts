import assert from 'node:assert/strict';
import { calcPrice } from '@pydantic/genai-prices';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { costOf, worstCase } from './cost';
import { crossChecked } from './crossCheck';
import { PriceBook } from './priceBook';
import { secondOpinion, secondOpinions } from './secondTable';
import type { Price, Usage } from '../types';

const day = Date.parse('2026-11-29T12:00:00Z');
const book = new PriceBook(() => day);

function priced(...[provider, name]: Parameters<PriceBook['priceOf']>): Price {
  const price = book.priceOf(provider, name);
  assert.ok(price, `${name} has a price`);
  return price;
}

const usage = (more: Partial<Usage>): Usage => ({
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  source: 'provider',
  ...more,
});

describe('prices', () => {
  describe('by the examples of providers', () => {
    it('OpenAI: cached input is part of the prompt and costs a tenth (gpt-5)', () => {
      // 2,006 prompt tokens of which 1,920 are cached, 300 of the answer: 86 x 1.25 + 1,920 x 0.125 + 300 x 10.
      const cost = costOf(
        priced('openai', 'gpt-5'),
        usage({ inputTokens: 2006, cacheReadTokens: 1920, outputTokens: 300 }),
      );
      assert.equal(cost, Math.ceil(107.5 + 240 + 3000));
    });

    it('Anthropic: writing the five-minute cache costs 1.25 times the input, reading a tenth (claude-sonnet-4-6)', () => {
      const price = priced('anthropic', 'claude-sonnet-4-6');
      const write = costOf(price, usage({ inputTokens: 10_050, cacheWriteTokens: 10_000, outputTokens: 100 }));
      assert.equal(write, 50 * 3 + 10_000 * 3.75 + 100 * 15);
      const read = costOf(price, usage({ inputTokens: 10_050, cacheReadTokens: 10_000, outputTokens: 100 }));
      assert.equal(read, 50 * 3 + 10_000 * 0.3 + 100 * 15);
    });

    it('Google: above 200,000 input tokens the whole call costs more (gemini-2.5-pro)', () => {
      const price = priced('google', 'gemini-2.5-pro');
      assert.equal(costOf(price, usage({ inputTokens: 200_000, outputTokens: 1000 })), 200_000 * 1.25 + 1000 * 10);
      assert.equal(costOf(price, usage({ inputTokens: 200_001, outputTokens: 1000 })), 200_001 * 2.5 + 1000 * 15 + 0.5);
    });

    it('Perplexity: a request costs something besides its tokens (sonar)', () => {
      assert.equal(
        costOf(priced('perplexity', 'sonar'), usage({ inputTokens: 1000, outputTokens: 500 })),
        12_000 + 1500,
      );
    });
  });

  it('agree with the sums of the table itself, rounded up', () => {
    const price = priced('anthropic', 'claude-haiku-4-5');
    for (let seed = 1; seed < 200; seed++) {
      const [write, read, plain, outputTokens] = [seed * 37, seed * 911, seed * 13, seed * 101] as const;
      const inputTokens = write + read + plain;
      const table = calcPrice(
        { input_tokens: inputTokens, cache_write_tokens: write, cache_read_tokens: read, output_tokens: outputTokens },
        'claude-haiku-4-5',
        { providerId: 'anthropic' },
      );
      const ours = costOf(price, usage({ inputTokens, cacheReadTokens: read, cacheWriteTokens: write, outputTokens }));
      const exact = (table?.total_price ?? Number.NaN) * 1e6;
      assert.ok(ours > exact - 1e-6 && ours < exact + 1, `${ours} for ${exact}`);
    }
  });

  it('are exact where binary fractions are not', () => {
    // 0.1 x 3 is 0.30000000000000004 in floating point, which would be rounded up to a micro-dollar too much.
    const price: Price = {
      rates: { input: 0.1, output: 0.2, cacheRead: undefined, cacheWrite: undefined },
      tiers: [],
      perRequest: 0,
      source: 'user',
    };
    assert.equal(costOf(price, usage({ inputTokens: 10, outputTokens: 10 })), 3);
    assert.equal(costOf(price, usage({ inputTokens: 1 })), 1);
    assert.equal(costOf(price, usage({})), 0);
  });

  describe('in the worst case', () => {
    it('take all input as written to the cache, and the longest answer', () => {
      assert.equal(worstCase(priced('anthropic', 'claude-sonnet-4-6'), 10_000, 4096), 10_000 * 3.75 + 4096 * 15);
    });

    it('take the tier that the input reaches, not a later one', () => {
      const price = priced('google', 'gemini-2.5-pro');
      assert.equal(worstCase(price, 200_000, 1000), 200_000 * 1.25 + 1000 * 10);
      assert.equal(worstCase(price, 200_001, 1000), Math.ceil(200_001 * 2.5) + 1000 * 15);
    });

    it('are never below what a call of that size can cost', () => {
      for (const [provider, name] of [
        ['openai', 'gpt-5.4'],
        ['anthropic', 'claude-sonnet-4-5'],
        ['google', 'gemini-2.5-pro'],
      ] as const) {
        const price = priced(provider, name);
        for (const inputTokens of [0, 1, 199_999, 200_001, 272_000, 900_000]) {
          const worst = worstCase(price, inputTokens, 500);
          for (const share of [0, 0.5, 1]) {
            const cached = Math.floor(inputTokens * share);
            const read = costOf(price, usage({ inputTokens, cacheReadTokens: cached, outputTokens: 500 }));
            const written = costOf(price, usage({ inputTokens, cacheWriteTokens: cached, outputTokens: 500 }));
            assert.ok(read <= worst && written <= worst, `${name} with ${inputTokens}`);
          }
        }
      }
    });
  });

  describe('of unknown models', () => {
    for (const [what, provider, name] of [
      ['a name that nobody knows', 'openai', 'gpt-99-secret'],
      ['a vendor that nobody knows', 'nobody', 'gpt-5'],
      ['a known name at an unknown address', { kind: 'openai', baseUrl: 'https://proxy.example/v1' }, 'gpt-5'],
      [
        'a known name at an address that only begins like the vendor',
        { kind: 'openai', baseUrl: 'https://api.openai.com.example/v1' },
        'gpt-5',
      ],
      ['a fleet of the user', { kind: 'openai-compatible', baseUrl: 'https://llm.example/v1' }, 'gpt-5'],
      ['an entry of the table without figures', 'openrouter', 'meta-llama/llama-3.3-70b-instruct:free'],
    ] as const) {
      it(`are unknown, not 0: ${what}`, () => assert.equal(book.priceOf(provider, name), undefined));
    }
  });

  it('follow the address of an endpoint that the table knows', () => {
    const price = priced({ kind: 'openai-compatible', baseUrl: 'https://openrouter.ai/api/v1' }, 'openai/gpt-5');
    assert.equal(price.rates.input, 1.25);
  });

  it('follow the user first, and may be 0 only by the user', () => {
    const models = [
      { name: 'gpt-5', price: { input: 0, output: 0 } },
      { name: 'own', price: { input: 1, output: 2, perRequest: 0.01 } },
    ];
    assert.deepEqual(
      [priced({ kind: 'openai', models }, 'gpt-5').source, priced({ kind: 'openai', models }, 'gpt-5').rates.input],
      ['user', 0],
    );
    assert.equal(costOf(priced({ kind: 'openai-compatible', models }, 'own'), usage({ inputTokens: 5 })), 10_005);
  });

  it('of local models are nothing', () => {
    const price = priced(
      { kind: 'openai-compatible', baseUrl: 'http://127.0.0.1:11434/v1', locality: 'local' },
      'qwen3:8b',
    );
    assert.equal(price.source, 'local');
    assert.equal(worstCase(price, 1_000_000, 1_000_000), 0);
  });

  it('of models that are cheaper at night are those of the day', () => {
    const night = new PriceBook(() => Date.parse('2026-11-29T22:00:00Z')).priceOf('deepseek', 'deepseek-chat');
    assert.deepEqual(
      night?.rates,
      new PriceBook(() => Date.parse('2026-11-29T03:00:00Z')).priceOf('deepseek', 'deepseek-chat')?.rates,
    );
    assert.equal(night?.rates.output, 1.1);
  });

  describe('held against a second table', () => {
    it('are the dearer ones where the two disagree, and say so', () => {
      const table: Price = {
        rates: { input: 4, output: 20, cacheRead: 0.6, cacheWrite: undefined },
        tiers: [],
        perRequest: 0,
        source: 'table 1',
      };
      const { rates, tiers, doubt } = crossChecked(table, {
        rates: { input: 5, output: 18, cacheRead: 0.5, cacheWrite: 6 },
        tiers: [{ aboveInputTokens: 1000, rates: { input: 10, output: 30, cacheRead: 1, cacheWrite: 12 } }],
        source: 'table 2',
      });
      assert.deepEqual(rates, { input: 5, output: 20, cacheRead: 0.6, cacheWrite: 6 });
      assert.deepEqual(tiers, [
        { aboveInputTokens: 1000, rates: { input: 10, output: 30, cacheRead: 1, cacheWrite: 12 } },
      ]);
      assert.match(doubt ?? '', /input \$4 or \$5.*table 1 against table 2.*dearer/);
    });

    it('are left alone where they agree within a few percent', () => {
      const table: Price = {
        rates: { input: 1, output: 2, cacheRead: undefined, cacheWrite: undefined },
        tiers: [],
        perRequest: 0,
        source: 'table 1',
      };
      assert.equal(
        crossChecked(table, {
          rates: { input: 1.02, output: 2, cacheRead: 0.1, cacheWrite: undefined },
          tiers: [],
          source: '',
        }),
        table,
      );
    });

    it('find every model of it in the first', () => {
      const lost = secondOpinions().filter((id) => {
        const [vendor = '', name = ''] = id.split('/');
        return book.priceOf(vendor, name) === undefined || secondOpinion(vendor, name) === undefined;
      });
      assert.deepEqual(lost, []);
    });
  });

  it('name the version of the table that is installed', () => {
    const file = path.join(__dirname, '../../../node_modules/@pydantic/genai-prices/package.json');
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8')));
    assert.equal(priced('openai', 'gpt-5').source, `@pydantic/genai-prices ${version}`);
  });

  it('refuse token counts that are none', () => {
    const price = priced('openai', 'gpt-5');
    for (const tokens of [Number.NaN, -1, 1.5]) {
      assert.throws(() => costOf(price, usage({ outputTokens: tokens })), { kind: 'bad-answer' });
    }
  });
});
