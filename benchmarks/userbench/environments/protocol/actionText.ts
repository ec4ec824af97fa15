import { strip } from '../../../locobench/reference/pythonText';

export type ActionKind = 'finish' | 'search' | 'action' | 'answer';

export interface ActionText {
  /** undefined: the text begins with none of the prefixes. */
  readonly kind: ActionKind | undefined;
  /** Without the prefix, trimmed. */
  readonly content: string;
}

const prefixed = ['search', 'action', 'answer'] as const;

/**
 * Reads `[search] …`, `[action] …`, `[answer] …` (in lower case only) and `[finish]` (in any case). Blanks around are what Python's `strip`
 * takes for such.
 */
export function readAction(text: string): ActionText {
  const action = strip(text);
  if (/^\[finish\]/iu.test(action)) return { kind: 'finish', content: strip(action.slice('[finish]'.length)) };
  const kind = prefixed.find((each) => action.startsWith(`[${each}]`));
  if (kind === undefined) return { kind, content: action };
  return { kind, content: strip(action.slice(kind.length + 2)) };
}
