/** The other sides of gatewayRows.ts: a provider, and the local server, each in a process of its own. */
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { openLedger } from '../../runtime/gateway/ledger';
import { openGateway } from '../../runtime/gateway/openGateway';
import type { GatewayConfig } from '../../runtime/gateway/protocol';
import { LearningRouter, openRouterStore } from '../../runtime/gateway/router';
import { LocalServer } from '../../runtime/gateway/server/localServer';
import { startFakeProvider } from '../../runtime/gateway/testing/fakeProvider';

/** Of an answer, and the milliseconds before each: a model that writes 500 tokens a second. */
export const pieces = 20;
const pauseMs = 2;

/** First line of each. */
export const providerSchema = z.object({ origin: z.string() });
export const serverSchema = z.object({ url: z.string(), token: z.string() });

/** Answers until its input ends. */
export async function workAsProvider(): Promise<void> {
  const text = Array.from({ length: pieces }, (_, index) => `word${index} `);
  const provider = await startFakeProvider(() => ({ text, usage: { input: 400, output: 60 }, pauseMs }), {
    models: [{ id: 'm' }],
  });
  console.log(JSON.stringify({ origin: provider.origin } satisfies z.infer<typeof providerSchema>));
  for await (const _ of createInterface({ input: process.stdin }));
  await provider.close();
}

/** Serves until its input ends; each line of it asks for the processor milliseconds since the line before. */
export async function workAsServer(folder: string, origin: string): Promise<void> {
  const ledger = await openLedger({ folder, timeZone: 'UTC' });
  const store = await openRouterStore(folder);
  const config = configOf(origin);
  const router = new LearningRouter({ store, policy: config.policy, seed: 1 });
  const gateway = openGateway({ config, ledger, router });
  const server = await LocalServer.start({ gateway: () => gateway, port: 0 });
  console.log(JSON.stringify({ url: server.url, token: server.token } satisfies z.infer<typeof serverSchema>));
  let before = process.cpuUsage();
  for await (const _ of createInterface({ input: process.stdin })) {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    console.log(String((user + system) / 1000));
  }
  await server.close();
  await gateway.dispose();
  router.close();
  await ledger.close();
}

function configOf(origin: string): GatewayConfig {
  const models = [{ name: 'm', contextTokens: 32_000, price: { input: 1, output: 2 } }];
  return {
    providers: [{ id: 'fleet', kind: 'openai-compatible', baseUrl: `${origin}/v1`, models }],
    keys: {},
    hostModels: [],
    policy: { localOnly: false, allowedModels: [], quality: 5, defaultModel: 'auto' },
    localModels: [],
    threads: 1,
  };
}
