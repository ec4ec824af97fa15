/** A model behind a provider on 127.0.0.1 that does tasks and dialogues as they should be done: it asks for what is held back, and waits for tools. */
import { z } from 'zod';
import type { FakeAnswer, FakeRequest } from '../../../runtime/gateway/testing/fakeProvider';
import type { ScenarioRow } from '../dialogue/scenarioRow';
import type { VerifiedTask } from '../rows/taskRow';
import type { ToolCall } from '../rows/toolCall';

const usage = { input: 40, output: 8 };
const body = z.object({
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).default([]),
});

/** What a request has: texts of its messages by role, and tools. */
export function readRequest(request: FakeRequest): {
  readonly user: readonly string[];
  readonly results: readonly string[];
  readonly tools: readonly string[];
  readonly all: string;
} {
  const { messages, tools } = body.parse(request.body);
  const texts = (role: string) => messages.filter((each) => each.role === role).map(({ content }) => textIn(content));
  return {
    ...{ user: texts('user'), results: texts('tool'), tools: tools.map((tool) => tool.function.name) },
    all: messages.map(({ content }) => textIn(content)).join('\n'),
  };
}

function textIn(content: unknown): string {
  const parts = z.array(z.looseObject({ text: z.string() })).safeParse(content);
  if (parts.success) return parts.data.map(({ text }) => text).join('');
  return typeof content === 'string' ? content : JSON.stringify(content);
}

export const says = (...text: readonly string[]): FakeAnswer => ({ text: [...text], usage });

export function calls({ tool_name: name, tool_parameters: input }: ToolCall, id: number): FakeAnswer {
  return { text: [], toolCalls: [{ id: `c${id}`, name, input: JSON.stringify(input) }], usage };
}

/** Call after call, then the values that the last one gave. */
export function doesTask(task: VerifiedTask, request: FakeRequest): FakeAnswer {
  const { results } = readRequest(request);
  const next = task.tool_calls[results.length];
  return next === undefined ? says('Done. ', task.whetstone.answers.join(', ')) : calls(next, results.length);
}

/** The same in a dialogue. */
export function leadsDialogue({ whetstone: facts }: ScenarioRow, request: FakeRequest): FakeAnswer {
  const { user, results, tools } = readRequest(request);
  const next = facts?.tool_calls[results.length];
  if (facts === undefined || next === undefined) return says('Done: ', facts?.answers.join(', ') ?? '');
  const steps = facts.followUps.filter((text) => user.some((said) => said.includes(text))).length;
  // Told step by step: the next one may not be wanted yet.
  const wanted = facts.followUps.length === 0 || results.length <= steps;
  if (!wanted) return says('That is done.');
  const held = facts.heldBack.find(({ id }) => id.startsWith(`${results.length + 1}.`));
  const told = held === undefined || user.some((said) => said.includes(held.said));
  if (!told) return says(`Which ${held.name} do you mean?`);
  return tools.includes(next.tool_name) ? calls(next, results.length) : says('I have no tool for that.');
}
