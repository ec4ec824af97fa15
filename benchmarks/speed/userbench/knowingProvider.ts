/** The knowing model behind a server on 127.0.0.1, in a process of its own; it knows an episode by what its user says first. */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { startFakeProvider, type FakeAnswer, type FakeRequest } from '../../../runtime/gateway/testing/fakeProvider';
import type { Scenario } from '../../core/runs/types';
import { interactName } from '../../userbench/solving/interactTool';
import { taskOf } from '../../userbench/solving/travelContent';
import { flightScenarios, knownReply, latencyMs } from './knowingModel';

/** Its first line. */
export const knowingProviderSchema = z.object({ origin: z.string() });

const asked = z.object({
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
});

/** Answers until its input ends. */
export async function workAsKnowingProvider(): Promise<void> {
  const scenarios = new Map(
    flightScenarios().map((scenario) => [JSON.stringify(taskOf(scenario).opening).slice(1, -1), scenario]),
  );
  const provider = await startFakeProvider((request) => answerTo(request, scenarios));
  console.log(JSON.stringify({ origin: provider.origin } satisfies z.infer<typeof knowingProviderSchema>));
  for await (const _ of createInterface({ input: process.stdin }));
  await provider.close();
}

function answerTo({ body }: FakeRequest, scenarios: ReadonlyMap<string, Scenario>): FakeAnswer {
  const { messages } = asked.parse(body);
  const first = JSON.stringify(messages.find(({ role }) => role === 'user')?.content);
  const known = [...scenarios].find(([opening]) => first.includes(opening));
  if (known === undefined) return { text: [], fault: { kind: 'status', status: 400 } };
  const replies = messages.filter(({ role }) => role === 'assistant').length;
  const input = JSON.stringify(knownReply(known[1], replies));
  return {
    text: [],
    toolCalls: [{ id: `c${replies}`, name: interactName, input }],
    usage: { input: 900, output: 30 },
    after: sleep(latencyMs),
  };
}
