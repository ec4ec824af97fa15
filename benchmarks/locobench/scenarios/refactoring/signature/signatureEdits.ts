/** Edits of a definition and of each call for one change of a list of parameters. */
import type { CallSite } from '../names/types';
import type { TextEdit } from '../textEdits';
import type { FunctionHead, Parameter } from './parametersAt';

/** What a list between parentheses is made of. */
type Parts = readonly { readonly span: readonly [number, number] }[];

/** @param at index that the new one will have */
export function insertedAt(parts: Parts, inner: readonly [number, number], at: number, text: string): TextEdit {
  const next = parts[at];
  const last = parts.at(-1);
  if (next !== undefined) return { span: [next.span[0], next.span[0]], text: `${text}, ` };
  if (last !== undefined) return { span: [last.span[1], last.span[1]], text: `, ${text}` };
  return { span: [inner[0], inner[0]], text };
}

/** With the comma behind it, or before it where it is the last one. */
export function removedAt(parts: Parts, at: number): TextEdit {
  const [before, own, next] = [parts[at - 1], parts[at]!, parts[at + 1]];
  if (next !== undefined) return { span: [own.span[0], next.span[0]], text: '' };
  return { span: [before === undefined ? own.span[0] : before.span[1], own.span[1]], text: '' };
}

export function swapped(text: string, parts: Parts, first: number, second: number): readonly TextEdit[] {
  const [left, right] = [parts[first]!.span, parts[second]!.span];
  return [
    { span: left, text: text.slice(...right) },
    { span: right, text: text.slice(...left) },
  ];
}

/** Arguments by place, before the first keyword. undefined: a spread hides how many there are. */
export function positional({ arguments: all }: CallSite): number | undefined {
  if (all.some(({ spread }) => spread)) return undefined;
  const keyword = all.findIndex((each) => each.keyword !== undefined);
  return keyword < 0 ? all.length : keyword;
}

/** How many parameters at the front are required plain ones. */
export function leadingRequired({ parameters }: FunctionHead): number {
  const other = parameters.findIndex(({ form }) => form !== 'required');
  return other < 0 ? parameters.length : other;
}

export function isPlain(
  parameter: Parameter | undefined,
): parameter is Parameter & { name: { text: string; start: number } } {
  return parameter?.name !== undefined && parameter.form !== 'other';
}
