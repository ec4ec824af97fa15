/** `whetstone tools serve`: the tools of a library, or of any folder, as an MCP server. */
import { Option, type Command } from 'commander';
import { once } from 'node:events';
import type { Served } from '../../../runtime/toolLibrary/serving';
import type { ToolOffer } from '../../../runtime/tools/serving';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { userPath } from '../../core/userFile';
import { integer } from '../optionValues';
import { withPython, workspacePython, type PythonOptions } from './pythonOption';

interface ServeOptions extends PythonOptions {
  readonly library?: string;
  readonly path?: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly stdio?: true;
  readonly http?: number;
  readonly token?: string;
  readonly allow?: true;
  readonly impure?: true;
  readonly oldNames?: true;
  readonly seconds: number;
  readonly parallel: number;
  readonly json?: true;
}

const collect = (value: string, all: readonly string[]) => [...all, value];

export function addServeCommand(tools: Command, output: CommandOutput, signal: AbortSignal): void {
  const command = tools
    .command('serve')
    .description('offer the tools of a library, or of any folder, to MCP clients; nothing is run without --allow')
    .option('--library <dir>', 'library that `tools refactor` wrote')
    .option('--path <path>', 'or a folder, or file, with tools as they are')
    .option('--include <glob>', 'with --path: paths that are taken; repeatable', collect, [])
    .option('--exclude <glob>', 'with --path: paths that are left out; repeatable', collect, [])
    .option('--stdio', 'over standard input and output, for one client (default)')
    .option('--http <port>', 'over HTTP on 127.0.0.1, for several; 0: any port that is free', integer(0, 65_535))
    .addOption(
      new Option('--token <token>', 'with --http: token that clients have to send; default: a new one').env(
        'WHETSTONE_TOKEN',
      ),
    )
    .option('--allow', 'tools may be run when a client calls them, in the sandbox and without network')
    .option('--impure', 'also offer tools that do more than compute; they work on a copy of the folder')
    .option('--old-names', 'also answer under the names of tools that were merged')
    .option('--seconds <n>', 'of one call', integer(1, 3600), 30)
    .option('--parallel <n>', 'calls at a time; others wait', integer(1, 64), 4)
    .option('--json', 'with --http: print one JSON document: {url, token, tools}');
  withPython(command)
    .addHelpText(
      'after',
      '\nExample for mcp.json: {"command": "npx", "args": ["whetstone", "tools", "serve", "--library", "LIBRARY", "--allow"]}',
    )
    .action(async (options: ServeOptions) => {
      const log = (message: string) => output.log(`whetstone: ${message}`);
      const served = await open(options, log, signal);
      const { libraryOffer } = await import('../../../runtime/toolLibrary/serving');
      const python =
        options.allow === true
          ? await workspacePython(options, options.path ?? options.library ?? '.', log)
          : undefined;
      const offer = libraryOffer({
        ...{ served, seconds: options.seconds, parallel: options.parallel, python },
        forbidden:
          options.allow === true
            ? undefined
            : 'Nothing is run, because the server was started without leave to run tools. Whoever started it can look at them, and start it with --allow.',
      });
      if (options.allow !== true) log('Tools are listed, and not run: --allow lets clients call them.');
      await serve(offer, { ...options, version: versionOf(tools) }, { served, output, log }, signal);
    });
}

async function open(options: ServeOptions, log: (message: string) => void, signal: AbortSignal): Promise<Served> {
  const { library, path: place, include, exclude, http } = options;
  if ((library === undefined) === (place === undefined)) {
    throw new BadInputError('Give either --library with a library, or --path with a folder of tools.');
  }
  if (library !== undefined && include.length + exclude.length > 0) {
    throw new BadInputError(
      '--include and --exclude choose among files of --path; a library says itself what it holds.',
    );
  }
  if (http !== undefined && options.stdio === true) throw new BadInputError('Give either --stdio or --http.');
  if (http === undefined && options.json === true) {
    throw new BadInputError('--json goes with --http: over --stdio standard output belongs to the protocol.');
  }
  const folder = library ?? place ?? '.';
  await userPath(folder);
  const { openServed } = await import('../../../runtime/toolLibrary/serving');
  const { LibraryFolderError } = await import('../../../runtime/toolLibrary/merging');
  const { ExtractionError } = await import('../../../runtime/toolLibrary/extraction');
  try {
    const served = await openServed({
      ...{ folder, exclude, signal, impure: options.impure === true, oldNames: options.oldNames === true },
      ...(include.length > 0 && { include }),
    });
    for (const { path: file, line, problem } of served.problems) {
      log(`${file}${line === undefined ? '' : `, line ${line}`}: ${problem}`);
    }
    if (library !== undefined && served.kind === 'collection')
      log(`${library} is no library; its tools are served as they are.`);
    if (served.tools.length === 0) {
      const [first] = served.left;
      const why = first === undefined ? '' : ` ${first[0]} is not: ${first[1]}.`;
      throw new BadInputError(`${folder} has no tool that could be offered.${why}`);
    }
    log(`${served.tools.length} tools are offered, ${served.left.size} are not.`);
    return served;
  } catch (error) {
    if (error instanceof LibraryFolderError || error instanceof ExtractionError) {
      throw new BadInputError(error.message, { cause: error });
    }
    throw error;
  }
}

interface Serving {
  readonly served: Served;
  readonly output: CommandOutput;
  readonly log: (message: string) => void;
}

async function serve(
  offer: ToolOffer,
  { http, token, json, version }: ServeOptions & { readonly version: string },
  { served, output, log }: Serving,
  signal: AbortSignal,
): Promise<void> {
  const { HttpAccess, serveOverStdio } = await import('../../../runtime/tools/serving');
  const title = { name: 'whetstone-tools', version };
  if (http === undefined) return serveOverStdio(offer, title, log, signal);
  const access = await HttpAccess.start({ offer, title, port: http, token, log });
  const answer = { url: access.url, token: access.token, tools: served.tools.length };
  output.answer(json === true, answer, () => `${access.url}\ntoken ${access.token}`);
  log('Serving. Ctrl+C ends it.');
  if (!signal.aborted) await once(signal, 'abort');
  await access.close();
}

function versionOf(command: Command): string {
  return command.parent === null ? (command.version() ?? '0') : versionOf(command.parent);
}
