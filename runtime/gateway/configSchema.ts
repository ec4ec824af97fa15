/** Settings of the gateway, as they come from the extension and from files. */
import path from 'node:path';
import { z } from 'zod';
import type { GatewayConfig, HostModel, ModelConfig, ProviderConfig, RoutingPolicy } from './protocol';

const dollars = z.number().nonnegative();

const model: z.ZodType<ModelConfig> = z.strictObject({
  name: z.string().min(1),
  title: z.string().min(1).optional(),
  contextTokens: z.number().int().positive().optional(),
  maxOutputTokens: z.number().int().positive().optional(),
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

/** First halves of ids that mean something else. */
const reserved = ['auto', 'local', 'vscode', 'whetstone', 'xrouter'];

export const providerSchema: z.ZodType<ProviderConfig> = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'must be short: small letters, digits, dots and dashes')
      .refine((id) => !reserved.includes(id), `must not be one of ${reserved.join(', ')}`),
    kind: z.enum(['openai', 'anthropic', 'google', 'openai-compatible']),
    title: z.string().min(1).optional(),
    baseUrl: z
      .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
      .optional(),
    models: z.array(model).optional(),
    concurrency: z.number().int().min(1).max(256).optional(),
    requestsPerMinute: z.number().positive().optional(),
    tokensPerMinute: z.number().positive().optional(),
  })
  .refine(({ kind, baseUrl }) => kind !== 'openai-compatible' || baseUrl !== undefined, {
    error: 'an OpenAI-compatible provider needs its address',
    path: ['baseUrl'],
  });

export const providersSchema = z
  .array(providerSchema)
  .refine(
    (providers) => new Set(providers.map(({ id }) => id)).size === providers.length,
    'ids of providers must differ',
  );

export const policySchema: z.ZodType<RoutingPolicy> = z.strictObject({
  localOnly: z.boolean(),
  allowedModels: z.array(z.string().min(1)),
  workspaceModels: z.array(z.string().min(1)).optional(),
  quality: z.number().min(0).max(10),
  defaultModel: z.string().min(1),
  routerModel: z.string().min(1).optional(),
});

const hostModel: z.ZodType<HostModel> = z.strictObject({
  id: z.string().min(1),
  title: z.string(),
  vendor: z.string(),
  contextTokens: z.number().int().positive(),
  perRequest: dollars.optional(),
});

export const absoluteFile = z.string().refine((file) => path.isAbsolute(file), 'must be an absolute path');

export const gatewayConfigSchema: z.ZodType<GatewayConfig> = z.strictObject({
  providers: providersSchema,
  keys: z.record(z.string(), z.string()),
  hostModels: z.array(hostModel),
  policy: policySchema,
  localModels: z.array(absoluteFile),
  threads: z.number().int().min(0).max(256),
  keepConversations: z.boolean().optional(),
});
