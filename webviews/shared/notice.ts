import { button, element } from './dom';

export interface NoticeOptions {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly onAction: () => void;
  /** Spoken at once, for errors. */
  readonly alert?: boolean;
}

/** Stands where a list would be: says why there is none, and offers the one thing to do about it. */
export function notice(options: NoticeOptions): HTMLElement {
  return element(
    'section',
    { class: 'notice', role: options.alert ? 'alert' : undefined },
    element('h2', {}, options.title),
    element('p', {}, options.text),
    button(options.action, options.onAction),
  );
}
