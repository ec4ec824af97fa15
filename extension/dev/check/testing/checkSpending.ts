import { mkdir } from 'node:fs/promises';
import { openLedger } from '../../../../runtime/gateway/ledger';
import { GatewayError } from '../../../../runtime/gateway/gatewayError';
import { openGateway } from '../../../../runtime/gateway/openGateway';
import type { GatewayConfig, GenerateRequest, Purpose } from '../../../../runtime/gateway/protocol';
import { startFakeProvider, type FakeProvider } from '../../../../runtime/gateway/testing/fakeProvider';

/** Books with a month of calls, and the provider that was called. */
export interface CheckSpending {
  /** State folder with the books, for WHETSTONE_HOME. */
  readonly home: string;
  /** The value of `whetstone.gateway.providers`. */
  readonly providers: GatewayConfig['providers'];
  /** Micro-dollars. */
  readonly limit: number;
  readonly spent: number;
  readonly calls: number;
  readonly refused: number;
  /** What the first refused call was told. */
  readonly refusal: string;
  stop(): Promise<void>;
}

const limit = 10_000_000;
const questions = [
  'Explain this function to me.',
  'Write a test for the cart.',
  'Why does this loop never end?',
  'Rename the parameter everywhere.',
  'What does this error mean?',
];
const purposes: readonly Purpose[] = ['chat', 'chat', 'edit', 'tool-use', 'evaluation'];

/**
 * Spends ten dollars at a priced provider on 127.0.0.1: real calls through the real gateway into real books, on a clock that
 * goes through the days of the month, until the budget is used up and calls are refused.
 *
 * @param folder for the books; made
 */
export async function spendAMonth(folder: string): Promise<CheckSpending> {
  await mkdir(folder, { recursive: true });
  let index = 0;
  const fake: FakeProvider = await startFakeProvider(
    // As a vendor counts: about four characters a token; of every third prompt half was read before.
    ({ body }) => {
      const input = Math.ceil(JSON.stringify(body?.messages).length / 4);
      const cacheRead = index % 3 === 0 ? Math.floor(input / 2) : 0;
      return { text: ['Done.'], usage: { input, cacheRead, output: 300 + ((index * 389) % 900) } };
    },
    { models: [{ id: 'large' }, { id: 'small' }] },
  );
  const end = Date.now();
  const first = new Date(end);
  first.setDate(1);
  const beginning = first.setHours(0, 0, 0, 0);
  // Within this month, even in its first hours: what was spent before it is in no chart of it.
  let now = Math.min(first.setHours(9, 0, 0, 0), (beginning + end) / 2);
  const ledger = await openLedger({ folder, now: () => now });
  const config: GatewayConfig = {
    providers: [
      {
        ...{ id: 'fleet', title: 'Fleet', kind: 'openai-compatible', baseUrl: `${fake.origin}/v1` },
        models: [
          { name: 'large', contextTokens: 64_000, maxOutputTokens: 2000, tools: true, price: { input: 5, output: 25 } },
        ],
      },
      {
        ...{ id: 'desk', title: 'Desk', kind: 'openai-compatible', baseUrl: `${fake.origin}/v1` },
        models: [{ name: 'small', contextTokens: 32_000, maxOutputTokens: 2000, tools: true }],
      },
    ],
    ...{ keys: {}, hostModels: [], localModels: [], threads: 1 },
    policy: { localOnly: false, allowedModels: [], quality: 5, defaultModel: 'auto' },
  };
  const gateway = openGateway({ config, ledger });
  await ledger.setBudget({ scope: { kind: 'all' }, period: 'month', unit: 'usd', limit, warnAt: [0.5, 0.8] });
  let [calls, refused, refusal] = [0, 0, ''];
  const steps = 340;
  const step = (end - now) / steps;
  for (; index < steps && refused < 8; index += 1) {
    now = Math.min(end, now + step);
    const code = 'const total = items.reduce((sum, { price }) => sum + price, 0);\n'.repeat(150 + ((index * 97) % 500));
    const text = `${questions[index % questions.length] ?? ''}\n\n${code}`;
    const request: GenerateRequest = {
      model: index % 3 === 2 ? 'desk/small' : 'fleet/large',
      messages: [{ role: 'user', content: [{ type: 'text', text }] }],
      purpose: purposes[index % purposes.length] ?? 'chat',
      ...{ maxOutputTokens: 1200, conversation: `c${Math.floor(index / 4)}` },
    };
    try {
      for await (const event of gateway.generate(request)) if (event.type === 'finish') calls += 1;
    } catch (error) {
      if (!(error instanceof GatewayError && error.kind === 'refused')) throw error;
      refused += 1;
      if (refusal === '') refusal = `${error.message} ${error.action}`;
    }
  }
  const [state] = await ledger.states({});
  await gateway.dispose();
  await ledger.close();
  return {
    ...{ home: folder, providers: config.providers, limit, spent: state?.settled ?? 0, calls, refused, refusal },
    stop: () => fake.close(),
  };
}
