export type Choice = 'action' | 'answer' | 'search' | 'finish';

export interface Prefixed {
  /** undefined: none that is known. */
  readonly choice: Choice | undefined;
  readonly content: string;
}

/** `[choice] content`; the words in brackets are told apart by case, as in the reference. */
export function prefixed(action: string): Prefixed {
  const [, choice, content = ''] = /^\[(action|answer|search|finish)\](.*)$/su.exec(action) ?? [];
  return choice === undefined
    ? { choice: undefined, content: action }
    : { choice: choice as Choice, content: content.trim() };
}
