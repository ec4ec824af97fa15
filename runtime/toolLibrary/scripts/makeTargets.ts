import { quoted } from '../../tools/execution';
import type { ToolParameter } from '../types';
import { firstProgram, scriptEffects, scriptName, scriptSource, wordOf } from './scriptText';
import type { FoundScripts, ScriptTool } from './types';

interface Rule {
  readonly targets: readonly string[];
  readonly prerequisites: readonly string[];
  readonly documentation: string;
  readonly recipe: string[];
  readonly start: number;
  end: number;
}

interface Variable {
  readonly value: string;
  readonly documentation: string;
}

/** Variables that make itself or every Makefile has. */
const usual = /^(MAKE\w*|SHELL|CURDIR|\.\w+|@|<|\^|\*|\?|\+|%|MAKECMDGOALS)$/;

/** Targets of a Makefile; variables that a target uses and that a caller may set are its parameters. */
export function makeTargets(path: string, text: string, files: ReadonlySet<string>): FoundScripts {
  const { rules, variables, phony } = readMakefile(text);
  const tools: ScriptTool[] = [];
  const seen = new Set<string>();
  for (const rule of rules) {
    for (const target of rule.targets) {
      const isSpecial = target.startsWith('.') || /[%$()]/.test(target);
      if (isSpecial || seen.has(target)) continue;
      seen.add(target);
      tools.push(toolOf(path, text, target, rule, { rules, variables, phony, files }));
    }
  }
  return { tools, problems: [] };
}

interface Makefile {
  readonly rules: readonly Rule[];
  readonly variables: ReadonlyMap<string, Variable>;
  readonly phony: ReadonlySet<string>;
  readonly files: ReadonlySet<string>;
}

function toolOf(path: string, text: string, target: string, rule: Rule, makefile: Makefile): ScriptTool {
  const { variables, phony, files } = makefile;
  const used = usedVariables(target, makefile);
  const parameters: readonly ToolParameter[] = used.map((name) => {
    const known = variables.get(name);
    const isPlain = known !== undefined && !/[$]/.test(known.value);
    return {
      name,
      schema: { type: 'string' },
      required: false,
      passing: 'keyword',
      ...(isPlain ? { default: known.value } : {}),
      ...(known === undefined || known.documentation === '' ? {} : { description: known.documentation }),
    };
  });
  const isFile = !phony.has(target) && rule.recipe.length > 0 && target.includes('.');
  const programs = rule.recipe.flatMap((line) => firstProgram(line.replace(/\$[({]\w+[)}]/g, '')) ?? []);
  const needed = rule.prerequisites.filter((each) => files.has(each));
  return {
    kind: 'make',
    name: scriptName('make', target),
    title: `make ${target}`,
    description: rule.documentation === '' ? describe(target, rule) : rule.documentation,
    parameters,
    effects: scriptEffects,
    source: scriptSource(path, text, rule.start, rule.end),
    precondition: {
      programs: [...new Set(['make', ...programs.filter((each) => !each.includes('/'))])],
      paths: needed,
    },
    outcome: {
      description: isFile ? `Ends with exit status 0 and ${target} is there.` : 'Ends with exit status 0.',
      writes: isFile ? [target] : [],
    },
    line: (given) => {
      const set = used.flatMap((name) =>
        given[name] === undefined ? [] : [quoted(`${name}=${wordOf(given[name], name)}`)],
      );
      return [
        'make',
        ...(path === 'Makefile' || path === 'makefile' ? [] : ['-f', quoted(path)]),
        quoted(target),
        ...set,
      ].join(' ');
    },
  };
}

function describe(target: string, { recipe, prerequisites }: Rule): string {
  const does = recipe
    .slice(0, 3)
    .map((line) => line.trim().replace(/^[@+-]+/, ''))
    .join('; ');
  if (does !== '') return `Makes the target “${target}”: ${does}`;
  return prerequisites.length === 0
    ? `Makes the target “${target}”.`
    : `Makes the target “${target}”: ${prerequisites.join(', ')}.`;
}

/** Of the target and of those that it needs. */
function usedVariables(target: string, { rules, variables }: Makefile): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const rule of rules) {
      if (!rule.targets.includes(name)) continue;
      for (const line of [...rule.recipe, rule.prerequisites.join(' ')]) {
        for (const [, used = ''] of line.matchAll(/(?<!\$)\$[({](\w+)[)}]/g))
          if (variables.has(used) && !usual.test(used)) found.add(used);
      }
      for (const each of rule.prerequisites) visit(each);
    }
  };
  visit(target);
  return [...found];
}

function readMakefile(text: string): Omit<Makefile, 'files'> {
  const rules: Rule[] = [];
  const variables = new Map<string, Variable>();
  const phony = new Set<string>();
  let comment: string[] = [];
  let current: Rule | undefined;
  let inDefine = false;
  for (const { line, start, end } of logicalLines(text)) {
    if (/^(define|endef)\b/.test(line)) inDefine = line.startsWith('define');
    if (inDefine || line.startsWith('endef')) continue;
    if (line.startsWith('\t')) {
      current?.recipe.push(line.slice(1));
      if (current !== undefined) current.end = end;
      continue;
    }
    const plain = line.trim();
    if (plain.startsWith('#')) {
      comment.push(plain.replace(/^#+\s?/, ''));
      continue;
    }
    const assigned = /^(?:export\s+|override\s+)?([\w.-]+)\s*(\?=|::?:?=|\+=|!=|=)\s*(.*?)(?:\s+#\s*(.*))?$/.exec(
      plain,
    );
    const rule = /^([^:=#]+?)\s*::?(?!=)\s*([^#;]*)(?:;\s*([^#]*))?(?:#+\s*(.*))?$/.exec(plain);
    if (assigned !== null) {
      const [, name = '', operator, value = '', told] = assigned;
      if (operator !== '+=') variables.set(name, { value, documentation: told ?? comment.join(' ') });
      current = undefined;
    } else if (rule !== null && !/^(if|else|endif|include|-include|export|unexport|vpath)\b/.test(plain)) {
      const [, left = '', right = '', inline = '', told] = rule;
      const targets = left.trim().split(/\s+/);
      const prerequisites = right
        .trim()
        .split(/\s+/)
        .filter((each) => each !== '' && each !== '|');
      if (targets.includes('.PHONY')) for (const each of prerequisites) phony.add(each);
      current = {
        targets,
        prerequisites,
        documentation: told ?? comment.join(' '),
        recipe: inline === '' ? [] : [inline],
        start,
        end,
      };
      rules.push(current);
    } else if (plain !== '') current = undefined;
    comment = [];
  }
  return { rules, variables, phony };
}

/** Lines with what `\` continues, and their places. */
function* logicalLines(
  text: string,
): Generator<{ readonly line: string; readonly start: number; readonly end: number }> {
  let at = 0;
  while (at < text.length) {
    const start = at;
    let line = '';
    for (;;) {
      const stop = text.indexOf('\n', at);
      const end = stop === -1 ? text.length : stop;
      const part = text.slice(at, end).replace(/\r$/, '');
      at = end + 1;
      if (!part.endsWith('\\') || at >= text.length) {
        line += part;
        break;
      }
      line += `${part.slice(0, -1)} `;
    }
    yield { line, start, end: Math.min(at - 1, text.length) };
  }
}
