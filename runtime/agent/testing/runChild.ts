/**
 * A process that is there to be killed: carries out a run, and says on standard output how far it is.
 *
 *     runChild.ts STATE_FOLDER PROVIDER_ORIGIN allow|hang
 */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { fixture } from '../../gateway/testing/gatewayFixture';
import { openToolRegistry } from '../../tools/registry';
import { Agent, openTraces } from '../index';
import { sourceOf, textTool } from './agentFixture';

const [folder = '', origin = '', approval = 'allow'] = process.argv.slice(2);
const say = (text: string) => process.stdout.write(`${text}\n`);
const never = () => new Promise<never>(() => setInterval(() => undefined, 1000));

async function main(): Promise<void> {
  const models = [{ name: 'm', contextTokens: 100_000, price: { input: 1, output: 2 } }];
  const providers = [{ id: 'fleet', kind: 'openai-compatible' as const, baseUrl: `${origin}/v1`, models }];
  const { gateway } = fixture(providers, { patience: {} });
  const write = textTool('write', 'write', (text) => {
    appendFileSync(path.join(folder, 'written.txt'), `${text}\n`);
    say('writing');
    return never();
  });
  const agent = new Agent({
    registry: openToolRegistry({
      sources: [sourceOf([write, textTool('read', 'read', (text) => `contents of ${text}`)])],
    }),
    traces: await openTraces({ folder }),
    generate: (request, signal) => gateway.generate(request, signal),
  });
  const { status } = await agent.run(
    { prompt: 'Do it.', model: 'fleet/m', conversation: 'c', mode: 'ask' },
    {
      signal: new AbortController().signal,
      emit: (event) => {
        if (event.type === 'run') say(`run ${event.run}`);
        if (event.type === 'step') say(`step ${event.step.kind}`);
      },
      approve: async () => {
        say('asking');
        return approval === 'hang' ? never() : { kind: 'allowed', remember: 'once' };
      },
    },
  );
  say(status);
}

void main();
