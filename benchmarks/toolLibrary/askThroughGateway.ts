import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GatewayError } from '../../runtime/gateway/gatewayError';
import type { FinishReason, GenerateEvent, GenerateRequest, Message, Usage } from '../../runtime/gateway/types';
import { GroupNotAskedError, type AskModel, type MergingPrompt } from '../../runtime/toolLibrary/merging';
import { canonicalJson } from '../core/runs/canonicalJson';
import { sha256 } from '../core/runs/sha256';

/** One answer, or a call that came to nothing. */
export interface AskedCall {
  /** Taken from the disk: it cost nothing. */
  readonly kept: boolean;
  /** undefined: the call failed, or it was kept. */
  readonly usage: Usage | undefined;
  readonly finish: FinishReason | undefined;
  /** Micro-dollars, also of a call that failed. */
  readonly cost: number;
}

export interface AskOptions {
  readonly gateway: { generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<GenerateEvent> };
  readonly model: string;
  /** Answers are kept here, one a file: what was paid once is not paid again. Made when it is missing. */
  readonly folder: string;
  /** More of each request. */
  readonly also?: Pick<GenerateRequest, 'task' | 'project' | 'localOnly'>;
  /** Before a call is sent. @throws where it must not be */
  readonly allowed?: (request: GenerateRequest) => void;
  /** After each. @throws where the answer must not be used; it is not kept then */
  readonly told?: (call: AskedCall) => void;
}

/** Code of a whole group of tools has to fit. */
export const maxOutputTokens = 8_000;

/** Models that a library is refactored with: calls of the gateway, under its budget and booked there. */
export function askThroughGateway(options: AskOptions): AskModel {
  const { gateway, model, folder, also = {}, allowed, told } = options;
  return async (role, prompt, attempt, signal) => {
    const file = answerFile(folder, model, role, prompt, attempt);
    const kept = await readFile(file, 'utf8').catch(() => undefined);
    if (kept !== undefined) {
      told?.({ kept: true, usage: undefined, finish: undefined, cost: 0 });
      return kept;
    }
    const { system, turns } = prompt;
    const messages = [message('system', system), ...turns.map((turn) => message(turn.role, turn.text))];
    // The first try is the likeliest answer; others are asked for because they may differ.
    const temperature = attempt === 0 ? 0 : 0.7;
    const shared = { ...also, purpose: 'evaluation', temperature, seed: attempt, maxOutputTokens } as const;
    const request: GenerateRequest = { model, messages, ...shared };
    allowed?.(request);
    let text = '';
    try {
      for await (const event of gateway.generate(request, signal)) {
        if (event.type === 'text') text += event.text;
        if (event.type !== 'finish') continue;
        const { usage, finish, cost } = event;
        told?.({ kept: false, usage, finish, cost });
      }
    } catch (error) {
      if (error instanceof GatewayError) {
        told?.({ kept: false, usage: undefined, finish: undefined, cost: error.details.cost ?? 0 });
        if (isTooLong(error)) throw new GroupNotAskedError(error.message, { cause: error });
      }
      throw error;
    }
    // An empty one may be another one next time.
    if (text !== '') await keep(folder, file, text);
    return text;
  };
}

/** Where an answer lies, or would. */
export function answerFile(
  folder: string,
  model: string,
  role: string,
  { system, turns }: MergingPrompt,
  attempt: number,
): string {
  return path.join(folder, `${sha256(canonicalJson({ model, role, system, turns, attempt }))}.txt`);
}

function isTooLong({ kind, details }: GatewayError): boolean {
  return kind === 'context-too-long' || details.refusal?.reason === 'context';
}

const message = (role: Message['role'], text: string): Message => ({ role, content: [{ type: 'text', text }] });

/** Whole or not at all. */
async function keep(folder: string, file: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const fresh = `${file}.${randomUUID()}`;
  await writeFile(fresh, text);
  await rename(fresh, file);
}
