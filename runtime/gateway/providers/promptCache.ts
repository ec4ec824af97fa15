/** Breakpoints for Anthropic's prompt cache, which holds nothing that is not marked. */
import type { LanguageModelV4CallOptions, LanguageModelV4Prompt, SharedV4ProviderOptions } from '@ai-sdk/provider';

/** Characters under which no prefix is held: 1,024 tokens (their least), counted low. */
const leastCharacters = 1024 * 5;
const mark: SharedV4ProviderOptions = { anthropic: { cacheControl: { type: 'ephemeral' } } };

/**
 * Marks the stable prefix (tools and system prompt) and, in a conversation that goes on, its last message: three of the four
 * breakpoints that a request may have. Writing costs a quarter more than reading anew, so nothing is marked that will
 * hardly be read again: a single question with a short system prompt.
 */
export function withPromptCache(options: LanguageModelV4CallOptions): LanguageModelV4CallOptions {
  const { prompt, tools } = options;
  const lengths = prompt.map((message) => JSON.stringify(message.content).length);
  const ofTools = tools === undefined ? 0 : JSON.stringify(tools).length;
  const lastSystem = prompt.findLastIndex(({ role }) => role === 'system');
  const stable = ofTools + sum(lengths.slice(0, lastSystem + 1));
  const whole = ofTools + sum(lengths);
  const goesOn = prompt.some(({ role }) => role === 'assistant') || ofTools > 0;
  const marks = new Set<number>();
  if (stable >= leastCharacters && lastSystem >= 0) marks.add(lastSystem);
  if (goesOn && whole >= leastCharacters) marks.add(prompt.length - 1);
  const markTools = tools && stable >= leastCharacters && lastSystem < 0;
  return {
    ...options,
    prompt: marked(prompt, marks),
    ...(markTools && {
      tools: tools.map((tool, index) =>
        index === tools.length - 1 && tool.type === 'function' ? { ...tool, providerOptions: mark } : tool,
      ),
    }),
  };
}

function marked(prompt: LanguageModelV4Prompt, marks: ReadonlySet<number>): LanguageModelV4Prompt {
  return prompt.map((message, index) => (marks.has(index) ? { ...message, providerOptions: mark } : message));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
