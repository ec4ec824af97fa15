import type { RunStatus, TraceRun, TraceStep } from '../../runtime/agent/protocol';
import { fill } from '../shared/dom';
import type { TraceStrings } from './protocol';

/** Beside the word, for quick reading; shape, not colour alone. */
const statusSigns: Readonly<Record<RunStatus, string>> = {
  running: '…',
  answered: '✓',
  steps: '◐',
  loop: '↻',
  refused: '⊘',
  failed: '✕',
  cancelled: '■',
  interrupted: '!',
};

export function statusText(status: RunStatus, strings: TraceStrings): string {
  return `${statusSigns[status]} ${strings.statuses[status]}`;
}

/** Milliseconds that a run took, or has taken so far as its steps tell. */
export function durationOf({ started, ended, totals }: TraceRun): number {
  return ended === undefined ? totals.modelMs + totals.toolMs : Math.max(0, ended - started);
}

export function tokensOf({ totals }: TraceRun): number {
  return totals.inputTokens + totals.outputTokens;
}

/** Whether a step went wrong. */
export function isWrong(step: TraceStep): boolean {
  switch (step.kind) {
    case 'tool':
      return step.isError || step.outcome !== 'ran';
    case 'model':
      return step.finish === 'error' || step.finish === 'content-filter';
    case 'note':
      return step.note === 'loop' || step.note === 'limit' || step.note === 'repair';
    case 'user':
      return false;
  }
}

export function stepSign(step: TraceStep): string {
  switch (step.kind) {
    case 'user':
      return '›';
    case 'model':
      return isWrong(step) ? '✕' : '◆';
    case 'tool':
      return step.outcome === 'refused' ? '⊘' : isWrong(step) ? '✕' : '✓';
    case 'note':
      return '·';
  }
}

/** One line on a step. */
export function stepTitle(step: TraceStep, strings: TraceStrings): string {
  switch (step.kind) {
    case 'user':
      return oneLine(step.text);
    case 'model': {
      const text = oneLine(step.text);
      const names = step.calls.map(({ name }) => name).join(', ');
      return [text, ...(names === '' ? [] : [fill(strings.calling, names)])].filter(Boolean).join(' · ');
    }
    case 'tool':
      return `${step.name} ${oneLine(JSON.stringify(step.input))}`;
    case 'note':
      return `${strings.notes[step.note]}: ${oneLine(step.text)}`;
  }
}

/** What a search looks through. */
export function searchedText(step: TraceStep): string {
  const parts =
    step.kind === 'tool'
      ? [step.name, JSON.stringify(step.input), step.output]
      : step.kind === 'model'
        ? [step.model, step.text, step.reasoning, JSON.stringify(step.calls)]
        : [step.text];
  return parts.join('\n').toLowerCase();
}

function oneLine(text: string): string {
  const line = text.slice(0, 400).replace(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
