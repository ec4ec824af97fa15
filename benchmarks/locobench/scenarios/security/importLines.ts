import type { Family } from '../../grading/weaknesses';
import type { ImportNeed } from './patterns';
import type { CodeStyle } from './codeStyle';

/**
 * The text with what a new function needs imported, below the imports that are there.
 * @param original the text without the function
 * @returns undefined where a name means something else already
 */
export function withImports(
  text: string,
  original: string,
  needs: readonly ImportNeed[],
  family: Family,
  style: CodeStyle,
): string | undefined {
  const missing = needs.filter((need) => !isThere(original, need, family));
  if (missing.some((need) => family !== 'c' && isTaken(original, need, family))) return undefined;
  if (missing.length === 0) return text;
  const lines = text.split('\n');
  if (family === 'go') return intoGo(text, missing);
  const at = placeOf(lines, family);
  return [...lines.slice(0, at), ...missing.map((need) => lineOf(need, family, style)), ...lines.slice(at)].join('\n');
}

function isThere(text: string, { module, name, as }: ImportNeed, family: Family): boolean {
  const escaped = module.replace(/^node:/, '').replace(/\W/g, '\\$&');
  switch (family) {
    case 'script': {
      const source = `['"](?:node:)?${escaped}['"]`;
      if (name !== undefined)
        return new RegExp(`import\\s*\\{[^}]*\\b${name}\\b(?!\\s+as)[^}]*\\}\\s*from\\s*${source}`).test(text);
      return new RegExp(
        `import\\s+(?:\\*\\s+as\\s+)?${as ?? ''}\\s+from\\s*${source}|(?:const|var|let)\\s+${as ?? ''}\\s*=\\s*require\\(${source}\\)`,
      ).test(text);
    }
    case 'python':
      return new RegExp(`^import\\s+(?:[\\w.]+\\s*,\\s*)*${escaped}\\s*(?:,|$|#)`, 'm').test(text);
    case 'go':
      return new RegExp(`^\\s*(?:import\\s+)?"${escaped}"`, 'm').test(text);
    case 'c':
      return new RegExp(`#\\s*include\\s*<${escaped}>`).test(text);
    default:
      return true;
  }
}

function isTaken(text: string, { name, as }: ImportNeed, family: Family): boolean {
  const bound = (name ?? as ?? '').split('.')[0] ?? '';
  // Python's `ssl` in a text is no name of its own; in doubt the file is left alone.
  const code = text
    .replace(/(['"`])(?:(?!\1)[^\\\n]|\\.)*\1/g, '""')
    .replace(family === 'python' ? /#.*$/gm : /\/\/.*$/gm, '');
  return new RegExp(`(?<![.\\w$-])${bound}(?![\\w$-])`).test(code);
}

function lineOf(
  { module, name, as }: ImportNeed,
  family: Family,
  { modules, quote, semicolons, vars }: CodeStyle,
): string {
  const end = semicolons ? ';' : '';
  const keyword = vars ? 'var' : 'const';
  switch (family) {
    case 'script': {
      const source = `${quote}${module}${quote}`;
      if (modules)
        return name === undefined
          ? `import * as ${as ?? ''} from ${source}${end}`
          : `import { ${name} } from ${source}${end}`;
      const old = vars ? source.replace('node:', '') : source;
      return name === undefined
        ? `${keyword} ${as ?? ''} = require(${old})${end}`
        : `${keyword} ${name} = require(${old}).${name}${end}`;
    }
    case 'python':
      return `import ${module}`;
    case 'c':
      return `#include <${module}>`;
    default:
      return '';
  }
}

/** The line below the last import at the top, or below what has to stand first. */
function placeOf(lines: readonly string[], family: Family): number {
  const single: Readonly<Partial<Record<Family, RegExp>>> = {
    script:
      /^(?:import\b.*['"]\s*;?\s*$|\}\s*from\s*['"].*$|(?:const|var|let)\s+[\w${},\s]+=\s*require\(['"][^'"]+['"]\)[.\w]*;?\s*$)/,
    python: /^(?:import\s+[\w., ]+|from\s+[\w.]+\s+import\s+[\w*, ]+)(?:\s+as\s+\w+)?\s*(?:#.*)?$/,
    c: /^#\s*include\b/,
  };
  const pattern = single[family];
  const last = pattern === undefined ? -1 : lines.findLastIndex((line) => pattern.test(line));
  if (last >= 0) return last + 1;
  if (family === 'python') {
    const head = /^(?:#.*\n|\s*\n)*(?:[rR]?("""|''')[\s\S]*?\1\s*\n)?/.exec(lines.join('\n'))?.[0] ?? '';
    return head.split('\n').length - 1;
  }
  const top =
    /^(?:#!.*\n|\s*\n|\/\/.*\n|\/\*[\s\S]*?\*\/[ \t]*\n|['"]use strict['"];?[ \t]*\n)*/.exec(lines.join('\n'))?.[0] ??
    '';
  return top.split('\n').length - 1;
}

function intoGo(text: string, missing: readonly ImportNeed[]): string | undefined {
  const list = missing.map(({ module }) => `\t"${module}"`).join('\n');
  const block = /^import \(\n/m.exec(text);
  if (block !== null)
    return text.slice(0, block.index + block[0].length) + `${list}\n` + text.slice(block.index + block[0].length);
  const head = /^package \w+[^\n]*\n/m.exec(text);
  if (head === null) return undefined;
  const at = head.index + head[0].length;
  return `${text.slice(0, at)}\nimport (\n${list}\n)\n${text.slice(at)}`;
}
