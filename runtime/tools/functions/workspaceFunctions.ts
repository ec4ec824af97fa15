/** Describes and calls functions of a workspace, both in the sandbox: reading a signature of Python runs the file's own code. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Json, JsonSchema } from '../../gateway/types';
import type { CommandOutcome, CommandSandbox } from '../sandbox';
import { ToolError } from '../toolError';
import type { DeclaredFunction } from './functionsFile';
import { CALL_JAVASCRIPT, DESCRIBE_JAVASCRIPT } from './javascriptPrograms';
import { CALL_PYTHON, DESCRIBE_PYTHON } from './pythonPrograms';

export interface CallableFunction extends DeclaredFunction {
  readonly description: string;
  readonly schema: JsonSchema;
  /** The argument that is a list of further arguments. */
  readonly rest: string | undefined;
}

export interface FunctionResult {
  readonly value: Json;
  /** What it printed. */
  readonly printed: string;
  /** Files that it changed in its copy of the workspace; they are gone. */
  readonly changed: readonly string[];
}

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);
const described = z.array(
  z.union([
    z.object({ problem: z.string() }),
    z.object({ description: z.string(), schema: z.record(z.string(), json), rest: z.string().optional() }),
  ]),
);
const answered = z.union([z.object({ error: z.string(), trace: z.string() }), z.object({ value: json })]);

export class WorkspaceFunctions {
  constructor(
    private readonly root: string,
    private readonly sandbox: CommandSandbox,
    /** Folder of the TypeScript compiler to use where the workspace has none. */
    private readonly compiler?: string,
  ) {}

  /**
   * Adds what the file does not say: schemas from type annotations, JSDoc and docstrings.
   * @returns those that can be called, and why others cannot
   */
  async describe(
    functions: readonly DeclaredFunction[],
    signal: AbortSignal,
  ): Promise<{ readonly callable: readonly CallableFunction[]; readonly problems: readonly string[] }> {
    const callable: CallableFunction[] = [];
    const problems: string[] = [];
    for (const language of ['python', 'javascript'] as const) {
      const own = functions.filter((each) => (each.language === 'python') === (language === 'python'));
      const open = own.filter((each) => each.schema === undefined);
      for (const each of own) {
        if (each.schema === undefined) continue;
        callable.push({ ...each, description: each.description ?? '', schema: each.schema, rest: undefined });
      }
      if (open.length === 0) continue;
      const answers = await this.describeAll(language, open, signal);
      for (const [index, one] of open.entries()) {
        const answer =
          typeof answers === 'string' ? { problem: answers } : (answers[index] ?? { problem: 'it was not described' });
        if ('problem' in answer)
          problems.push(`${one.name}: ${answer.problem}. Mend the function, or give it a "schema".`);
        else
          callable.push({
            ...one,
            description: one.description ?? answer.description,
            schema: answer.schema,
            rest: answer.rest,
          });
      }
    }
    callable.sort(
      (a, b) => functions.findIndex(({ name }) => name === a.name) - functions.findIndex(({ name }) => name === b.name),
    );
    return { callable, problems };
  }

  private async describeAll(
    language: 'python' | 'javascript',
    functions: readonly DeclaredFunction[],
    signal: AbortSignal,
  ): Promise<z.infer<typeof described> | string> {
    const compiler = this.compilerFolder();
    if (language === 'javascript' && compiler === undefined) {
      return 'its types cannot be read, because the workspace has no package “typescript”';
    }
    const asked = functions.map(({ file, function: name }) => ({ file, function: name }));
    const program = language === 'python' ? DESCRIBE_PYTHON : DESCRIBE_JAVASCRIPT;
    const outcome = await this.run(language, program, { functions: asked, compiler }, 60_000, signal);
    if (outcome.ended !== 'exit' || outcome.code !== 0) return `it could not be described (${failure(outcome)})`;
    return parsed(outcome.stdout, described) ?? 'its description could not be read';
  }

  /** @throws ToolError with what the function raised */
  async call(one: CallableFunction, given: Json, signal: AbortSignal): Promise<FunctionResult> {
    const language = one.language === 'python' ? 'python' : 'javascript';
    const { properties } = one.schema;
    const request = {
      ...{ file: one.file, function: one.function, arguments: given, compiler: this.compilerFolder() },
      order: properties instanceof Object ? Object.keys(properties) : [],
      rest: one.rest,
    };
    const program = language === 'python' ? CALL_PYTHON : CALL_JAVASCRIPT;
    const outcome = await this.run(language, program, request, one.timeoutMs, signal);
    signal.throwIfAborted();
    const answer = outcome.ended === 'exit' ? parsed(outcome.stdout, answered) : undefined;
    if (answer === undefined) throw new ToolError(`${one.name} gave no result (${failure(outcome)}).`);
    if ('error' in answer) throw new ToolError(`${one.name} failed: ${answer.error}\n${answer.trace}`.trim());
    return { value: answer.value, printed: outcome.stderr, changed: outcome.changes.map((change) => change.path) };
  }

  private run(
    language: 'python' | 'javascript',
    program: string,
    request: object,
    wallMs: number,
    signal: AbortSignal,
  ): Promise<CommandOutcome> {
    const tsx = existsSync(path.join(this.root, 'node_modules', 'tsx')) ? ['--import', 'tsx'] : [];
    return this.sandbox.run(
      {
        command:
          language === 'python'
            ? { program: 'python3', args: ['-c', program] }
            : { program: 'node', args: ['--no-warnings', ...tsx, '--input-type=commonjs', '-e', program] },
        folder: { kind: 'copy', path: this.root },
        stdin: JSON.stringify(request),
        readable: this.compiler === undefined ? [] : [this.compiler],
        limits: { wallMs, cpuSeconds: (wallMs / 1000) * 4, outputBytes: 4 * 1024 * 1024 },
      },
      signal,
    );
  }

  private compilerFolder(): string | undefined {
    const own = path.join(this.root, 'node_modules', 'typescript');
    return existsSync(path.join(own, 'package.json')) ? own : this.compiler;
  }
}

function failure({ ended, code, stderr }: CommandOutcome): string {
  const last = stderr.trim().split('\n').slice(-4).join(' ').slice(-600);
  return `${ended === 'exit' ? `exit status ${code ?? 'unknown'}` : ended}${last === '' ? '' : `: ${last}`}`;
}

function parsed<Value>(text: string, schema: z.ZodType<Value>): Value | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
