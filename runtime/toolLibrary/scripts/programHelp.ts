/** Programs of the workspace as tools, by what they say about themselves. */
import type { CommandSandbox } from '../../tools/sandbox';
import { type HelpFacts, parseHelp } from './helpText';
import { quotedWords, scriptEffects, scriptName, wordOf, wordsOf } from './scriptText';
import type { FoundScripts, ScriptTool } from './types';

export interface Program {
  /** What starts it: `['python3', 'tools/report.py']`. */
  readonly words: readonly string[];
  /** The file that it is, from the root. */
  readonly path: string;
}

/** A program that says nothing by then is left out. Milliseconds. */
const patience = 20_000;
/** Commands of one program whose help is asked for too. */
const mostCommands = 40;

/**
 * Runs `--help` in the sandbox, over a copy of the root and without network. The caller has the user's consent: programs of the workspace
 * run by this.
 * @throws SandboxRequestError; AbortError
 */
export async function programTools(
  programs: readonly Program[],
  root: string,
  sandbox: CommandSandbox,
  signal: AbortSignal,
): Promise<FoundScripts> {
  const tools: ScriptTool[] = [];
  const problems: { path: string; problem: string }[] = [];
  const help = async (
    words: readonly string[],
  ): Promise<{ readonly text: string; readonly facts: HelpFacts | undefined }> => {
    const outcome = await sandbox.run(
      {
        command: { shell: `${quotedWords(words)} --help` },
        folder: { kind: 'copy', path: root },
        limits: { wallMs: patience, cpuSeconds: 20 },
      },
      signal,
    );
    signal.throwIfAborted();
    const text = outcome.stdout.trim() === '' ? outcome.stderr : outcome.stdout;
    return { text, facts: outcome.ended === 'exit' ? parseHelp(text) : undefined };
  };
  for (const program of programs) {
    const { text, facts } = await help(program.words);
    if (facts === undefined) {
      const said = text.trim().split('\n').slice(-1)[0]?.slice(0, 200) ?? '';
      problems.push({
        path: program.path,
        problem: `“${program.words.join(' ')} --help” tells no options. It said: ${said === '' ? 'nothing' : said}`,
      });
      continue;
    }
    if (facts.commands.size === 0) tools.push(toolOf(program, program.words, facts));
    for (const [command, told] of [...facts.commands].slice(0, mostCommands)) {
      const words = [...program.words, command];
      const own = (await help(words)).facts;
      if (own !== undefined)
        tools.push(toolOf(program, words, own.description === '' ? { ...own, description: told } : own));
      else problems.push({ path: program.path, problem: `“${words.join(' ')} --help” tells no options.` });
    }
  }
  return { tools, problems };
}

function toolOf({ path }: Program, words: readonly string[], { description, options }: HelpFacts): ScriptTool {
  const named = words
    .filter((each) => !/^(python3?|node|sh|bash|npx|tsx|ruby)$/.test(each))
    .map((each) => each.replace(/^.*\//, '').replace(/\.\w+$/, ''));
  const text = `${words.join(' ')} --help`;
  return {
    kind: 'cli',
    name: scriptName('cli', named.join('_')),
    title: words.join(' '),
    description: description === '' ? `Runs ${words.join(' ')}.` : description,
    parameters: options.map(({ parameter }) => parameter),
    effects: scriptEffects,
    source: { path, start: 0, end: 0, text, exported: true, asynchronous: false },
    precondition: { programs: words.slice(0, 1).filter((each) => !each.includes('/')), paths: [path] },
    outcome: { description: 'Ends with exit status 0.', writes: [] },
    line: (given) => {
      const flags: string[] = [];
      const places: string[] = [];
      for (const { parameter, flag, takesValue } of options) {
        const value = given[parameter.name];
        if (value === undefined || value === null) continue;
        if (flag === undefined) places.push(...wordsOf(value, parameter.name));
        else if (!takesValue) flags.push(...(value === true ? [flag] : []));
        else
          for (const each of Array.isArray(value) ? wordsOf(value, parameter.name) : [wordOf(value, parameter.name)]) {
            // One word, so that a value that begins with a dash is no option.
            flags.push(...(flag.startsWith('--') ? [`${flag}=${each}`] : [flag, each]));
          }
      }
      return quotedWords([
        ...words,
        ...flags,
        ...(places.some((each) => each.startsWith('-')) ? ['--'] : []),
        ...places,
      ]);
    },
  };
}
