import type { Json, Message, MessagePart } from '../../gateway/types';
import { fenceOf } from '../loop/agentRun';
import { outputText, promptText } from '../loop/systemText';
import type { StoredRun } from '../traces';
import type { TraceStep } from '../types';
import type { Cleaner } from './cleanText';

export type TrajectoryTurn =
  | { readonly role: 'user'; readonly text: string }
  | {
      readonly role: 'assistant';
      readonly text: string;
      readonly calls: readonly {
        readonly id: string;
        readonly name: string;
        readonly input: Readonly<Record<string, Json>>;
      }[];
      /** A call of it was wrong or led nowhere. */
      readonly faulty: boolean;
    }
  | { readonly role: 'tool'; readonly id: string; readonly name: string; readonly text: string };

/**
 * A run as a conversation, without secrets. Results stand in the order of their calls, whole where the model was shown them no
 * longer.
 * @param marked results between the marks that the model saw
 */
export function trajectory(run: StoredRun, cleaner: Cleaner, marked: boolean): readonly TrajectoryTurn[] {
  const fence = fenceOf(run.run.id);
  const faulty = new Set(
    run.steps.flatMap((step) => (step.kind === 'tool' && step.outcome === 'checked' ? [step.id] : [])),
  );
  return [
    ...(run.task.history ?? []).flatMap((message) => pastTurns(message, cleaner)),
    ...run.steps.flatMap((step) => turnsOf(step, { cleaner, fence, marked, faulty })),
  ];
}

interface TurnOptions {
  readonly cleaner: Cleaner;
  readonly fence: string;
  readonly marked: boolean;
  readonly faulty: ReadonlySet<string>;
}

function turnsOf(step: TraceStep, { cleaner, fence, marked, faulty }: TurnOptions): readonly TrajectoryTurn[] {
  switch (step.kind) {
    case 'user': {
      const attachments = step.attachments.map(({ title, text }) => ({
        title: cleaner.words(title),
        text: cleaner.body(text),
      }));
      return [{ role: 'user', text: promptText({ text: cleaner.words(step.text), attachments }, fence) }];
    }
    case 'model': {
      const calls = step.calls.map(({ id, name, input }) => ({ id, name, input: objectOf(cleaner.json(input)) }));
      if (calls.length === 0 && step.text.trim() === '') return [];
      const wrong = step.calls.some(({ id }) => faulty.has(id));
      return [{ role: 'assistant', text: cleaner.words(step.text), calls, faulty: wrong }];
    }
    case 'tool': {
      const output = cleaner.body(step.output);
      return [
        { role: 'tool', id: step.id, name: step.name, text: marked ? outputText({ ...step, output }, fence) : output },
      ];
    }
    case 'note':
      return step.told === undefined ? [] : [{ role: 'user', text: cleaner.words(step.told) }];
  }
}

/** Turns of the conversation before. */
function pastTurns({ role, content }: Message, cleaner: Cleaner): readonly TrajectoryTurn[] {
  const text = cleaner.words(content.map(partText).join(''));
  switch (role) {
    // What models are told before all else stands in the run.
    case 'system':
      return [];
    case 'user':
      return text === '' ? [] : [{ role, text }];
    case 'assistant': {
      const calls = content.flatMap((part) =>
        part.type === 'tool-call' ? [{ id: part.id, name: part.name, input: objectOf(cleaner.json(part.input)) }] : [],
      );
      return text === '' && calls.length === 0 ? [] : [{ role, text, calls, faulty: false }];
    }
    case 'tool':
      return content.flatMap((part) =>
        part.type === 'tool-result'
          ? [
              {
                role,
                id: part.id,
                name: part.name,
                text: cleaner.body(typeof part.output === 'string' ? part.output : JSON.stringify(part.output)),
              },
            ]
          : [],
      );
  }
}

function partText(part: MessagePart): string {
  if (part.type === 'image') return `[picture: ${part.mediaType}]`;
  return part.type === 'text' ? part.text : '';
}

function objectOf(value: Json): Readonly<Record<string, Json>> {
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, Json>>) : {};
}
