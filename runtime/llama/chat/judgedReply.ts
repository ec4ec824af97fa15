/** What became of a reply: which of its calls can be run, what the caller is told, what it took. */
import { randomBytes } from 'node:crypto';
import { checkToolCall, schemaValidator, type CheckedCall } from '../../functionCalling';
import type { Json, JsonSchema, ReplyFacts } from '../../gateway/types';
import type { TextEngine } from '../engine/types';
import type { CallPlan } from './callPlan';
import type { ChatResult } from './chatProtocol';
import type { ChatReply } from './chatReply';

interface RunnableCall {
  readonly id: string;
  readonly name: string;
  readonly input: Json;
}

export interface Judged {
  readonly checked: readonly CheckedCall[];
  readonly valid: readonly RunnableCall[];
}

export function judge({ parsed }: ChatReply, { callable }: CallPlan): Judged {
  const checked = parsed.calls.map((call) => checkToolCall(call, callable));
  const valid = checked.flatMap((each) =>
    each.kind === 'valid' ? [{ id: newId(), name: each.call.name, input: each.call.arguments }] : [],
  );
  return { checked, valid };
}

/** Nine letters and digits at the end, as Mistral's models want them. */
export function newId(): string {
  return `call_${randomBytes(6).toString('hex').slice(0, 9)}`;
}

export function warningsOf(
  { checked, valid }: Judged,
  { parsed, result }: ChatReply,
  request: string | undefined,
  repairs: number,
): readonly string[] {
  const tries = repairs === 0 ? '' : ` after ${repairs + 1} tries`;
  const wrong = checked.flatMap((each) =>
    each.kind === 'valid'
      ? []
      : [`A call of ${each.call.name} is left out${tries}: ${each.problems.map(({ message }) => message).join(' ')}`],
  );
  const unreadable = parsed.malformed.length;
  if (unreadable > 0) wrong.push(`${unreadable} of the model's calls cannot be read${tries}, and are left out.`);
  if (request !== undefined && wrong.length === 0) wrong.push(`The model was to call a tool, and has not${tries}.`);
  if (result.finish === 'length' && (parsed.truncated || unreadable > 0)) {
    const kept = valid.length > 0 ? ` ${valid.length} before it are whole.` : '';
    return [`The answer was cut off inside a call, which is left out.${kept} Allow a longer answer.`];
  }
  return wrong;
}

/** Of what no grammar says. */
export function misfits({ parsed, result }: ChatReply, schema: JsonSchema): readonly string[] {
  if (result.finish === 'length') return ['The answer was cut off, so it is no whole JSON. Allow a longer answer.'];
  const validator = schemaValidator(schema);
  if (validator.kind === 'bad' || parsed.calls.length > 0) return [];
  try {
    const value: unknown = JSON.parse(parsed.content);
    const problems = validator.problemsOf(value as Json);
    return problems.map(
      ({ instancePath, message }) =>
        `The answer does not fit the schema: ${instancePath || 'it'} ${message ?? 'is wrong'}.`,
    );
  } catch {
    return ['The answer is not JSON.'];
  }
}

export type Use = Pick<ChatResult, 'inputTokens' | 'cachedTokens' | 'outputTokens' | 'thoughtTokens'>;

export const noUse: Use = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, thoughtTokens: 0 };
export const noFacts: ReplyFacts = {
  path: undefined,
  constrained: false,
  repairs: 0,
  malformed: 0,
  invalid: 0,
  dropped: 0,
  callChance: undefined,
  abstained: false,
};

export function added(use: Use, { parsed, result }: ChatReply, engine: TextEngine): Use {
  const thoughts = parsed.thought === '' ? 0 : engine.count([{ kind: 'text', text: parsed.thought }]);
  return {
    inputTokens: use.inputTokens + result.inputTokens,
    cachedTokens: use.cachedTokens + result.cachedTokens,
    outputTokens: use.outputTokens + result.outputTokens,
    thoughtTokens: use.thoughtTokens + Math.min(thoughts, result.outputTokens),
  };
}

export function factsOf(
  facts: ReplyFacts,
  { parsed, result }: ChatReply,
  { checked }: Judged,
  repairs: number,
): ReplyFacts {
  const chance = result.openingChance;
  const first = repairs === 0;
  const invalid = checked.filter(({ kind }) => kind === 'invalid').length;
  return {
    path: parsed.path,
    constrained: result.constrained,
    repairs,
    malformed: first ? parsed.malformed.length : facts.malformed,
    invalid: first ? invalid : facts.invalid,
    dropped: invalid + parsed.malformed.length,
    callChance: first ? chance : facts.callChance,
    abstained: first ? chance !== undefined && !result.constrained : facts.abstained,
  };
}
