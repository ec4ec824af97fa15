import type { Json, TraceStep } from '../../runtime/agent/protocol';
import { button, element, fill } from '../shared/dom';
import type { MoneyTexts } from '../shared/moneyTexts';
import type { TraceStrings } from './protocol';

/** Characters of a text that are laid out at once. */
const shownCharacters = 20_000;

export interface StepParts {
  readonly strings: TraceStrings;
  readonly money: MoneyTexts;
}

/** Everything about a step; made when it is opened. */
export function stepDetail(step: TraceStep, parts: StepParts): HTMLElement {
  const { strings } = parts;
  switch (step.kind) {
    case 'user':
      return body(
        text(strings.text, step.text, parts),
        ...step.attachments.map((each) => text(`${strings.attachments}: ${each.title}`, each.text, parts)),
      );
    case 'model':
      return body(
        facts(modelFacts(step, parts)),
        step.reasoning === '' ? undefined : text(strings.reasoning, step.reasoning, parts),
        step.text === '' ? undefined : text(strings.text, step.text, parts),
        ...step.calls.map(({ name, input }) => text(`${name}: ${strings.arguments}`, json(input), parts)),
        step.tools.length === 0 ? undefined : text(strings.toolsShown, step.tools.join(', '), parts),
      );
    case 'tool':
      return body(
        facts([
          strings.outcomes[step.outcome],
          ...(step.approval === undefined ? [] : [strings.approvals[step.approval]]),
          ...(step.origin === undefined ? [] : [step.origin.title]),
          ...(step.risk === undefined ? [] : [strings.risks[step.risk]]),
        ]),
        text(strings.arguments, json(step.input), parts),
        text(strings.result, step.output, parts),
      );
    case 'note':
      return body(text(strings.notes[step.note], step.text, parts));
  }
}

function modelFacts(
  { model, usage, cost, firstTokenMs, finish, decision }: Extract<TraceStep, { kind: 'model' }>,
  { strings, money }: StepParts,
): readonly string[] {
  const tokens = fill(
    strings.usage,
    money.whole(usage.inputTokens),
    money.whole(usage.cacheReadTokens),
    money.whole(usage.outputTokens),
  );
  return [
    model,
    usage.source === 'estimated' ? `${tokens} (${strings.estimated})` : tokens,
    money.dollars(cost),
    ...(firstTokenMs === undefined ? [] : [fill(strings.firstToken, money.milliseconds(firstTokenMs))]),
    fill(strings.finish, finish),
    fill(strings.decision, decision),
  ];
}

function body(...content: readonly (HTMLElement | undefined)[]): HTMLElement {
  return element('div', { class: 'step-body' }, ...content.filter((each) => each !== undefined));
}

function facts(lines: readonly string[]): HTMLElement {
  return element('p', { class: 'detail' }, lines.join(' · '));
}

/** A text of others, as it is. A long one is cut, and whole when the user wants it. */
function text(label: string, content: string, { strings, money }: StepParts): HTMLElement {
  const shown = element('pre', { tabindex: 0, 'aria-label': label }, content.slice(0, shownCharacters));
  const made = element('div', { class: 'step-text' }, element('h4', {}, label), shown);
  if (content.length <= shownCharacters) return made;
  const all = button(
    strings.showAll,
    () => {
      shown.textContent = content;
      shown.focus();
      more.remove();
    },
    { class: 'secondary' },
  );
  const more = element(
    'p',
    { class: 'detail' },
    fill(strings.cut, money.whole(shownCharacters), money.whole(content.length)),
    ' ',
    all,
  );
  made.append(more);
  return made;
}

function json(value: Json): string {
  return JSON.stringify(value, null, 2);
}
