import type { LanguageModelV4StreamPart, LanguageModelV4Usage, SharedV4ProviderMetadata } from '@ai-sdk/provider';
import { z } from 'zod';
import { GatewayError } from '../gatewayError';
import type { FinishReason, Json } from '../types';
import type { ProviderEvent, ReportedUsage } from './provider';
import { providerFailure, type FailedCall } from './providerFailure';

export interface StreamReading extends FailedCall {
  /** Text that gives a reasoning part back to its provider later. */
  readonly sign: (metadata: SharedV4ProviderMetadata) => string | undefined;
  readonly rememberToolCall: (id: string, metadata: SharedV4ProviderMetadata) => void;
}

/**
 * The events of one attempt.
 * @throws GatewayError; usage that was told before is yielded first
 */
export async function* readStream(
  stream: ReadableStream<LanguageModelV4StreamPart>,
  reading: StreamReading,
): AsyncGenerator<ProviderEvent> {
  let failure: GatewayError | undefined;
  let finished = false;
  try {
    for await (const part of stream) {
      switch (part.type) {
        case 'stream-start':
          for (const warning of part.warnings) yield { type: 'warning', message: warningText(warning) };
          break;
        case 'text-delta':
          if (part.delta !== '') yield { type: 'text', text: part.delta };
          break;
        case 'reasoning-delta':
        case 'reasoning-end': {
          const text = part.type === 'reasoning-delta' ? part.delta : '';
          const signature = part.providerMetadata && reading.sign(part.providerMetadata);
          if (text !== '' || signature !== undefined) yield { type: 'reasoning', text, signature };
          break;
        }
        case 'tool-input-delta':
          yield { type: 'tool-input', text: part.delta };
          break;
        case 'tool-call':
          if (part.providerMetadata) reading.rememberToolCall(part.toolCallId, part.providerMetadata);
          yield {
            type: 'tool-call',
            id: part.toolCallId,
            name: part.toolName,
            input: toolInput(part.input, part.toolName, reading),
          };
          break;
        case 'error':
          // The usage may still come.
          failure ??= providerFailure(part.error, reading);
          break;
        case 'finish': {
          finished = true;
          const usage = reportedUsage(part.usage);
          const { unified } = part.finishReason;
          if (unified === 'interrupted') failure ??= cutOff(reading);
          if (unified === 'error') failure ??= brokenOff(reading);
          if (failure) {
            if (usage) yield { type: 'usage', usage };
            throw failure;
          }
          yield { type: 'finish', finish: finishOf(unified), usage };
          break;
        }
        default:
          // Sources, files, pings: nothing that was asked for.
          break;
      }
    }
  } catch (error) {
    throw providerFailure(error, reading);
  }
  if (failure) throw failure;
  if (!finished) throw cutOff(reading);
}

function finishOf(
  unified: 'stop' | 'length' | 'content-filter' | 'tool-calls' | 'error' | 'interrupted' | 'other',
): FinishReason {
  return unified === 'interrupted' ? 'error' : unified;
}

function warningText(warning: {
  readonly type: string;
  readonly message?: string;
  readonly feature?: string;
  readonly details?: string;
}): string {
  return (
    warning.message ??
    `${warning.feature ?? 'A setting'} is not supported here${warning.details === undefined ? '' : `: ${warning.details}`}`
  );
}

const json: z.ZodType<Json> = z.json();

/** @throws GatewayError bad-answer */
function toolInput(input: string, tool: string, { title, model, call }: StreamReading): Json {
  try {
    // Models write nothing for tools that take nothing.
    return input.trim() === '' ? {} : json.parse(JSON.parse(input));
  } catch {
    throw new GatewayError(
      'bad-answer',
      `${title} called the tool ${tool} with an input that is not JSON.`,
      'Try again, or choose another model.',
      { model, call, reached: 'maybe' },
    );
  }
}

function reportedUsage({ inputTokens, outputTokens }: LanguageModelV4Usage): ReportedUsage | undefined {
  if (inputTokens.total === undefined && outputTokens.total === undefined) return undefined;
  return {
    inputTokens: inputTokens.total,
    cacheReadTokens: inputTokens.cacheRead,
    cacheWriteTokens: inputTokens.cacheWrite,
    outputTokens: outputTokens.total,
    reasoningTokens: outputTokens.reasoning,
  };
}

function cutOff({ title, model, call }: FailedCall): GatewayError {
  return new GatewayError(
    'cut-off',
    `${title} broke off before its answer was complete.`,
    'Try again; what had been written until then is billed.',
    { model, call, reached: 'maybe', passing: true },
  );
}

function brokenOff({ title, model, call }: FailedCall): GatewayError {
  return new GatewayError(
    'bad-answer',
    `${title} ended its answer with an error.`,
    'Try again, or choose another model.',
    {
      model,
      call,
      reached: 'maybe',
    },
  );
}
