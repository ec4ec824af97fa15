import type { Node } from '@vscode/tree-sitter-wasm';
import type { Call, CodeFile } from '../code/codeFile';
import { Flow } from '../code/flow';
import { allowList } from '../code/guards';
import { isVariable } from '../code/names';
import { constantText } from '../code/texts';
import type { WeaknessRule } from '../types';
import { cleanerNamed } from './cleaners';
import { meaningOf, optionOf } from './options';

const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k)?sh$|^cmd(?:\.exe)?$|^powershell(?:\.exe)?$/i;
const RUNS_PROGRAM = /^(spawn|spawnSync|execFile|execFileSync|execa|execaSync)$/;
const RUNS_PYTHON = /^(run|call|check_call|check_output|Popen|getoutput|getstatusoutput)$/;
const CONSTANT = /^(true|True|TRUE)$/;

const cleans = cleanerNamed(
  new Set([
    'quote',
    'quoted',
    'escape',
    'escaped',
    'escapeshellarg',
    'escapeshellcmd',
    'shellescape',
    'shlex',
    'sanitize',
    'sanitise',
  ]),
  (pattern, by) => pattern.includes("'") && by.includes('\\'),
);

/** What a call hands to a shell. */
function shellTexts(call: Call, file: CodeFile): readonly Node[] {
  const { name, callee, args, object } = call;
  const first = args[0];
  switch (file.family) {
    case 'script': {
      const meaning = meaningOf(file, callee);
      if (/^(exec|execSync)$/.test(meaning) && first !== undefined && isProcess(call, file)) return [first];
      if (!RUNS_PROGRAM.test(meaning)) return [];
      const shell = args.slice(1).flatMap((each) => optionOf(file, each, 'shell') ?? [])[0];
      if (shell !== undefined && shell.text !== 'false') return args.slice(0, 2);
      return first !== undefined && SHELL.test(constantText(file, first) ?? '')
        ? afterSwitch(file, listed(file, args[1]))
        : [];
    }
    case 'python':
      if (
        /^os\.(system|popen)$/.test(callee) ||
        /^(getoutput|getstatusoutput)$/.test(name) ||
        (name === 'system' && callee === name)
      )
        return args.slice(0, 1);
      if (name.endsWith('create_subprocess_shell')) return args.slice(0, 1);
      if (!RUNS_PYTHON.test(name)) return [];
      if (CONSTANT.test(call.named.get('shell')?.text ?? ''))
        return [...args.slice(0, 1), ...((call.named.get('args') ?? []) as Node[])];
      return readByShell(file, listed(file, first));
    case 'go':
      return /^exec\.Command(Context)?$/.test(callee) ? readByShell(file, args) : [];
    case 'java':
      if (name === 'exec' && /getRuntime\(\)|runtime/i.test(object?.text ?? ''))
        return first !== undefined && !first.type.includes('array') ? [first] : readByShell(file, listed(file, first));
      return name === 'ProcessBuilder' ? readByShell(file, args) : [];
    case 'csharp':
      return /(^|\.)(Process\.Start|ProcessStartInfo)$/.test(callee) && SHELL.test(constantText(file, first) ?? '')
        ? args.slice(1)
        : [];
    case 'php':
      return /^(exec|shell_exec|system|passthru|popen|proc_open)$/.test(callee) &&
        first !== undefined &&
        first.type !== 'array_creation_expression'
        ? [first]
        : [];
    case 'c':
      return /^(system|popen)$/.test(callee) ? args.slice(0, 1) : [];
  }
}

/** `['sh', '-c', text]`: what comes behind is handed over as it is. */
function readByShell(file: CodeFile, parts: readonly Node[]): readonly Node[] {
  const shell = parts.findIndex((each) => SHELL.test(constantText(file, each) ?? ''));
  return shell < 0 ? [] : afterSwitch(file, parts.slice(shell + 1));
}

function afterSwitch(file: CodeFile, parts: readonly Node[]): readonly Node[] {
  const at = parts.findIndex((each) => /^(-\w*c|\/[ck])$/i.test(constantText(file, each) ?? ''));
  return at < 0 ? parts : parts.slice(at + 1, at + 2);
}

/** The elements of a list that stands there or in a variable. */
function listed(file: CodeFile, node: Node | undefined): readonly Node[] {
  const list = node !== undefined && isVariable(node) ? (file.assignments(node.text)[0]?.value ?? node) : node;
  return (list?.namedChildren ?? []).flatMap((each) => each ?? []);
}

/** `exec` of child processes, and not of a regular expression or of a database. */
function isProcess(call: Call, file: CodeFile): boolean {
  if (!file.root.text.includes('child_process')) return false;
  const object = call.object?.text;
  if (object === undefined) return true;
  const from = [...file.assignments(/^[\w$]+/.exec(object)?.[0] ?? '')].map(({ value }) => value.text).join(' ');
  if (from.includes('child_process') || /child_?process/i.test(object)) return true;
  return new RegExp(
    `import\\s+(?:\\*\\s+as\\s+)?${object.replace(/\W/g, '\\$&')}\\s+from\\s+['"](?:node:)?child_process`,
  ).test(file.root.text);
}

export const commandInjection: WeaknessRule = {
  cwe: 'CWE-78',
  title: 'OS command injection: a text from outside becomes part of a command line that a shell reads',
  families: ['script', 'python', 'go', 'java', 'csharp', 'php', 'c'],
  *find(file) {
    const flow = new Flow(file, { cleans, guards: allowList });
    for (const call of file.calls) {
      if (shellTexts(call, file).some((each) => flow.reaches(each))) yield call.node;
    }
    if (file.family !== 'php') return;
    for (const node of file.ofType('shell_command_expression')) if (flow.reaches(node)) yield node;
  },
};
