import { button, element } from '../shared/dom';
import { keepingFocus } from '../shared/keepingFocus';
import type { MoneyTexts } from '../shared/moneyTexts';
import { notice } from '../shared/notice';
import type {
  LocoData,
  LocoMessageToExtension,
  LocoPageState,
  LocoStrings,
  LocoTab,
  PageBenchmark,
  RunRecord,
  SampleEvents,
} from './protocol';
import { type Ask, QuestionFailed } from './questions';

/** What every view of the page is made with. */
export interface ViewParts {
  readonly strings: LocoStrings;
  readonly texts: MoneyTexts;
  readonly locale: string;
  readonly benchmark: PageBenchmark;
  readonly ask: Ask;
  /** Events of a sample that was asked to be watched. @returns ends the listening */
  readonly onEvents: (listener: (events: SampleEvents) => void) => () => void;
  readonly send: (message: LocoMessageToExtension) => void;
  readonly announce: (text: string) => void;
  readonly state: () => LocoPageState;
  readonly save: (changes: Partial<LocoPageState>) => void;
  /** Goes to a view, of another run where one is named. */
  readonly go: (tab: LocoTab, changes?: Partial<LocoPageState>) => void;
}

/** What a view is told. `run` is the chosen one. */
export interface Shown {
  readonly data: LocoData;
  readonly run: RunRecord | undefined;
}

export interface View {
  readonly element: HTMLElement;
  /** Called when the view is shown, and with all that changed while it is. */
  update(shown: Shown): void;
  /** Whether the view wants the whole height of the page. */
  readonly tall?: boolean;
}

/** What a person reads of a failed question. */
export function problemText(error: unknown): string {
  return error instanceof QuestionFailed ? error.message : String(error);
}

/** Shows in a place what went wrong, with one action. */
export function showProblem(
  place: HTMLElement,
  parts: ViewParts,
  title: string,
  error: unknown,
  again: () => void,
): void {
  place.replaceChildren(
    notice({ title, text: problemText(error), action: parts.strings.tryAgain, onAction: again, alert: true }),
  );
}

/** A section under a heading. */
export function section(id: string, title: string, ...children: readonly (Node | string)[]): HTMLElement {
  return element('section', { 'aria-labelledby': id }, element('h2', { id }, title), ...children);
}

/** A question in the page, in the place of the button that asked it: the dangerous act, or not. */
export function confirmInPlace(
  place: HTMLElement,
  question: string,
  act: { readonly label: string; readonly run: () => void },
  cancelLabel: string,
  back: () => void,
): void {
  const box = element('div', { class: 'confirm', role: 'group', 'aria-label': question });
  const cancel = button(
    cancelLabel,
    () => {
      box.remove();
      back();
    },
    { class: 'secondary' },
  );
  const confirm = button(act.label, () => {
    box.remove();
    act.run();
  });
  box.append(element('p', {}, question), element('div', { class: 'acts' }, confirm, cancel));
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    cancel.click();
  });
  place.replaceChildren(box);
  // What loses nothing has the focus.
  cancel.focus();
}

/** Renews a part of the page only when what it is made of has changed: the focus and what was scrolled stay. */
export class Renewed {
  private made: string | undefined;

  constructor(private readonly place: HTMLElement) {}

  renew(from: unknown, make: () => readonly (Node | string)[]): void {
    const key = JSON.stringify(from);
    if (key === this.made) return;
    this.made = key;
    keepingFocus(this.place, () => this.place.replaceChildren(...make()));
  }

  forget(): void {
    this.made = undefined;
  }
}
