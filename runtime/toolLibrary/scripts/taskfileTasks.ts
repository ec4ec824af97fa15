import { load } from 'js-yaml';
import { z } from 'zod';
import { quoted } from '../../tools/execution';
import type { ToolParameter } from '../types';
import {
  firstProgram,
  moreArguments,
  quotedWords,
  scriptEffects,
  scriptName,
  scriptSource,
  wordOf,
  wordsOf,
} from './scriptText';
import type { FoundScripts, ScriptTool } from './types';

const command = z.union([z.string(), z.looseObject({ cmd: z.string().optional() })]);
const required = z.union([z.string(), z.looseObject({ name: z.string(), enum: z.array(z.string()).optional() })]);
const task = z.union([
  z.string().transform((cmd) => ({ cmds: [cmd] })),
  z.array(command).transform((cmds) => ({ cmds })),
  z.looseObject({
    desc: z.string().optional(),
    summary: z.string().optional(),
    internal: z.boolean().optional(),
    cmds: z.array(command).optional(),
    cmd: z.string().optional(),
    vars: z.record(z.string(), z.unknown()).optional(),
    requires: z.looseObject({ vars: z.array(required).optional() }).optional(),
    sources: z.array(z.unknown()).optional(),
    generates: z.array(z.unknown()).optional(),
  }),
]);
const file = z.looseObject({
  tasks: z.record(z.string(), z.unknown()),
  vars: z.record(z.string(), z.unknown()).optional(),
});

/** Tasks of a Taskfile (taskfile.dev). */
export function taskfileTasks(path: string, text: string): FoundScripts {
  let parsed: z.infer<typeof file>;
  try {
    parsed = file.parse(load(text));
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);
    return { tools: [], problems: [{ path, problem: `it is no Taskfile that could be read: ${reason}` }] };
  }
  const tools: ScriptTool[] = [];
  const problems: { path: string; problem: string }[] = [];
  for (const [name, entry] of Object.entries(parsed.tasks)) {
    const read = task.safeParse(entry);
    if (!read.success)
      problems.push({ path, problem: `the task “${name}” has a wrong form: ${z.prettifyError(read.error)}` });
    else if (!('internal' in read.data && read.data.internal === true))
      tools.push(toolOf(path, text, name, read.data, parsed.vars ?? {}));
  }
  return { tools, problems };
}

function toolOf(
  path: string,
  text: string,
  name: string,
  one: z.infer<typeof task>,
  shared: Readonly<Record<string, unknown>>,
): ScriptTool {
  const facts =
    'desc' in one || 'vars' in one || 'requires' in one || 'cmd' in one || 'generates' in one ? one : undefined;
  const lines = [
    ...(facts?.cmd === undefined ? [] : [facts.cmd]),
    ...(one.cmds ?? []).flatMap((each) => (typeof each === 'string' ? [each] : [each.cmd ?? ''])),
  ];
  const all = lines.join('\n');
  const parameters = parametersOf(all, { ...shared, ...facts?.vars }, facts?.requires?.vars ?? []);
  const takesMore = all.includes('CLI_ARGS');
  const start =
    new RegExp(`^\\s*["']?${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}["']?:`, 'm').exec(text)?.index ?? 0;
  const writes = (facts?.generates ?? []).filter((each): each is string => typeof each === 'string');
  return {
    kind: 'taskfile',
    name: scriptName('task', name),
    title: `task ${name}`,
    description: facts?.desc ?? facts?.summary ?? `Runs the task “${name}”: ${lines.slice(0, 3).join('; ')}`,
    parameters: takesMore ? [...parameters, moreArguments('Added where the task says CLI_ARGS.')] : parameters,
    effects: scriptEffects,
    source: scriptSource(
      path,
      text,
      start,
      !text.includes('\n', start + 1) ? text.length : text.indexOf('\n', start + 1),
    ),
    precondition: {
      programs: [...new Set(['task', ...lines.flatMap((line) => firstProgram(line) ?? [])])].filter(
        (each) => !each.includes('/'),
      ),
      paths: [],
    },
    outcome: {
      description:
        writes.length === 0 ? 'Ends with exit status 0.' : `Ends with exit status 0 and makes ${writes.join(', ')}.`,
      writes,
    },
    line: (given) => {
      const set = parameters.flatMap(({ name: key }) =>
        given[key] === undefined ? [] : [quoted(`${key}=${wordOf(given[key], key)}`)],
      );
      const more = wordsOf(given.arguments, 'arguments');
      return ['task', quoted(name), ...set, ...(more.length === 0 ? [] : ['--', quotedWords(more)])].join(' ');
    },
  };
}

function parametersOf(
  text: string,
  variables: Readonly<Record<string, unknown>>,
  needed: readonly z.infer<typeof required>[],
): readonly ToolParameter[] {
  const names = new Set([...text.matchAll(/\{\{\s*\.([A-Z_a-z]\w*)/g)].map(([, name = '']) => name));
  const found: ToolParameter[] = needed.map((each) => {
    const name = typeof each === 'string' ? each : each.name;
    const values = typeof each === 'string' ? undefined : each.enum;
    return {
      name,
      schema: { type: 'string', ...(values === undefined ? {} : { enum: values }) },
      required: true,
      passing: 'keyword',
    };
  });
  for (const name of names) {
    if (name === 'CLI_ARGS' || name.startsWith('TASK') || found.some((each) => each.name === name)) continue;
    const value = variables[name];
    const isLiteral =
      (typeof value === 'string' && !value.includes('{{')) || typeof value === 'number' || typeof value === 'boolean';
    found.push({
      name,
      schema: { type: 'string' },
      required: false,
      passing: 'keyword',
      ...(isLiteral ? { default: String(value) } : {}),
    });
  }
  return found;
}
