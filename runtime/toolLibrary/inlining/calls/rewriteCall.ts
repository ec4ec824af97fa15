import type { Node } from '@vscode/tree-sitter-wasm';
import { isFixedText, type TextReplacement } from '../../merging';
import type { Adapter } from '../adapters/adapter';
import { matchArguments, type MatchedArguments, type Unmatched } from './matchArguments';
import { newArguments, type NewArgument } from './newArguments';

/** Text of a stretch of the file, with the calls inside it rewritten already. */
export type TextOf = (node: { readonly startIndex: number; readonly endIndex: number }) => string;

/** Arguments of a call of an adapter as the function takes them: `undefined` where they stay as they are. */
export function rewriteArguments(adapter: Adapter, call: Node, textOf: TextOf): readonly TextReplacement[] | Unmatched {
  const list = call.childForFieldName('arguments');
  if (list === null) return { reason: 'its arguments have a form that is not rewritten' };
  // Where both take the same, it does not matter what is passed.
  if (hasSameParameters(adapter)) return [];
  const matched = matchArguments(adapter, list);
  if ('reason' in matched) return matched;
  const written = newArguments(adapter, matched);
  if ('reason' in written) return written;
  const literals = written.flatMap(({ value }) => ('literal' in value ? [value.literal] : []));
  if (isInText(call) && literals.some((each) => /["'\\]/.test(each))) {
    return { reason: 'it stands in a formatted string, into which quotes cannot be written' };
  }
  return (
    namesOnly(matched, written) ?? [
      { start: list.startIndex, end: list.endIndex, after: listText(list, written, textOf) },
    ]
  );
}

/** The same arguments in the same order: only their names change, and the rest of the text stays. */
function namesOnly(
  { inOrder }: MatchedArguments,
  written: readonly NewArgument[],
): readonly TextReplacement[] | undefined {
  if (written.length !== inOrder.length || written.some(({ passing }) => passing === 'field')) return undefined;
  const edits: TextReplacement[] = [];
  for (const [at, { passing, name = '', value }] of written.entries()) {
    const old = inOrder[at];
    if (old === undefined || value !== old) return undefined;
    const before = old.value.startIndex - old.node.startIndex;
    const after = passing === 'keyword' && name !== old.name ? `${name}=` : passing === 'keyword' ? undefined : '';
    if (after === undefined || (after === '' && before === 0)) continue;
    if (after !== '' && old.value.type === 'named_expression') return undefined;
    edits.push({ start: old.node.startIndex, end: old.value.startIndex, after });
  }
  return edits;
}

function listText(list: Node, written: readonly NewArgument[], textOf: TextOf): string {
  const parts = written.map((each) => ({ ...each, text: argumentText(each, textOf) }));
  const fields = parts.filter(({ passing }) => passing === 'field').map(({ text }) => text);
  const texts = parts.filter(({ passing }) => passing !== 'field').map(({ text }) => text);
  if (fields.length > 0) texts.push(`{ ${fields.join(', ')} }`);
  const [first] = list.namedChildren;
  const [row, firstRow] = [list.startPosition.row, first?.startPosition.row ?? list.startPosition.row];
  if (first === null || first === undefined || firstRow === row || fields.length > 0) return `(${texts.join(', ')})`;
  // One argument a line, as they stood.
  const indent = ' '.repeat(first.startPosition.column);
  const close = ' '.repeat(Math.max(0, list.endPosition.column - 1));
  return `(\n${texts.map((each) => `${indent}${each},\n`).join('')}${close})`;
}

function argumentText({ passing, name = '', value }: NewArgument, textOf: TextOf): string {
  if ('literal' in value) return passing === 'positional' ? value.literal : withName(passing, name, value.literal);
  const text = textOf(value.value);
  if (passing === 'positional') return text;
  return withName(passing, name, value.value.type === 'named_expression' ? `(${text})` : text);
}

function withName(passing: 'keyword' | 'field', name: string, text: string): string {
  if (passing === 'keyword') return `${name}=${text}`;
  return text === name ? name : `${name}: ${text}`;
}

/** Whether the adapter hands on all of its parameters as they are, and leaves the same ones to the same defaults. */
function hasSameParameters({ language, parameters, passed, targetParameters }: Adapter): boolean {
  if (parameters.length !== targetParameters.length || passed.length !== parameters.length) return false;
  return parameters.every((own, at) => {
    const [other, each] = [targetParameters[at], passed[at]];
    if (other === undefined || each === undefined || !('parameter' in each.value)) return false;
    const isNamed = language === 'python' || own.passing === 'field';
    return (
      each.value.parameter === own.name &&
      own.passing === other.passing &&
      own.default === other.default &&
      (own.default === undefined || isFixedText(language, own.default)) &&
      (!isNamed || own.passing === 'positional' || own.name === other.name || own.passing === 'rest') &&
      (each.name === undefined || each.name === other.name)
    );
  });
}

function isInText(call: Node): boolean {
  for (let at = call.parent; at !== null; at = at.parent) if (at.type === 'interpolation') return true;
  return false;
}
