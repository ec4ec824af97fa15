/** `whetstone tools scripts`: what a workspace offers to be run, as tools: scripts, targets, tasks, programs, operations of OpenAPI documents. */
import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openSandbox } from '../../../runtime/tools/sandbox';
import { ToolError } from '../../../runtime/tools/toolError';
import { scanFolder } from '../../../runtime/repository';
import {
  apiRecord,
  findScripts,
  loopbackUrl,
  programTools,
  readApiDocument,
  scriptRecord,
  validateApi,
  validateScripts,
  type ApiDocument,
  type FoundScripts,
  type Program,
  type Validation,
} from '../../../runtime/toolLibrary/scripts';
import type { CollectionProblem } from '../../../runtime/toolLibrary/types';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { userFolder } from '../../core/userFile';
import { integer } from '../optionValues';

interface ScriptsOptions {
  readonly path: string;
  readonly program: readonly string[];
  readonly validate?: true;
  readonly allow?: true;
  readonly server?: string;
  readonly seconds: number;
  readonly json?: true;
}

export function addScriptsCommand(tools: Command, output: CommandOutput, signal: AbortSignal): void {
  tools
    .command('scripts')
    .description('scripts, targets, tasks and operations of a workspace as tools; nothing is run without --allow')
    .requiredOption('--path <dir>', 'root of the workspace')
    .option(
      '--program <words>',
      'program whose --help is read into options, e.g. "python3 tool.py"; runs it (again for several)',
      (value: string, before: readonly string[]) => [...before, value],
      [] as readonly string[],
    )
    .option('--validate', 'call each once in the sandbox, and tell what became of it')
    .option('--server <url>', 'server on this machine that operations of OpenAPI documents are asked at (GET, HEAD)')
    .option('--allow', 'programs of the workspace may run, in the sandbox and without network')
    .option('--seconds <n>', 'for each call', integer(1, 3600), 60)
    .option('--json', 'print one JSON document: {tools, problems, validations?}')
    .action(async (options: ScriptsOptions) => {
      await userFolder(options.path);
      const root = path.resolve(options.path);
      const found = await scriptsOf(root, options, signal);
      const documents = await documentsOf(root, signal);
      const records = [
        ...found.tools.map(scriptRecord),
        ...documents.read.flatMap((document) => document.operations.map((each) => apiRecord(document, each))),
      ];
      const validations = await validationsOf(root, found, documents.read, options, signal);
      const answer = {
        ...{ tools: records, problems: [...found.problems, ...documents.problems] },
        ...(validations !== undefined && { validations }),
      };
      output.answer(options.json === true, answer, () => textOf(answer));
    });
}

async function scriptsOf(root: string, options: ScriptsOptions, signal: AbortSignal): Promise<FoundScripts> {
  const found = await findScripts(root);
  if (options.program.length === 0) return found;
  mayRun(options, '--program runs programs');
  const programs = options.program.map((text) => programOf(text, root));
  const more = await programTools(programs, root, await openSandbox(), signal);
  return { tools: [...found.tools, ...more.tools], problems: [...found.problems, ...more.problems] };
}

async function documentsOf(
  root: string,
  signal: AbortSignal,
): Promise<{ readonly read: readonly ApiDocument[]; readonly problems: readonly CollectionProblem[] }> {
  const read: ApiDocument[] = [];
  const problems: CollectionProblem[] = [];
  for (const { path: file } of await scanFolder(root, { signal })) {
    if (!/\.(json|ya?ml)$/i.test(file)) continue;
    const document = readApiDocument(file, await readFile(path.join(root, file), 'utf8'));
    if (document === undefined) continue;
    if ('problem' in document) problems.push({ path: file, problem: document.problem });
    else read.push(document);
  }
  return { read, problems };
}

async function validationsOf(
  root: string,
  found: FoundScripts,
  documents: readonly ApiDocument[],
  options: ScriptsOptions,
  signal: AbortSignal,
): Promise<readonly Validation[] | undefined> {
  const { validate, server, seconds } = options;
  if (validate !== true) {
    if (server !== undefined) throw new BadInputError('--server is asked by --validate. Give both.');
    return undefined;
  }
  mayRun(options, '--validate runs scripts');
  const baseUrl = server === undefined ? undefined : addressOf(server);
  const sandbox = await openSandbox();
  const scripts = await validateScripts(found.tools, { root, sandbox, signal, wallMs: seconds * 1000 });
  if (baseUrl === undefined) return scripts;
  const asked: Validation[] = [];
  for (const document of documents) asked.push(...(await validateApi(document, { baseUrl }, signal)));
  return [...scripts, ...asked];
}

/** The file of a program is the first of its words that lies in the workspace; without one it is a program of the system. */
function programOf(text: string, root: string): Program {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const file = words.find((word) => existsSync(path.join(root, word)));
  if (words.length === 0) throw new BadInputError('--program is empty. Say what starts it, e.g. "python3 tool.py".');
  return { words, path: file ?? words[0] ?? '' };
}

function addressOf(server: string): string {
  try {
    return loopbackUrl(server).href.replace(/\/$/, '');
  } catch (error) {
    if (error instanceof ToolError) throw new BadInputError(error.message, { cause: error });
    throw error;
  }
}

function mayRun({ allow }: ScriptsOptions, what: string): void {
  if (allow !== true) throw new BadInputError(`${what} of the workspace. Look at them first, then say --allow.`);
}

function textOf(answer: {
  readonly tools: readonly { readonly id: string; readonly name: string; readonly summary: string }[];
  readonly problems: readonly CollectionProblem[];
  readonly validations?: readonly Validation[];
}): string {
  const verdicts = new Map(answer.validations?.map((each) => [each.tool, each]));
  return [
    ...answer.tools.map(({ id, name, summary }) => {
      const found = verdicts.get(id);
      return `${name.padEnd(28)} ${found === undefined ? '' : `${found.verdict}: ${found.detail} `}${summary}`;
    }),
    ...answer.problems.map(({ path: file, problem }) => `! ${file}: ${problem}`),
    `${answer.tools.length} tools, ${answer.problems.length} problems`,
  ].join('\n');
}
