import { maskedLines } from './maskedLines';
import { outlineLanguage, outlineSyntaxes, type OutlineRule, type OutlineSyntax } from './outlineSyntax';

/** A part of a file that can be read by its name. Lines from 1, the last one included. */
export interface OutlineSymbol {
  readonly name: string;
  readonly kind: string;
  /** With the comments and decorators right above it. */
  readonly start: number;
  /** Where its name stands. */
  readonly line: number;
  readonly end: number;
  /** 0 for the outermost. */
  readonly level: number;
  /** Names of those around it and its own, with points between. */
  readonly path: string;
}

/**
 * The classes, functions, methods and types of a file, or the headings of a Markdown file, found by the forms that lines of code
 * usually have. No grammar is used: unusual layouts may be missed, and a file with syntax errors still has an outline.
 *
 * @returns undefined for a language that it does not know
 */
export function outlineOf(path: string, text: string): readonly OutlineSymbol[] | undefined {
  const language = outlineLanguage(path);
  if (language === undefined) return undefined;
  if (language === 'markdown') return headings(text.replaceAll('\r\n', '\n'));
  const syntax = outlineSyntaxes[language];
  return syntax === undefined ? undefined : symbols(text.replaceAll('\r\n', '\n'), syntax);
}

/** Characters of a line that can be the beginning of something; longer ones were written by programs. */
const longestLine = 400;

interface Open {
  readonly name: string;
  readonly rule: OutlineRule;
  readonly line: number;
  readonly end: number;
  readonly depth: number;
  readonly indent: number;
  readonly path: string;
}

function symbols(text: string, syntax: OutlineSyntax): readonly OutlineSymbol[] {
  const source = text.split('\n');
  const lines = maskedLines(text, syntax);
  const depths = depthsOf(lines);
  const found: OutlineSymbol[] = [];
  let around: readonly Open[] = [];
  lines.forEach((line, index) => {
    around = around.filter(({ end }) => end > index);
    if (line.trim() === '' || line.length > longestLine) return;
    const parent = around.at(-1);
    for (const rule of syntax.rules) {
      if (!isPlace(rule, parent, around, depths[index]!, indentOf(line), syntax)) continue;
      const groups = rule.pattern.exec(line)?.groups;
      const name = groups?.name ?? groups?.name2;
      if (name === undefined) continue;
      const end = endOf(syntax, lines, index);
      const path = parent === undefined ? name : `${parent.path}.${name}`;
      const start = startOf(source, index);
      found.push({
        name,
        kind: kindOf(rule, parent),
        start: start + 1,
        line: index + 1,
        end: end + 1,
        level: around.length,
        path,
      });
      around = [...around, { name, rule, line: index, end, depth: depths[index]!, indent: indentOf(line), path }];
      break;
    }
  });
  return found;
}

function endOf({ ends }: OutlineSyntax, lines: readonly string[], index: number): number {
  switch (ends) {
    case 'braces':
      return bracesEnd(lines, index);
    case 'indent':
      return indentEnd(lines, index);
    case 'sections': {
      const next = lines.findIndex((line, at) => at > index && line.startsWith('['));
      return (next < 0 ? lines.length : next) - 1;
    }
  }
}

function kindOf({ kind }: OutlineRule, parent: Open | undefined): string {
  return kind === 'function' && (parent?.rule.kind === 'class' || parent?.rule.kind === 'impl') ? 'method' : kind;
}

/** Members stand directly in what holds them; things inside of functions are nobody's concern. */
function isPlace(
  rule: OutlineRule,
  parent: Open | undefined,
  around: readonly Open[],
  depth: number,
  indent: number,
  { ends }: OutlineSyntax,
): boolean {
  if (around.some((each) => each.rule.holds !== true)) return false;
  const direct =
    parent === undefined
      ? depth === 0 || ends === 'indent'
      : ends === 'braces'
        ? depth === parent.depth + 1
        : indent > parent.indent;
  switch (rule.where) {
    case 'member':
      return parent !== undefined && direct && parent.rule.kind !== 'namespace' && parent.rule.kind !== 'module';
    case 'top':
      return ends === 'indent'
        ? indent === 0
        : direct && (parent === undefined || /namespace|module/.test(parent.rule.kind));
    default:
      return direct || ends !== 'braces';
  }
}

/** Braces that are open where each line begins. */
function depthsOf(lines: readonly string[]): readonly number[] {
  let depth = 0;
  return lines.map((line) => {
    const before = depth;
    for (const sign of line) depth += sign === '{' ? 1 : sign === '}' ? -1 : 0;
    depth = Math.max(0, depth);
    // A line that begins by closing belongs to what is outside.
    return /^\s*\}/.test(line) ? Math.max(0, before - 1) : before;
  });
}

/** The line of the brace that closes the first one after the beginning; without any, the end of the statement. */
function bracesEnd(lines: readonly string[], from: number): number {
  let [depth, brackets, opened] = [0, 0, false];
  for (let index = from; index < lines.length; index++) {
    for (const sign of lines[index]!) {
      if (sign === '(' || sign === '[') brackets++;
      else if (sign === ')' || sign === ']') brackets--;
      else if (sign === '{') {
        depth++;
        if (brackets === 0) opened = true;
      } else if (sign === '}') {
        depth--;
        if (depth < 0) return Math.max(from, index - 1);
      } else if (sign === ';' && depth === 0 && brackets === 0 && !opened) return index;
    }
    if (opened && depth === 0 && brackets <= 0) return index;
    // A statement without braces and without its sign at the end: it goes on only in lines that are indented more.
    const next = lines[index + 1];
    const goesOn =
      next !== undefined && (next.trim() === '' || indentOf(next) > indentOf(lines[from]!) || /^\s*[{)\]}]/.test(next));
    if (!opened && depth === 0 && brackets <= 0 && !goesOn && !/[=,(|&:<]\s*$/.test(lines[index]!)) return index;
  }
  return lines.length - 1;
}

function indentEnd(lines: readonly string[], from: number): number {
  const indent = indentOf(lines[from]!);
  let end = from;
  for (let index = from + 1; index < lines.length; index++) {
    const line = lines[index]!;
    if (line.trim() === '') continue;
    if (indentOf(line) <= indent) {
      // The line that closes it: `end` in Ruby, `)` of parameters over several lines.
      if (indentOf(line) < indent || !/^\s*(end\b|[)\]}])/.test(line)) return end;
      end = index;
      if (/^\s*end\b/.test(line)) return index;
      continue;
    }
    end = index;
  }
  return end;
}

/** Comments, decorators and attributes right above belong to a symbol. */
function startOf(source: readonly string[], index: number): number {
  let start = index;
  while (
    start > 0 &&
    /^\s*(\/\/|\/\*|\*|#(?!include|define|if|endif|else|pragma)|@|\[\w[^\]]*\]\s*$)/.test(source[start - 1]!)
  )
    start--;
  return start;
}

function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)![0].replaceAll('\t', '    ').length;
}

function headings(text: string): readonly OutlineSymbol[] {
  const lines = text.split('\n');
  const all: { readonly name: string; readonly depth: number; readonly line: number }[] = [];
  let fence: string | undefined;
  lines.forEach((line, index) => {
    const mark = /^\s{0,3}(```+|~~~+)/.exec(line)?.[1];
    if (mark !== undefined) {
      if (fence === undefined) fence = mark;
      else if (mark.startsWith(fence)) fence = undefined;
      return;
    }
    if (fence !== undefined) return;
    const heading = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line);
    if (heading !== null) all.push({ name: heading[2]!, depth: heading[1]!.length, line: index });
  });
  return all.map(({ name, depth, line }, at) => {
    const next = all.slice(at + 1).find((each) => each.depth <= depth)?.line ?? lines.length;
    const parents: (typeof all)[number][] = [];
    for (const each of all.slice(0, at).reverse()) if (each.depth < (parents[0]?.depth ?? depth)) parents.unshift(each);
    const path = [...parents.map((each) => each.name), name].join(' > ');
    return {
      name,
      kind: `h${depth}`,
      start: line + 1,
      line: line + 1,
      end: Math.max(line + 1, next),
      level: parents.length,
      path,
    };
  });
}
