/** `.vscode/whetstone-functions.json`: the functions of a workspace that may be called as tools. */
import { Ajv } from 'ajv';
import { parse, type ParseError, printParseErrorCode } from 'jsonc-parser/lib/esm/main.js'; // Bundlers cannot follow its other form (UMD).
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Json, JsonSchema } from '../../gateway/types';

export const FUNCTIONS_FILE = '.vscode/whetstone-functions.json';

export type FunctionLanguage = 'python' | 'javascript' | 'typescript';

export interface DeclaredFunction {
  /** What it is called as a tool. */
  readonly name: string;
  readonly language: FunctionLanguage;
  /** Relative to the workspace, with slashes. */
  readonly file: string;
  /** Its name in the file; `Class.method` for a static method. */
  readonly function: string;
  readonly description: string | undefined;
  /** Of an object whose properties are the arguments by name. */
  readonly schema: JsonSchema | undefined;
  readonly timeoutMs: number;
}

export interface DeclaredFunctions {
  readonly functions: readonly DeclaredFunction[];
  readonly problems: readonly string[];
}

const EXTENSIONS: Readonly<Partial<Record<string, FunctionLanguage>>> = {
  '.py': 'python',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.cts': 'typescript',
};

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);
const declared = z.object({
  name: z
    .string()
    .regex(/^[A-Za-z_][\w-]{0,63}$/, 'letters, digits, _ and -, at most 64')
    .optional(),
  language: z.enum(['python', 'javascript', 'typescript']).optional(),
  file: z.string().min(1),
  function: z.string().regex(/^[\p{L}_$][\p{L}\p{N}_$]*(\.[\p{L}_$][\p{L}\p{N}_$]*)?$/u, 'a name, or Class.method'),
  description: z.string().optional(),
  schema: z.record(z.string(), json).optional(),
  timeoutSeconds: z.number().positive().max(600).optional(),
});
const file = z.object({ functions: z.array(z.unknown()) });

/** @returns no functions where there is no file */
export async function readFunctionsFile(root: string): Promise<DeclaredFunctions> {
  const text = await readFile(path.join(root, FUNCTIONS_FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return { functions: [], problems: [] };
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) {
    const line = text.slice(0, error.offset).split('\n').length;
    return { functions: [], problems: [`${FUNCTIONS_FILE}, line ${line}: ${printParseErrorCode(error.error)}.`] };
  }
  const whole = file.safeParse(value);
  if (!whole.success) return { functions: [], problems: [`${FUNCTIONS_FILE} needs a list "functions".`] };
  const functions = new Map<string, DeclaredFunction>();
  const problems: string[] = [];
  for (const [index, entry] of whole.data.functions.entries()) {
    const read = await readOne(root, entry);
    if (typeof read === 'string') problems.push(`${FUNCTIONS_FILE}, function ${index + 1}: ${read}`);
    else if (functions.has(read.name))
      problems.push(`${FUNCTIONS_FILE}: two functions are called ${read.name}; give one another "name".`);
    else functions.set(read.name, read);
  }
  return { functions: [...functions.values()], problems };
}

async function readOne(root: string, entry: unknown): Promise<DeclaredFunction | string> {
  const one = declared.safeParse(entry);
  if (!one.success) return one.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  const { schema, description } = one.data;
  const language = one.data.language ?? EXTENSIONS[path.extname(one.data.file)];
  if (language === undefined)
    return `the language of ${one.data.file} is not known; functions in Python, JavaScript and TypeScript can be called`;
  const real = await realpath(path.join(root, one.data.file)).catch(() => undefined);
  if (real === undefined) return `there is no file ${one.data.file}`;
  if (!real.startsWith(`${await realpath(root)}${path.sep}`)) return `${one.data.file} lies outside of the workspace`;
  if (schema !== undefined && schema.type !== 'object')
    return 'its schema must be of type "object", with the arguments as properties';
  const broken = schema === undefined ? undefined : schemaProblem(schema);
  if (broken !== undefined) return `its schema is not valid: ${broken}`;
  return {
    name: one.data.name ?? one.data.function.replaceAll('.', '_').replace(/[^\w-]/g, '_'),
    language,
    file: path.posix.normalize(one.data.file),
    function: one.data.function,
    description,
    schema,
    timeoutMs: (one.data.timeoutSeconds ?? 60) * 1000,
  };
}

export function schemaProblem(schema: JsonSchema): string | undefined {
  try {
    new Ajv({ strict: false, logger: false }).compile(schema);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
