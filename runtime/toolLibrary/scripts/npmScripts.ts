import { findNodeAtLocation, parseTree } from 'jsonc-parser/lib/esm/main.js'; // Bundlers cannot follow its other form (UMD).
import { z } from 'zod';
import { quoted } from '../../tools/execution';
import {
  firstProgram,
  moreArguments,
  quotedWords,
  scriptEffects,
  scriptName,
  scriptSource,
  wordsOf,
} from './scriptText';
import type { FoundScripts, ScriptTool } from './types';

const manifest = z.looseObject({
  packageManager: z.string().optional(),
  scripts: z.record(z.string(), z.string()).optional(),
  'scripts-info': z.record(z.string(), z.string()).optional(),
});

/** What npm runs around other scripts, and never by itself. */
const hooks =
  /^(pre|post)(install|publish|pack|version|prepare|uninstall|test|start|stop|restart)$|^(prepublishOnly|prepare|install)$/;

/** Scripts of package.json. @param managers lock files that are there say which program runs them */
export function npmScripts(path: string, text: string, files: ReadonlySet<string>): FoundScripts {
  let parsed: z.infer<typeof manifest>;
  try {
    parsed = manifest.parse(JSON.parse(text));
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);
    return { tools: [], problems: [{ path, problem: `it is no package.json that npm could read: ${reason}` }] };
  }
  const program = managerOf(parsed.packageManager, files);
  const tree = parseTree(text);
  const { scripts = {}, 'scripts-info': information = {} } = parsed;
  const tools = Object.entries(scripts).flatMap(([name, script]): readonly ScriptTool[] => {
    if (hooks.test(name)) return [];
    const isAround = /^(pre|post)/.test(name) && Object.hasOwn(scripts, name.replace(/^(pre|post)/, ''));
    if (isAround) return [];
    const node = tree === undefined ? undefined : findNodeAtLocation(tree, ['scripts', name])?.parent;
    const start = node?.offset ?? 0;
    const first = firstProgram(script);
    const installed = first !== undefined && first !== program && first !== 'node' && first !== 'npx';
    return [
      {
        kind: 'npm',
        name: scriptName('npm', name),
        title: `${program} run ${name}`,
        description: information[name] ?? `Runs the script “${name}” of package.json: ${script}`,
        parameters: [moreArguments(`Added to the end of: ${script}`)],
        effects: scriptEffects,
        source: scriptSource(path, text, start, start + (node?.length ?? 0)),
        precondition: {
          programs: [program],
          paths: installed && files.has(`node_modules/.bin/${first}`) ? [`node_modules/.bin/${first}`] : [],
        },
        outcome: { description: 'Ends with exit status 0.', writes: [] },
        line: (given) => {
          const more = wordsOf(given.arguments, 'arguments');
          const end = more.length === 0 ? '' : `${program === 'yarn' ? '' : ' --'} ${quotedWords(more)}`;
          return `${program} run ${program === 'npm' ? '--silent ' : ''}${quoted(name)}${end}`;
        },
      },
    ];
  });
  return { tools, problems: [] };
}

function managerOf(declared: string | undefined, files: ReadonlySet<string>): string {
  const named = /^(npm|pnpm|yarn|bun)@/.exec(declared ?? '')?.[1];
  if (named !== undefined) return named;
  if (files.has('pnpm-lock.yaml')) return 'pnpm';
  if (files.has('yarn.lock')) return 'yarn';
  return files.has('bun.lock') || files.has('bun.lockb') ? 'bun' : 'npm';
}
