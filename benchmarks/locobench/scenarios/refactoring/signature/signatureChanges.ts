/** Changes of a list of parameters that every known call can follow, and what each of them is in words. */
import type { FileNames, CallSite } from '../names/types';
import type { TextEdit } from '../textEdits';
import type { FunctionHead } from './parametersAt';
import { insertedAt, isPlain, leadingRequired, positional, removedAt, swapped } from './signatureEdits';

export interface Call {
  readonly path: string;
  readonly text: string;
  readonly site: CallSite;
}

export interface SignatureChange {
  readonly title: string;
  /** What is asked for, for `the function \`f\` of path`. */
  readonly ask: (subject: string) => string;
  readonly parameters: readonly string[];
  readonly definition: readonly TextEdit[];
  readonly edits: (call: Call) => readonly TextEdit[];
  /** A text that every file with a call has afterwards. */
  readonly passed: string | undefined;
}

export interface Changeable {
  readonly head: FunctionHead;
  readonly text: string;
  /** Of the file that defines it. */
  readonly names: FileNames;
  readonly calls: readonly Call[];
  readonly language: 'javascript' | 'typescript' | 'python';
  /** Whether a parameter that nothing uses is an error here. */
  readonly strict: boolean;
  readonly isFree: (word: string) => boolean;
  readonly random: (below: number) => number;
}

const NEW_PARAMETERS = [
  ['origin', 'internal-call'],
  ['purpose', 'general-use'],
  ['audience', 'all-readers'],
  ['caller', 'direct-caller'],
  ['channel', 'default-channel'],
  ['stage', 'regular-stage'],
] as const;
const ORDER = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];

export function addition(the: Changeable): SignatureChange | undefined {
  const { head, calls, language, random, names, isFree } = the;
  if (the.strict) return undefined;
  const fewest = Math.min(...calls.map(({ site }) => positional(site) ?? -1));
  const most = Math.min(leadingRequired(head), fewest, ORDER.length - 1);
  const found = NEW_PARAMETERS.filter(([name, value]) => isFree(value) && !names.named.has(name));
  if (most < 0 || found.length === 0) return undefined;
  const at = random(most + 1);
  const [name, value] = found[random(found.length)]!;
  const typed = language === 'typescript' || head.parameters.some(({ type }) => type !== undefined);
  const declared = !typed ? name : `${name}: ${language === 'python' ? 'str' : 'string'}`;
  const plain = namesOf(head);
  const neighbour =
    head.parameters.length === 0 ? '' : at === 0 ? `, before \`${plain[0]!}\`` : `, right after \`${plain[at - 1]!}\``;
  return {
    title: `a parameter ${name} more`,
    ask: (subject) =>
      `Give ${subject} one more parameter, \`${name}\`${typed ? ` of type \`${language === 'python' ? 'str' : 'string'}\`` : ''}. It is required and becomes the ${ORDER[at]!} parameter${neighbour}. The body does not use it yet. Every call passes the string \`${value}\` for it, written as a literal in the call.`,
    parameters: [...plain.slice(0, at), name, ...plain.slice(at)],
    definition: [insertedAt(head.parameters, head.inner, at, declared)],
    edits: ({ text, site }) => [insertedAt(site.arguments, site.inner, at, quoted(value, text))],
    passed: value,
  };
}

export function removal(the: Changeable): SignatureChange | undefined {
  const { head, calls, names, random } = the;
  if (head.reachesAll) return undefined;
  const other = head.parameters.findIndex(({ form }) => form === 'other');
  // Behind what collects arguments, places say nothing.
  const collecting = other < 0 ? head.parameters.length : other;
  const possible = head.parameters.flatMap((parameter, at) => {
    if (!isPlain(parameter) || at >= Math.min(ORDER.length, collecting)) return [];
    const token = names.tokens.get(parameter.name.start);
    const unused = token?.binding !== undefined && names.ofBinding.get(token.binding)?.length === 1;
    return unused && calls.every(({ site }) => canDrop(site, at, parameter.name.text)) ? at : [];
  });
  const passed = possible.filter((at) => calls.some(({ site }) => argumentAt(site, at, namesOf(head)[at]!) >= 0));
  if (passed.length === 0) return undefined;
  const at = passed[random(passed.length)]!;
  const name = namesOf(head)[at]!;
  return {
    title: `no parameter ${name}`,
    ask: (subject) =>
      `Take the parameter \`${name}\` from ${subject}: the ${ORDER[at]!} one, which the body does not use. Every call that passes something for it leaves that out; the other arguments stay.`,
    parameters: namesOf(head).filter((_, index) => index !== at),
    definition: [removedAt(head.parameters, at)],
    edits: ({ site }) => {
      const index = argumentAt(site, at, name);
      return index < 0 ? [] : [removedAt(site.arguments, index)];
    },
    passed: undefined,
  };
}

export function exchange(the: Changeable): SignatureChange | undefined {
  const { head, calls, text, random } = the;
  const most = Math.min(leadingRequired(head), ...calls.map(({ site }) => positional(site) ?? -1));
  const pairs: (readonly [number, number])[] = [];
  for (let first = 0; first < most; first++) {
    for (let second = first + 1; second < most; second++) {
      if (isPlain(head.parameters[first]) && isPlain(head.parameters[second])) pairs.push([first, second]);
    }
  }
  // Arguments are evaluated from left to right, which must not show.
  const safe = pairs.filter(([first, second]) =>
    calls.every(({ site }) => site.arguments.slice(first, second + 1).every(({ pure }) => pure)),
  );
  if (safe.length === 0 || head.reachesAll) return undefined;
  const [first, second] = safe[random(safe.length)]!;
  const before = namesOf(head);
  const after = before.map((name, at) => (at === first ? before[second]! : at === second ? before[first]! : name));
  return {
    title: `${before[first]!} and ${before[second]!} the other way round`,
    ask: (subject) =>
      `Let the parameters \`${before[first]!}\` and \`${before[second]!}\` of ${subject} change places, so that it takes (${after.join(', ')}). They keep their names and types. Every call changes with it, so that each value reaches the parameter that it reached before.`,
    parameters: after,
    definition: swapped(text, head.parameters, first, second),
    edits: (call) => swapped(call.text, call.site.arguments, first, second),
    passed: undefined,
  };
}

function namesOf({ parameters }: FunctionHead): readonly string[] {
  return parameters.flatMap(({ name }) => name?.text ?? []);
}

function canDrop(site: CallSite, at: number, name: string): boolean {
  if (positional(site) === undefined) return false;
  const index = argumentAt(site, at, name);
  return index < 0 || site.arguments[index]!.pure;
}

function argumentAt(site: CallSite, at: number, name: string): number {
  if (at < (positional(site) ?? 0)) return at;
  return site.arguments.findIndex(({ keyword }) => keyword === name);
}

/** In the quotes that the file likes. */
function quoted(value: string, text: string): string {
  const single = text.split("'").length > text.split('"').length;
  return single ? `'${value}'` : `"${value}"`;
}
