import { toolDataRule } from '../../tools/registry';
import { ownOrigin } from './ownTools';
import type { AgentTask, Attachment, TraceStep } from '../types';

/** What a model is told before all else. Short: small models pay for each word, and forget the rest. */
export function systemText({ workspace }: { readonly workspace?: string | undefined } = {}): string {
  return [
    `You help a programmer${workspace === undefined ? '' : ` in the workspace ${workspace}`}. Use tools for facts and changes; answer in words when none is needed.`,
    toolDataRule,
    'Do not guess: look first. Do not repeat a call that told you nothing new. At the end say briefly what you found or changed, and what you could not do.',
  ].join('\n');
}

/**
 * Text of others between marks.
 * @param fence which no such text can know, so that none ends its own marks
 */
export function asData(text: string, fence: string): string {
  return `<data-${fence}>\n${text}\n</data-${fence}>`;
}

/** A result as the model is given it. What the product itself says of a call stands without marks. */
export function outputText(
  { output, outcome, isError, origin }: Extract<TraceStep, { readonly kind: 'tool' }>,
  fence: string,
): string {
  if (outcome !== 'ran' && outcome !== 'failed') return output;
  if (origin?.id === ownOrigin.id && origin.kind === ownOrigin.kind) return output;
  return `${isError ? 'The tool reports an error:\n' : ''}${asData(output, fence)}`;
}

/** The user's words, and after them what he attached. */
export function promptText(
  { text, attachments }: { readonly text: string; readonly attachments: readonly Attachment[] },
  fence: string,
): string {
  return [text, ...attachments.map(({ title, text: data }) => `${title}:\n${asData(data, fence)}`)].join('\n\n');
}

/** The first line of a prompt, as a name for its run. */
export function titleOf({ prompt }: Pick<AgentTask, 'prompt'>): string {
  const line = prompt.trim().split('\n')[0]?.trim() ?? '';
  return line.length <= 80 ? line : `${line.slice(0, 77)}...`;
}
