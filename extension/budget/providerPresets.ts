import type { ProviderKind } from '../../runtime/gateway/protocol';

/** Somewhere that models are, as *Add Provider* offers it. */
export interface ProviderPreset {
  readonly id: string;
  readonly title: string;
  readonly kind: ProviderKind;
  /** Left out: the vendor's own address. '': the user is asked. */
  readonly baseUrl?: string;
  /** 'needed': nothing works without one. 'optional': some set-ups want one. */
  readonly key: 'needed' | 'optional' | 'none';
  readonly where: 'cloud' | 'machine' | 'any';
}

/** Addresses of servers on this machine are those that they have by default. */
export const providerPresets: readonly ProviderPreset[] = [
  { id: 'openai', title: 'OpenAI', kind: 'openai', key: 'needed', where: 'cloud' },
  { id: 'anthropic', title: 'Anthropic', kind: 'anthropic', key: 'needed', where: 'cloud' },
  { id: 'google', title: 'Google Gemini', kind: 'google', key: 'needed', where: 'cloud' },
  {
    ...{ id: 'openrouter', title: 'OpenRouter', kind: 'openai-compatible', key: 'needed', where: 'cloud' },
    baseUrl: 'https://openrouter.ai/api/v1',
  },
  {
    ...{ id: 'ollama', title: 'Ollama', kind: 'openai-compatible', key: 'none', where: 'machine' },
    baseUrl: 'http://127.0.0.1:11434/v1',
  },
  {
    ...{ id: 'lmstudio', title: 'LM Studio', kind: 'openai-compatible', key: 'none', where: 'machine' },
    baseUrl: 'http://127.0.0.1:1234/v1',
  },
  {
    ...{
      id: 'llama-server',
      title: 'llama-server (llama.cpp)',
      kind: 'openai-compatible',
      key: 'none',
      where: 'machine',
    },
    baseUrl: 'http://127.0.0.1:8080/v1',
  },
  {
    ...{ id: 'vllm', title: 'vLLM', kind: 'openai-compatible', key: 'optional', where: 'any' },
    baseUrl: 'http://127.0.0.1:8000/v1',
  },
  {
    ...{
      id: 'endpoint',
      title: 'OpenAI-compatible endpoint',
      kind: 'openai-compatible',
      key: 'optional',
      where: 'any',
    },
    baseUrl: '',
  },
];

/** @returns the id, or the id with the first number that is free */
export function freeId(id: string, taken: readonly string[]): string {
  if (!taken.includes(id)) return id;
  let number = 2;
  while (taken.includes(`${id}-${number}`)) number += 1;
  return `${id}-${number}`;
}

/** What is wrong with an address that was typed; undefined when nothing is. */
export function wrongAddress(typed: string): 'no-url' | 'no-http' | 'has-secret' | undefined {
  const url = URL.canParse(typed.trim()) ? new URL(typed.trim()) : undefined;
  if (!url) return 'no-url';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'no-http';
  return url.username !== '' || url.password !== '' ? 'has-secret' : undefined;
}
