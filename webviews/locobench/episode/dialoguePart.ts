import { element, fill } from '../../shared/dom';
import type { ViewParts } from '../parts';
import type { SampleDetailView } from '../protocol';

type Call = SampleDetailView['calls'][number];
type Message = Call['request']['messages'][number];

/** Longer pieces are folded: a prompt may hold a repository. Characters. */
const longestOpen = 1500;

/** What was said between model and tools, as the last call of the model holds it, with the answer to it. */
export function dialoguePart(detail: SampleDetailView, parts: ViewParts): readonly HTMLElement[] {
  const { episode } = parts.strings;
  const own = detail.calls.filter(({ role }) => role === undefined);
  const last = own.at(-1);
  const others = countByRole(detail.calls);
  const said =
    last === undefined ? [] : [...last.request.messages.map((each) => message(each, parts)), answer(last, parts)];
  return [
    said.length === 0
      ? element('p', { class: 'detail' }, episode.noDialogue)
      : element('ol', { class: 'turns', 'aria-label': episode.dialogue }, ...said),
    ...(others === '' ? [] : [element('p', { class: 'detail' }, fill(episode.otherRoles, others))]),
  ];
}

function countByRole(calls: readonly Call[]): string {
  const counts = new Map<string, number>();
  for (const { role } of calls) if (role !== undefined) counts.set(role, (counts.get(role) ?? 0) + 1);
  return [...counts].map(([role, count]) => `${role} ${count}`).join(', ');
}

function message({ role, content }: Message, parts: ViewParts): HTMLElement {
  const { episode } = parts.strings;
  return bubble(
    role === 'assistant' ? 'of-model' : 'of-environment',
    episode.roles[role],
    content.map((part) => {
      switch (part.type) {
        case 'text':
          return piece(part.text);
        case 'reasoning':
          return folded(episode.thought, part.text);
        case 'image':
          return element('p', { class: 'detail' }, episode.image);
        case 'tool-call':
          return folded(`${episode.callsTool} ${part.name}`, jsonText(part.input), true);
        case 'tool-result': {
          const failed = part.isError === true ? ` (${episode.toolFailed})` : '';
          return folded(`${part.name}${failed}`, jsonText(part.output), true);
        }
      }
    }),
  );
}

function answer({ answer: given }: Call, parts: ViewParts): HTMLElement {
  const { episode } = parts.strings;
  return bubble('of-model', episode.roles.assistant, [
    ...(given.text === '' ? [] : [piece(given.text)]),
    ...given.toolCalls.map(({ name, input }) => folded(`${episode.callsTool} ${name}`, jsonText(input), true)),
  ]);
}

function bubble(whose: string, who: string, pieces: readonly HTMLElement[]): HTMLElement {
  return element(
    'li',
    { class: 'turn' },
    element('div', { class: `bubble ${whose}` }, element('p', { class: 'who' }, who), ...pieces),
  );
}

function piece(text: string): HTMLElement {
  if (text.length <= longestOpen) return element('p', { class: 'said' }, text);
  return folded(`${text.slice(0, 200)}…`, text);
}

function folded(title: string, text: string, open = false): HTMLElement {
  return element(
    'details',
    { open: open && text.length <= longestOpen },
    element('summary', {}, title),
    element('p', { class: 'said' }, text),
  );
}

function jsonText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}
