/** The model of the check's chat: a script behind real HTTP on this machine, that is no vendor's. */
import {
  startFakeProvider,
  type FakeAnswer,
  type FakeProvider,
} from '../../../../runtime/gateway/testing/fakeProvider';

const usage = { input: 1840, output: 46, cacheRead: 1500 };

const call = (name: string, input: object, ...text: readonly string[]): FakeAnswer => ({
  text,
  toolCalls: [{ id: `call-${name}`, name, input: JSON.stringify(input) }],
  usage,
});

/** Looks, reads, proposes an edit, and says what it did: one answer for each result that it has had. */
const answers: readonly FakeAnswer[] = [
  call('search_text', { pattern: 'formatPrice', include: '*.ts' }, 'I look for where prices are ', 'formatted.'),
  call('read_file', { path: 'shop/format.ts', symbol: 'formatPrice' }),
  call(
    'edit_file',
    {
      path: 'shop/format.ts',
      edits: [
        {
          old_text: '  const amount = (cents / 100).toFixed(2);\n',
          new_text:
            '  if (!Number.isInteger(cents)) throw new RangeError(`Not whole cents: ${cents}`);\n  const amount = (cents / 100).toFixed(2);\n',
        },
      ],
    },
    'Cents that are not whole would be rounded ',
    'silently, so `formatPrice` should refuse them:',
  ),
  {
    text: ['`formatPrice` in `shop/format.ts` now throws a `RangeError` ', 'for cents that are not whole.'],
    usage,
  },
];

export interface CheckModel {
  readonly providers: readonly object[];
  readonly requests: () => number;
  stop(): Promise<void>;
}

export async function startCheckModel(): Promise<CheckModel> {
  const fake: FakeProvider = await startFakeProvider(
    ({ body }) => {
      const turns = (body?.messages ?? []) as readonly { readonly role: string }[];
      const done = turns.filter(({ role }) => role === 'tool').length;
      return { ...(answers[done] ?? { text: ['Done.'] }), pauseMs: 60 };
    },
    { models: [{ id: 'scripted' }] },
  );
  const model = {
    ...{ name: 'scripted', title: 'Scripted Model', contextTokens: 32_000, maxOutputTokens: 1000, tools: true },
    price: { input: 0.2, output: 0.8, cacheRead: 0.02 },
  };
  return {
    providers: [{ id: 'example', kind: 'openai-compatible', baseUrl: `${fake.origin}/v1`, models: [model] }],
    requests: () => fake.requests.length,
    stop: () => fake.close(),
  };
}
