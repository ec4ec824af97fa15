import { BadFormError } from '../badFormError';
import {
  isExactArray,
  isExactObject,
  JsonNumber,
  parseExactJson,
  type ExactJson,
  type ExactObject,
} from '../json/exactJson';
import { ResultCollector, type Conversation, type IdentifiedCall } from './conversation';

/**
 * Reads messages and tools in the form of OpenAI's chat completions, and keeps numbers and the order of keys as they are.
 *
 * Messages: a list, or an object with `messages` (and `tools`). Tools: a list, or an object with `tools`; each wrapped in
 * `{type: "function", function}` or bare.
 * @throws BadFormError that names the message or the tool
 */
export function openAiConversation(messages: ExactJson, tools: ExactJson | undefined): Conversation {
  const list = listOf(messages, 'messages');
  const own = isExactObject(messages) ? messages.get('tools') : undefined;
  const read = list.map((message, index) => asObject(message, `messages[${index}]`));
  const first = read[0];
  const system = first && isSystem(first) ? contentText(first.get('content'), 'messages[0]') : undefined;
  const collector = new ResultCollector();
  read.forEach((message, index) => {
    if (index > 0 || system === undefined) addMessage(collector, message, `messages[${index}]`);
  });
  return { system, tools: openAiTools(tools ?? own ?? null), turns: collector.finish() };
}

/** Bare definitions of tools; `null`: none. */
export function openAiTools(tools: ExactJson): readonly ExactJson[] {
  if (tools === null) return [];
  return listOf(tools, 'tools').map((tool, index) => {
    const place = `tools[${index}]`;
    const object = asObject(tool, place);
    const wrapped = object.get('function');
    const bare = wrapped === undefined ? object : asObject(wrapped, `${place}.function`);
    if (typeof bare.get('name') !== 'string') throw new BadFormError(`${place} has no name. Give each tool a name.`);
    return bare;
  });
}

function addMessage(collector: ResultCollector, message: ExactObject, place: string): void {
  const role = message.get('role');
  const content = message.get('content');
  if (role === 'tool' || role === 'function' || role === 'ipython') {
    const id = message.get('tool_call_id');
    collector.result({ id: typeof id === 'string' ? id : undefined, output: resultOf(content ?? null) });
    return;
  }
  if (role !== 'user' && role !== 'assistant' && role !== 'system' && role !== 'developer') {
    throw new BadFormError(`${place} has the role ${show(role)}. Use system, user, assistant or tool.`);
  }
  const calls = message.get('tool_calls');
  if (role === 'assistant' && calls !== undefined && calls !== null) {
    const read = listOf(calls, `${place}.tool_calls`).map((call, index) =>
      callOf(call, `${place}.tool_calls[${index}]`),
    );
    // Text beside calls is left out, as in training: no thought survives into the history.
    if (read.length > 0 || contentText(content, place) === '') return collector.called(read);
  }
  collector.text(role === 'developer' ? 'system' : role, contentText(content, place));
}

function callOf(call: ExactJson, place: string): IdentifiedCall {
  const object = asObject(call, place);
  const wrapped = object.get('function');
  const bare = isExactObject(wrapped) ? wrapped : object;
  const name = bare.get('name');
  const id = object.get('id');
  if (typeof name !== 'string') throw new BadFormError(`${place} has no name. Name the function that was called.`);
  return { id: typeof id === 'string' ? id : undefined, name, arguments: argumentsOf(bare.get('arguments'), place) };
}

/** OpenAI writes arguments as a string of JSON; the prompt wants the object. */
function argumentsOf(value: ExactJson | undefined, place: string): ExactJson {
  if (value === undefined || value === null || value === '') return new Map();
  if (typeof value !== 'string') return value;
  try {
    return parseExactJson(value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadFormError(`${place}.arguments is not JSON: ${reason}. Give an object, or an object written as JSON.`);
  }
}

/** Parts of text are one text; any other list or object is a result of its own. */
function resultOf(content: ExactJson): ExactJson {
  const text = isExactArray(content) && content.length > 0 ? partsText(content) : undefined;
  return text ?? content;
}

function partsText(parts: readonly ExactJson[]): string | undefined {
  const texts = parts.map((part) =>
    isExactObject(part) && part.get('type') === 'text' ? part.get('text') : undefined,
  );
  return texts.every((text) => typeof text === 'string') ? texts.join('') : undefined;
}

function contentText(content: ExactJson | undefined, place: string): string {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  const text = isExactArray(content) ? partsText(content) : undefined;
  if (text === undefined) {
    throw new BadFormError(`${place}.content is neither text nor a list of text parts; this model reads text only.`);
  }
  return text;
}

function isSystem(message: ExactObject): boolean {
  return message.get('role') === 'system' || message.get('role') === 'developer';
}

function listOf(value: ExactJson, key: string): readonly ExactJson[] {
  const list = isExactObject(value) ? value.get(key) : value;
  if (!isExactArray(list)) throw new BadFormError(`Expected a list of ${key}, or an object with "${key}".`);
  return list;
}

function asObject(value: ExactJson, place: string): ExactObject {
  if (!isExactObject(value)) throw new BadFormError(`${place} is ${show(value)}; expected an object.`);
  return value;
}

function show(value: ExactJson | undefined): string {
  if (value === undefined) return 'missing';
  if (isExactArray(value)) return 'a list';
  if (isExactObject(value)) return 'an object';
  return value instanceof JsonNumber ? value.literal : JSON.stringify(value);
}
