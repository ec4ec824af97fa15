/** A small function put into a real file, in that file's habits, once with a weakness and once without. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeLanguage } from '../../../../runtime/repository';
import { countErrors, parse } from '../../../../runtime/syntax';
import type { Family } from '../../grading/weaknesses';
import { inStyle, styleOf, type CodeStyle } from './codeStyle';
import { withImports } from './importLines';
import type { Pattern, PatternText } from './patterns';

export interface PlantedFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  /** The whole file. */
  readonly weak: string;
  readonly safe: string;
  readonly secret: string | undefined;
}

/** @returns why it cannot be done, for people */
export async function plantFunction(
  file: { readonly path: string; readonly text: string; readonly language: CodeLanguage },
  family: Family,
  pattern: Pattern,
  random: (below: number) => number,
): Promise<PlantedFunction | string> {
  const { text, path, language } = file;
  const style = styleOf(text, path, family);
  const place = await placeIn(text, language, family, random);
  if (place === undefined) return 'there is no place between two definitions';
  const names = pattern.names.filter((name) => !new RegExp(`\\b${name}\\b`).test(text));
  if (names.length === 0) return 'all names for the function are taken';
  const name = names[random(names.length)]!;
  const chosen = Object.fromEntries(
    Object.entries(pattern.parameters).map(([key, list]) => [key, list[random(list.length)]!]),
  );
  const secret = pattern.weak.code.includes('{secret}') ? madeUp(random) : undefined;
  const values: Readonly<Record<string, string>> = { ...chosen, name, ...(secret !== undefined && { secret }) };
  const written = (form: PatternText) => {
    const code = form.code.replace(/\{(name|secret|[a-d])\}/g, (_, key: string) => values[key] ?? key);
    return withImports(
      insert(text, place, inStyle(code, family, style), style, name),
      text,
      form.imports,
      family,
      style,
    );
  };
  const [weak, safe] = [written(pattern.weak), written(pattern.safe)];
  if (weak === undefined || safe === undefined) return 'a name that has to be imported means something else there';
  const errors = await errorsOf(language, text);
  if ((await errorsOf(language, weak)) > errors || (await errorsOf(language, safe)) > errors) {
    return 'the file does not parse with a further function';
  }
  return { name, parameters: Object.values(chosen), weak, safe, secret };
}

interface Place {
  /** Offset at the end of a line. */
  readonly at: number;
  /** Before each line of the function. */
  readonly indent: string;
}

const LISTS: Readonly<Partial<Record<Family, string>>> = { java: 'class_body', csharp: 'declaration_list' };
const DEFINES =
  /^(function_declaration|function_definition|class_declaration|class_definition|lexical_declaration|variable_declaration|export_statement|expression_statement|method_declaration|type_declaration|decorated_definition|declaration|interface_declaration|type_alias_declaration|var_declaration|const_declaration)$/;

/** Behind a definition at the top, or behind a method of a class at the top. */
async function placeIn(
  text: string,
  language: CodeLanguage,
  family: Family,
  random: (below: number) => number,
): Promise<Place | undefined> {
  const tree = await parse(language, text);
  try {
    const list = LISTS[family];
    const bodies =
      list === undefined ? [tree.rootNode] : tree.rootNode.descendantsOfType(list).flatMap((each) => each ?? []);
    const body = list === undefined ? bodies[0] : bodies.find((each) => each.parent?.type === 'class_declaration');
    if (body === undefined) return undefined;
    const children = body.namedChildren.flatMap((each) => each ?? []);
    const places = children.flatMap((child, index) => {
      const fits =
        list === undefined ? DEFINES.test(child.type) && !isDirective(child) : child.type === 'method_declaration';
      const next = children[index + 1];
      const alone = next === undefined || next.startPosition.row > child.endPosition.row;
      if (!fits || !alone) return [];
      const end = text.indexOf('\n', child.endIndex);
      if (end < 0) return [];
      return [{ at: end, indent: ' '.repeat(list === undefined ? 0 : child.startPosition.column) }];
    });
    return places[random(Math.max(1, places.length))];
  } finally {
    tree.delete();
  }
}

/** Imports and the like stand at the top, and nothing comes between them. */
function isDirective(node: Node): boolean {
  return /^['"]use |\brequire\(/.test(node.text.slice(0, 200)) && node.endPosition.row - node.startPosition.row < 3;
}

function insert(text: string, { at, indent }: Place, code: string, style: CodeStyle, name: string): string {
  const lines = code.split('\n').map((line) => (line === '' ? line : indent + line));
  const end = style.semicolons ? ';' : '';
  // Without modules nobody could use it otherwise.
  const exported = /^(?:module\.)?exports\b/m.test(text) && code.startsWith('function ');
  const tail = exported ? `\nmodule.exports.${name} = ${name}${end}\n` : '';
  const gap = /\.pyi?$|^def /.test(code.slice(0, 4)) ? '\n\n\n' : '\n\n';
  const rest = text.slice(at);
  return `${text.slice(0, at)}${gap}${lines.join('\n')}${gap === '\n\n\n' && rest.trim() !== '' && !rest.startsWith('\n\n\n') ? '\n\n' : ''}${rest}${tail}`;
}

/** Letters and digits that nobody has as a word, and no service has as its key. */
function madeUp(random: (below: number) => number): string {
  const letters = 'bcdfghjkmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ';
  const made = Array.from({ length: 14 }, (_, at) =>
    at % 3 === 1 ? String(2 + random(8)) : letters[random(letters.length)]!,
  );
  return made.join('');
}

async function errorsOf(language: CodeLanguage, text: string): Promise<number> {
  const tree = await parse(language, text);
  try {
    return countErrors(tree.rootNode);
  } finally {
    tree.delete();
  }
}
