/** A solver's context whose model says what a test tells it, and which keeps what it was asked. */
import type { Json, ModelAnswer, SolverContext, SolverRequest } from '../../../core/runs/types';

export interface Said {
  readonly text?: string;
  readonly calls?: readonly { readonly name?: string; readonly input: Json }[];
  readonly finish?: ModelAnswer['finish'];
}

export interface ScriptedModel extends SolverContext {
  readonly asked: SolverRequest[];
  readonly roles: SolverRequest[];
  readonly shown: Json[];
}

/** @param script the reply to each request; undefined: nothing is said */
export function scriptedModel(
  script: (request: SolverRequest, index: number) => Said | undefined,
  role: (request: SolverRequest) => string = () => '{}',
): ScriptedModel {
  const asked: SolverRequest[] = [];
  const roles: SolverRequest[] = [];
  const shown: Json[] = [];
  return {
    ...{ asked, roles, shown, model: 'scripted', repeat: 0, seed: 7, maxOutputTokens: 1000, temperature: undefined },
    signal: new AbortController().signal,
    generate: async (request) => {
      asked.push(structuredClone(request));
      return answerOf(script(request, asked.length - 1) ?? {}, asked.length);
    },
    generateAs: async (_role, request) => {
      roles.push(request);
      return answerOf({ text: role(request) }, roles.length);
    },
    show: (event) => shown.push(event),
    log: () => undefined,
  };
}

function answerOf({ text = '', calls = [], finish }: Said, number: number): ModelAnswer {
  return {
    ...{ call: `call-${number}`, model: 'scripted', text, cost: 0, firstTokenMs: 1, totalMs: 1, cached: false },
    toolCalls: calls.map(({ name = 'interact_with_env', input }, index) => ({
      ...{ id: `${number}-${index}`, name, input },
    })),
    finish: finish ?? (calls.length > 0 ? 'tool-calls' : 'stop'),
    usage: {
      ...{ inputTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 5, reasoningTokens: 0 },
      source: 'provider',
    },
  };
}
