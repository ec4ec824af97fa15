import { z } from 'zod';
import type { ToolRecord } from '../../types';
import { jsonOf } from './answerParts';
import type { Blueprint } from './types';

const identifier = z.string().regex(/^[A-Za-z_$][\w$]{0,63}$/, 'must be an identifier');
const argument = z.union([z.object({ from: z.string() }), z.object({ value: z.unknown() })]);

const blueprintForm = z.object({
  functions: z.array(
    z.object({
      name: identifier,
      purpose: z.string().min(1),
      parameters: z.array(
        z.object({ name: identifier, type: z.string().default(''), description: z.string().default('') }),
      ),
      returns: z.string().default(''),
      covers: z.array(z.object({ tool: z.string(), arguments: z.record(z.string(), argument) })).min(1),
    }),
  ),
  left: z.array(z.object({ tool: z.string(), reason: z.string() })).default([]),
});

/** A blueprint, or what is wrong with the answer, in words that a model can mend it by. */
export type ReadBlueprint = { readonly blueprint: Blueprint } | { readonly problems: readonly string[] };

/**
 * Reads a model's blueprint and holds it to the tools that it was given.
 *
 * @param tools of the group by the labels that the model was shown (T1, T2, …)
 * @param taken names that the functions may not have
 */
export function readBlueprint(
  answer: string,
  tools: ReadonlyMap<string, ToolRecord>,
  taken: ReadonlySet<string>,
): ReadBlueprint {
  const json = jsonOf(answer);
  if (json === undefined) return { problems: ['The answer holds no JSON object.'] };
  const read = blueprintForm.safeParse(json);
  if (!read.success) {
    return { problems: read.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.')}: ${message}`) };
  }
  const { functions, left } = read.data;
  const problems = [...nameProblems(functions, taken), ...coverageProblems(read.data, tools)];
  for (const { name, parameters, covers } of functions) {
    const known = new Set(parameters.map((each) => each.name));
    for (const { tool: label, arguments: values } of covers) {
      const tool = tools.get(label);
      if (tool === undefined) continue;
      const own = new Set(tool.parameters.map((each) => each.name));
      for (const [parameter, value] of Object.entries(values)) {
        if (!known.has(parameter)) problems.push(`${name} has no parameter ${parameter}, which ${label} passes.`);
        if ('from' in value && !own.has(value.from)) problems.push(`${label} has no parameter ${value.from}.`);
      }
      const passed = new Set(Object.values(values).flatMap((value) => ('from' in value ? [value.from] : [])));
      for (const each of own) if (!passed.has(each)) problems.push(`${label}: its parameter ${each} goes nowhere.`);
    }
  }
  if (problems.length > 0) return { problems };
  const idOf = (label: string): string => tools.get(label)?.id ?? label;
  return {
    blueprint: {
      functions: functions.map((each) => ({
        ...each,
        covers: each.covers.map(({ tool, arguments: values }) => ({ tool: idOf(tool), arguments: values })),
      })),
      left: left.map(({ tool, reason }) => ({ tool: idOf(tool), reason })),
    },
  };
}

type Form = z.infer<typeof blueprintForm>;

function nameProblems(functions: Form['functions'], taken: ReadonlySet<string>): string[] {
  const seen = new Set<string>();
  return functions.flatMap(({ name, parameters }) => {
    const problems: string[] = [];
    if (seen.has(name)) problems.push(`Two functions are called ${name}.`);
    if (taken.has(name)) problems.push(`${name} is the name of a function that is there already. Choose another one.`);
    seen.add(name);
    if (new Set(parameters.map((each) => each.name)).size < parameters.length) {
      problems.push(`Two parameters of ${name} have one name.`);
    }
    return problems;
  });
}

function coverageProblems({ functions, left }: Form, tools: ReadonlyMap<string, ToolRecord>): string[] {
  const counts = new Map([...tools.keys()].map((label) => [label, 0]));
  const problems: string[] = [];
  const named = [...functions.flatMap(({ covers }) => covers), ...left];
  for (const { tool } of named) {
    const count = counts.get(tool);
    if (count === undefined) problems.push(`There is no tool ${tool}.`);
    else counts.set(tool, count + 1);
  }
  for (const [label, count] of counts) {
    if (count === 0) problems.push(`${label} is neither covered nor left.`);
    if (count > 1) problems.push(`${label} is named ${String(count)} times.`);
  }
  return problems;
}
