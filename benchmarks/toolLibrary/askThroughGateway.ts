import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { GenerateEvent, GenerateRequest, Message } from '../../runtime/gateway/types';
import type { AskModel } from '../../runtime/toolLibrary/merging';
import { canonicalJson } from '../core/runs/canonicalJson';
import { sha256 } from '../core/runs/sha256';

export interface AskOptions {
  readonly gateway: { generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<GenerateEvent> };
  readonly model: string;
  /** Answers are kept here, one a file: what was paid once is not paid again. Made when it is missing. */
  readonly folder: string;
}

/** Code of a whole group of tools has to fit. */
const maxOutputTokens = 8_000;

/** Models that a library is refactored with: calls of the gateway, under its budget and booked there. */
export function askThroughGateway({ gateway, model, folder }: AskOptions): AskModel {
  return async (role, { system, turns }, attempt, signal) => {
    const file = path.join(folder, `${sha256(canonicalJson({ model, role, system, turns, attempt }))}.txt`);
    const kept = await readFile(file, 'utf8').catch(() => undefined);
    if (kept !== undefined) return kept;
    const messages = [message('system', system), ...turns.map((turn) => message(turn.role, turn.text))];
    // The first try is the likeliest answer; others are asked for because they may differ.
    const temperature = attempt === 0 ? 0 : 0.7;
    const request = { model, messages, purpose: 'evaluation', temperature, seed: attempt, maxOutputTokens } as const;
    let text = '';
    for await (const event of gateway.generate(request, signal)) if (event.type === 'text') text += event.text;
    await keep(folder, file, text);
    return text;
  };
}

const message = (role: Message['role'], text: string): Message => ({ role, content: [{ type: 'text', text }] });

/** Whole or not at all. */
async function keep(folder: string, file: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const fresh = `${file}.${randomUUID()}`;
  await writeFile(fresh, text);
  await rename(fresh, file);
}
