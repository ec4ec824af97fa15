import type { Node } from '@vscode/tree-sitter-wasm';
import type { ToolRecord } from '../../types';
import { literalText } from '../adapters/literalText';
import type { Declaration } from '../declarations/declaration';
import { applyReplacements } from '../plan/applyReplacements';
import type { TextReplacement } from '../adapters/adapterText';
import type { Abstracted } from './constants';
import { commonSentence } from './commonWords';
import type { Family } from './family';
import type { NewParameter } from './parameterNames';

export interface FamilyPattern {
  readonly language: 'python' | 'typescript' | 'javascript';
  /** Of the whole file of the first member. */
  readonly text: string;
  readonly declaration: Declaration;
  readonly node: Node;
  readonly code: Abstracted;
}

const SHOWN_VALUES = 2;

/** The first member's function under a new name, its differing constants as parameters behind those that it had. */
export function familyText(
  family: Family,
  pattern: FamilyPattern,
  name: string,
  parameters: readonly NewParameter[],
): string {
  const { language, text, declaration, node, code } = pattern;
  const edits: TextReplacement[] = [];
  const replace = (each: Node, after: string) => edits.push({ start: each.startIndex, end: each.endIndex, after });
  const own =
    node.childForFieldName('name') ?? node.descendantsOfType('variable_declarator')[0]?.childForFieldName('name');
  if (own !== null && own !== undefined) replace(own, name);
  family.columns.forEach(({ places }, at) => {
    const parameter = parameters[at];
    if (parameter === undefined) return;
    if (parameter.obsolete !== undefined) edits.push(wholeLine(text, parameter.obsolete));
    for (const place of places) {
      const constant = code.constants[place]?.node;
      if (constant === undefined || inside(constant, parameter.obsolete)) continue;
      replace(constant, parameter.name);
    }
  });
  for (const message of code.messages)
    replace(message, literalText(language === 'python' ? 'python' : 'script', MESSAGE));
  const list = node.descendantsOfType(['parameters', 'formal_parameters'])[0];
  if (list !== null && list !== undefined) edits.push(longerList(language, text, list, family, parameters));
  const documentation = documentationOf(language, family, parameters, declaration.indentation);
  if (language === 'python') {
    const old = declaration.documentation;
    const start = old?.start ?? firstStatement(text, declaration);
    edits.push({
      start,
      end: old?.end ?? start,
      after: `${documentation}${old === undefined ? `\n${declaration.indentation}` : ''}`,
    });
  }
  const changed = applyReplacements(text, edits);
  const end = declaration.end + changed.length - text.length;
  const written = changed.slice(declaration.start, end);
  return language === 'python' ? written : `${documentation}\nexport ${written}`;
}

/** Errors of one function cannot speak of what only one of its callers is about. */
const MESSAGE = 'this value is not allowed';

function wholeLine(text: string, node: Node): TextReplacement {
  const start = text.lastIndexOf('\n', node.startIndex - 1) + 1;
  const newline = text.indexOf('\n', node.endIndex);
  return { start, end: newline < 0 ? text.length : newline + 1, after: '' };
}

function inside(node: Node, outer: Node | undefined): boolean {
  return outer !== undefined && outer.startIndex <= node.startIndex && node.endIndex <= outer.endIndex;
}

function firstStatement(text: string, { body }: Declaration): number {
  const written = /^\s*/.exec(text.slice(body.start))?.[0].length ?? 0;
  return body.start + written;
}

function longerList(
  language: FamilyPattern['language'],
  text: string,
  list: Node,
  { columns }: Family,
  parameters: readonly NewParameter[],
): TextReplacement {
  const inner = text
    .slice(list.startIndex + 1, list.endIndex - 1)
    .trimEnd()
    .replace(/,$/, '');
  const typed = parameters.map(({ name }, at) => {
    const values = columns[at]?.values ?? [];
    return language === 'javascript' ? name : `${name}: ${typeOf(language, values)}`;
  });
  const star = language === 'python' && !/(^|,)\s*\*\s*(,|$)/.test(inner) ? ['*'] : [];
  const all = [...(inner.trim() === '' ? [] : [inner.trim()]), ...star, ...typed];
  return { start: list.startIndex + 1, end: list.endIndex - 1, after: all.join(', ') };
}

function typeOf(language: FamilyPattern['language'], values: readonly (number | string)[]): string {
  const numbers = values.every((value) => typeof value === 'number');
  if (language !== 'python') return numbers ? 'number' : 'string';
  if (!numbers) return 'str';
  return values.every((value) => Number.isInteger(value)) ? 'int' : 'float';
}

function documentationOf(
  language: FamilyPattern['language'],
  { members, columns }: Family,
  parameters: readonly NewParameter[],
  indentation: string,
): string {
  const tools = members.map(({ tool }) => tool);
  const lines = [
    ...describedParameters(tools),
    ...parameters.map(({ name }, at) => [name, samples(tools, columns[at]?.values ?? [])] as const),
  ];
  const summary = commonSentence(tools.map((tool) => tool.summary || tool.name));
  if (language === 'python') {
    const described = lines.map(([name, said]) => `${indentation}    ${name}: ${said}`);
    return [`"""${escaped(summary)}`, '', `${indentation}Args:`, ...described.map(escaped), `${indentation}"""`].join(
      '\n',
    );
  }
  const described = lines.map(([name, said]) => ` * @param ${name} ${said}`.replaceAll('*/', '* /'));
  return ['/**', ` * ${summary.replaceAll('*/', '* /')}`, ...described, ' */'].join('\n');
}

/** What the first member says of parameters that all have. */
function describedParameters([first]: readonly ToolRecord[]): (readonly [string, string])[] {
  return (first?.parameters ?? []).flatMap(({ name, description }) => {
    return description === undefined || description === ''
      ? []
      : [[name, description.replaceAll(/\s+/g, ' ')] as const];
  });
}

function samples(tools: readonly ToolRecord[], values: readonly (number | string)[]): string {
  const named = tools.flatMap(({ name }, at) => {
    const value = values[at];
    return value === undefined ? [] : [`${JSON.stringify(value)} in ${name}`];
  });
  return named.slice(0, SHOWN_VALUES).join(', ');
}

function escaped(line: string): string {
  return line.replaceAll('\\', '\\\\').replaceAll('"""', "'''").replace(/^'''/, '"""');
}
