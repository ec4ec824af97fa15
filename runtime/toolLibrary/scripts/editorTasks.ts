import { readTasks, type TaskInput } from '../../tools/execution';
import { ToolError } from '../../tools/toolError';
import type { ToolParameter } from '../types';
import { firstProgram, scriptEffects, scriptName, scriptSource, wordOf } from './scriptText';
import type { FoundScripts, ScriptTool } from './types';

/** Tasks of `.vscode/tasks.json`; what the editor would ask for (`${input:…}`) are parameters. */
export async function editorTasks(root: string, text: string): Promise<FoundScripts> {
  const path = '.vscode/tasks.json';
  const { tasks, problem } = await readTasks(root);
  const tools: ScriptTool[] = [];
  const problems = problem === undefined ? [] : [{ path, problem }];
  for (const { name, from, inputs, line } of tasks) {
    if (from !== path) continue;
    const parameters = inputs.map(parameterOf);
    try {
      // With its inputs named: whether it needs anything else that only an editor knows.
      const shown = line(Object.fromEntries(inputs.map(({ id }) => [id, id])));
      const start = Math.max(0, text.indexOf(JSON.stringify(name)));
      tools.push({
        kind: 'task',
        name: scriptName('task', name),
        title: name,
        description: `Runs the task “${name}” of the workspace: ${line(Object.fromEntries(inputs.map(({ id }) => [id, `<${id}>`])))}`,
        parameters,
        effects: scriptEffects,
        source: scriptSource(path, text, start, start + JSON.stringify(name).length),
        precondition: {
          programs: [firstProgram(shown.replace(/^\(+/, ''))].filter((each) => each !== undefined),
          paths: [],
        },
        outcome: { description: 'Ends with exit status 0.', writes: [] },
        line: (given) =>
          line(Object.fromEntries(parameters.flatMap((each) => valueOf(each, given[each.name] ?? each.default)))),
      });
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      problems.push({ path, problem: `the task “${name}” is left out. ${error.message}` });
    }
  }
  return { tools, problems };
}

function parameterOf({ id, description, default: value, options }: TaskInput): ToolParameter {
  return {
    name: id,
    schema: { type: 'string', ...(options === undefined ? {} : { enum: options }) },
    required: value === undefined,
    passing: 'keyword',
    ...(value === undefined ? {} : { default: value }),
    ...(description === undefined ? {} : { description }),
  };
}

function valueOf({ name }: ToolParameter, value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
  // As the editor does it: the task's own words are quoted as it says, its command line is taken as it becomes.
  return [[name, wordOf(value, name)]];
}
