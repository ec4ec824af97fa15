import { quoted } from '../../tools/execution';
import type { ToolParameter } from '../types';
import { firstProgram, quotedWords, scriptEffects, scriptName, scriptSource, wordOf, wordsOf } from './scriptText';
import type { FoundScripts, ScriptTool } from './types';

/** Recipes of a justfile with their parameters; private ones (`_name`, `[private]`) are left out. */
export function justRecipes(path: string, text: string): FoundScripts {
  const tools: ScriptTool[] = [];
  const lines = text.split('\n');
  let comment = '';
  let attributes: string[] = [];
  let start = 0;
  for (const [at, line] of lines.entries()) {
    const here = start;
    start += line.length + 1;
    if (/^#(?!!)/.test(line)) comment = line.replace(/^#\s?/, '').trim();
    else if (/^\[.*\]\s*$/.test(line)) attributes.push(line);
    else {
      const head = /^@?([A-Za-z_][\w-]*)((?:\s+[^:=]*?(?:=\s*(?:'[^']*'|"[^"]*"|[\w./-]+))?)*?)\s*:(?!=)(.*)$/.exec(
        line,
      );
      if (head !== null && !/^(set|export|alias|import|mod)\b/.test(line)) {
        const [, name = '', given = ''] = head;
        const body = recipeBody(lines, at + 1);
        const isPrivate = name.startsWith('_') || attributes.some((each) => each.includes('private'));
        const doc = attributes.flatMap((each) => /doc\(['"](.*?)['"]\)/.exec(each)?.[1] ?? []).at(0) ?? comment;
        const end = here + [line, ...body].join('\n').length;
        if (!isPrivate) tools.push(toolOf({ path, text, name, given, body, doc, start: here, end }));
      }
      if (line.trim() !== '') [comment, attributes] = ['', []];
    }
  }
  return { tools, problems: [] };
}

function recipeBody(lines: readonly string[], from: number): readonly string[] {
  let to = from;
  while (to < lines.length && (lines[to] === '' || /^\s/.test(lines[to]!))) to++;
  while (to > from && lines[to - 1] === '') to--;
  return lines.slice(from, to);
}

interface Recipe {
  readonly path: string;
  readonly text: string;
  readonly name: string;
  readonly given: string;
  readonly body: readonly string[];
  readonly doc: string;
  readonly start: number;
  readonly end: number;
}

function toolOf({ path, text, name, given, body, doc, start, end }: Recipe): ScriptTool {
  const parameters = parametersOf(given);
  const does = body
    .slice(0, 3)
    .map((line) => line.trim())
    .join('; ');
  const programs = body.flatMap((line) => firstProgram(line) ?? []).filter((each) => !each.includes('/'));
  return {
    kind: 'just',
    name: scriptName('just', name),
    title: `just ${name}`,
    description: doc === '' ? `Runs the recipe “${name}”: ${does}` : doc,
    parameters,
    effects: scriptEffects,
    source: scriptSource(path, text, start, end),
    precondition: { programs: [...new Set(['just', ...programs])], paths: [] },
    outcome: { description: 'Ends with exit status 0.', writes: [] },
    line: (values) => {
      const words: string[] = [];
      for (const parameter of parameters) {
        const value = values[parameter.name] ?? undefined;
        if (parameter.passing === 'rest') words.push(...wordsOf(value, parameter.name));
        else if (value !== undefined) words.push(wordOf(value, parameter.name));
        // Those behind it go by place, so it is said what it would be.
        else if (typeof parameter.default === 'string') words.push(parameter.default);
      }
      return `just ${quoted(name)} ${quotedWords(words)}`.trimEnd();
    },
  };
}

function parametersOf(given: string): readonly ToolParameter[] {
  const found: ToolParameter[] = [];
  for (const [, sign = '', name = '', value] of given.matchAll(
    /([*+$]*)([A-Za-z_][\w-]*)(?:\s*=\s*('[^']*'|"[^"]*"|[\w./-]+))?/g,
  )) {
    const isMany = /[*+]/.test(sign);
    const literal = value === undefined ? undefined : /^['"]/.test(value) ? value.slice(1, -1) : undefined;
    found.push({
      name,
      schema: isMany
        ? { type: 'array', items: { type: 'string' }, ...(sign.includes('+') ? { minItems: 1 } : {}) }
        : { type: 'string' },
      required: value === undefined && !sign.includes('*'),
      ...(literal === undefined ? {} : { default: literal }),
      passing: isMany ? 'rest' : 'positional',
    });
  }
  return found;
}
