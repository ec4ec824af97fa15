/** A model that answers a question of several turns, step by step. */
import { plainJson, pythonJson, type ExactJson, type ExactObject } from '../../../runtime/functionCalling';
import type { Message, MessagePart } from '../../../runtime/gateway/types';
import type { CallingModel } from '../callingModel';
import type { CalledFunction } from '../predictions';
import { functionName } from '../questions';
import { toolOf } from '../retrievalBaseline';
import type { Filler } from './apis/apiClass';
import { ApiWorld } from './apiWorld';
import { circumstancesOf } from './checkTurns';
import { pythonText, type FunctionDocs } from './functionDocs';
import type { MultiTurnQuestion } from './multiTurnQuestions';
import { pyCallOf, type TurnPrediction } from './turnPredictions';
import type { PyCall } from './python/pyLiteral';
import { toExact } from './python/pyValue';

/**
 * How functions come in that are missing at first. 'product': they join the tools, as they do for models with an interface of
 * their own at the leaderboard. 'harness': they are told in the user's message, as there for models that it prompts itself.
 */
export type DialogueMode = 'product' | 'harness';

/** More model calls in a turn stop the dialogue. */
const mostSteps = 20;
const functionsAdded = 'I have updated some more functions you can choose from. What about now?';

export interface DialogueOptions {
  readonly docs: FunctionDocs;
  readonly filler: Filler;
  readonly mode: DialogueMode;
  readonly attempt: number;
}

type Replying = NonNullable<CallingModel['reply']>;

/** @returns what was called, in turns and steps; fewer turns than the question has when it was stopped */
export async function runDialogue(
  question: MultiTurnQuestion,
  reply: Replying,
  { docs, filler, mode, attempt }: DialogueOptions,
  signal: AbortSignal,
): Promise<TurnPrediction> {
  const world = new ApiWorld(question.classes, question.config, circumstancesOf(question, filler));
  const later = new Set([...question.missing.values()].flat());
  const all = question.classes.flatMap((name) => docs.get(name) ?? []);
  const offered = all.filter((each) => !question.excluded.includes(functionName(each)));
  let shown = offered.filter((each) => !later.has(functionName(each)));
  const messages: Message[] = [];
  const turns: (readonly PyCall[])[][] = [];
  let malformedSteps = 0;
  for (const [index, said] of question.turns.entries()) {
    const added = offered.filter((each) => question.missing.get(index)?.includes(functionName(each)) === true);
    if (added.length > 0) {
      if (mode === 'product') shown = [...shown, ...added];
      messages.push(userMessage(mode === 'product' ? functionsAdded : `${pythonText(added)}\n${functionsAdded}`));
    } else messages.push(...said.map(messageOf));
    const steps: (readonly PyCall[])[] = [];
    for (let step = 0; ; step++) {
      if (step > mostSteps) return { kind: 'turns', turns, malformedSteps };
      const asked = { conversation: `${question.id}#${attempt}`, messages, tools: shown.map(toolOf), attempt };
      const answer = await reply(asked, signal);
      signal.throwIfAborted();
      if (answer.malformed) malformedSteps++;
      messages.push(...answered(answer.text, answer.calls, `${index}.${step}`));
      if (answer.calls.length === 0) break;
      const calls = answer.calls.map(pyCallOf);
      steps.push(calls);
      messages.push(
        told(
          answer.calls,
          calls.map((call) => world.execute(call)),
          `${index}.${step}`,
        ),
      );
    }
    turns.push(steps);
  }
  return { kind: 'turns', turns, malformedSteps };
}

function answered(text: string, calls: readonly CalledFunction[], id: string): readonly Message[] {
  const content: MessagePart[] = [
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...calls.map((call, index) => ({
      type: 'tool-call' as const,
      id: `${id}.${index}`,
      name: call.name,
      input: plainJson(call.arguments),
    })),
  ];
  return content.length === 0 ? [] : [{ role: 'assistant', content }];
}

function told(calls: readonly CalledFunction[], results: readonly string[], id: string): Message {
  return {
    role: 'tool',
    content: calls.map((call, index) => ({
      type: 'tool-result',
      id: `${id}.${index}`,
      name: call.name,
      output: results[index] ?? '',
    })),
  };
}

function userMessage(text: string): Message {
  return { role: 'user', content: [{ type: 'text', text }] };
}

function messageOf(message: ExactObject): Message {
  const content = message.get('content');
  const text = typeof content === 'string' ? content : '';
  return { role: message.get('role') === 'system' ? 'system' : 'user', content: [{ type: 'text', text }] };
}

/** A line of predictions: `{id, turns}`. */
export function turnPredictionLine(id: string, prediction: TurnPrediction): string {
  const turns: ExactJson =
    prediction.kind === 'malformed'
      ? `Error: ${prediction.reason}`
      : prediction.turns.map((turn) => turn.map((step) => step.map(callObject)));
  const line = new Map<string, ExactJson>([
    ['id', id],
    [prediction.kind === 'malformed' ? 'result' : 'turns', turns],
  ]);
  return `${pythonJson(line)}\n`;
}

/** Calls of a model have named arguments only, and those are values. */
function callObject({ name, named }: PyCall): ExactObject {
  const given = named.map(([key, value]): [string, ExactJson] => [
    key,
    value.kind === 'value' ? toExact(value.value) : null,
  ]);
  return new Map<string, ExactJson>([
    ['name', name],
    ['arguments', new Map(given)],
  ]);
}
