/** Parses `whetstone.gateway.providers`: each entry by itself, so that a bad one costs only itself. */
// The small form: the whole library would be half of the extension's bundle, which every window reads.
import * as z from 'zod/mini';
import type { ProviderConfig } from '../../runtime/gateway/protocol';

z.config(z.locales.en());

const positive = z.number().check(z.positive());
const dollars = z.number().check(z.nonnegative());

const model = z.strictObject({
  name: z.string().check(z.minLength(1)),
  title: z.optional(z.string()),
  contextTokens: z.optional(z.int().check(z.minimum(256))),
  maxOutputTokens: z.optional(z.int().check(z.minimum(1))),
  tools: z.optional(z.boolean()),
  images: z.optional(z.boolean()),
  price: z.optional(
    z.strictObject({
      input: dollars,
      output: dollars,
      cacheRead: z.optional(dollars),
      cacheWrite: z.optional(dollars),
      perRequest: z.optional(dollars),
    }),
  ),
});

const provider = z
  .strictObject({
    id: z
      .string()
      .check(
        z.regex(/^[a-z0-9][a-z0-9._-]*$/i, 'must begin with a letter or digit, and hold only these, ".", "_" and "-"'),
      ),
    kind: z.enum(['openai', 'anthropic', 'google', 'openai-compatible']),
    title: z.optional(z.string()),
    baseUrl: z.optional(z.url({ protocol: /^https?$/ })),
    models: z.optional(z.array(model)),
    concurrency: z.optional(z.int().check(z.minimum(1), z.maximum(256))),
    requestsPerMinute: z.optional(positive),
    tokensPerMinute: z.optional(positive),
  })
  .check(
    z.refine(({ kind, baseUrl }) => kind !== 'openai-compatible' || baseUrl !== undefined, {
      path: ['baseUrl'],
      message: 'is needed for an endpoint that is compatible with OpenAI',
    }),
  );

/** Ids that the gateway gives itself: models of our own runtimes, and those of VS Code. */
export const reservedProviders: readonly string[] = ['local', 'vscode', 'auto'];

export interface ParsedProviders {
  readonly providers: readonly ProviderConfig[];
  /** What is wrong with entries that were left out, a sentence each. */
  readonly problems: readonly string[];
}

export function parseProviders(entries: readonly object[]): ParsedProviders {
  const providers: ProviderConfig[] = [];
  const problems: string[] = [];
  entries.forEach((entry, index) => {
    const place = `whetstone.gateway.providers[${index}]`;
    const parsed = provider.safeParse(entry);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      problems.push(`${[place, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'makes no sense'}.`);
    } else if (reservedProviders.includes(parsed.data.id)) {
      problems.push(`${place}.id: "${parsed.data.id}" is taken by the gateway itself; choose another.`);
    } else if (providers.some(({ id }) => id === parsed.data.id)) {
      problems.push(`${place}.id: "${parsed.data.id}" is there twice; the first one is used.`);
    } else {
      providers.push(parsed.data);
    }
  });
  return { providers, problems };
}
