/** Parses `whetstone.gateway.providers`: each entry by itself, so that a bad one costs only itself. */
import { z } from 'zod';
import type { ProviderConfig } from '../../runtime/gateway/protocol';

const positive = z.number().positive();
const dollars = z.number().nonnegative();

const model = z.strictObject({
  name: z.string().min(1),
  title: z.string().optional(),
  contextTokens: z.int().min(256).optional(),
  maxOutputTokens: z.int().min(1).optional(),
  tools: z.boolean().optional(),
  images: z.boolean().optional(),
  price: z
    .strictObject({
      input: dollars,
      output: dollars,
      cacheRead: dollars.optional(),
      cacheWrite: dollars.optional(),
      perRequest: dollars.optional(),
    })
    .optional(),
});

const provider = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]*$/i, 'must begin with a letter or digit, and hold only these, ".", "_" and "-"'),
    kind: z.enum(['openai', 'anthropic', 'google', 'openai-compatible']),
    title: z.string().optional(),
    baseUrl: z.url({ protocol: /^https?$/ }).optional(),
    models: z.array(model).optional(),
    concurrency: z.int().min(1).max(256).optional(),
    requestsPerMinute: positive.optional(),
    tokensPerMinute: positive.optional(),
  })
  .refine(({ kind, baseUrl }) => kind !== 'openai-compatible' || baseUrl !== undefined, {
    path: ['baseUrl'],
    message: 'is needed for an endpoint that is compatible with OpenAI',
  });

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
