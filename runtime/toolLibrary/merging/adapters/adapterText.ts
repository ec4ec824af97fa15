import type { CoverageEntry } from '../../types';
import type { Declaration } from '../declarations/declaration';
import { callText } from './callText';
import type { LiteralLanguage } from './literalText';

/** The function that answers in place of another. */
export interface AdapterTarget {
  readonly declaration: Declaration;
  /** Name it has where the adapter stands. */
  readonly callee: string;
  /** Statement inside the adapter that makes it known, where an import at the top would make a circle. */
  readonly localImport?: string;
  /** Where it lives, for people. */
  readonly place: string;
  readonly values: CoverageEntry['arguments'];
}

export interface TextReplacement {
  readonly start: number;
  readonly end: number;
  readonly after: string;
}

/**
 * Edits that leave of a function its name, its signature and one call: an adapter, marked as deprecated.
 *
 * @param text of the file
 * @param summary first sentence of its description, empty where it has none
 * @returns undefined where its parameters cannot be passed on
 */
export function adapterEdits(
  language: LiteralLanguage,
  text: string,
  declaration: Declaration,
  summary: string,
  target: AdapterTarget,
): readonly TextReplacement[] | undefined {
  const call = callText(language, target.callee, target.declaration.parameters, target.values, declaration.parameters);
  if (call === undefined) return undefined;
  const expression = target.declaration.asynchronous && language === 'python' ? `await ${call}` : call;
  return language === 'python'
    ? pythonEdits(text, declaration, summary, target, expression)
    : scriptEdits(declaration, summary, target, expression);
}

function pythonEdits(
  text: string,
  declaration: Declaration,
  summary: string,
  target: AdapterTarget,
  expression: string,
): readonly TextReplacement[] {
  const note = `.. deprecated:: Use ${target.place}.`;
  const documentation =
    summary === ''
      ? [`"""${note}"""`]
      : [`"""${oneLine(summary).replaceAll('\\', '\\\\').replaceAll('"""', "'''")}`, '', note, '"""'];
  const lines = [
    ...documentation,
    ...(target.localImport === undefined ? [] : [target.localImport]),
    `return ${expression}`,
  ];
  const after = lines.map((line) => (line === '' ? '\n' : `\n${declaration.indentation}${line}`)).join('');
  return [
    ...declaration.decorators.map((each) => ({ start: each.start, end: afterLine(text, each.end), after: '' })),
    { start: declaration.body.start, end: declaration.body.end, after },
  ];
}

function scriptEdits(
  declaration: Declaration,
  summary: string,
  target: AdapterTarget,
  expression: string,
): readonly TextReplacement[] {
  const note = `@deprecated Use ${target.place}.`;
  const documentation =
    summary === '' ? `/** ${note} */` : `/**\n * ${oneLine(summary).replaceAll('*/', '* /')}\n * ${note}\n */`;
  const { documentation: old, statement, body, indentation } = declaration;
  const indented = (text: string): string => text.replaceAll('\n', `\n${indentation}`);
  return [
    old === undefined
      ? { start: statement.start, end: statement.start, after: indented(`${documentation}\n`) }
      : { start: old.start, end: old.end, after: indented(documentation) },
    {
      ...{ start: body.start, end: body.end },
      after: body.kind === 'expression' ? expression : indented(`{\n  return ${expression};\n}`),
    },
  ];
}

function oneLine(summary: string): string {
  return summary.replaceAll(/\s+/g, ' ').trim();
}

function afterLine(text: string, end: number): number {
  const newline = text.indexOf('\n', end);
  return newline < 0 ? end : newline + 1;
}
