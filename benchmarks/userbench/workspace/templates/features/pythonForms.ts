/** What a wish for a function is in Python, where it differs from scripts. */

export interface PythonForm {
  readonly input: {
    readonly names: Readonly<Record<'letter' | 'short' | 'long', string>>;
    readonly type: string;
    readonly good: string;
    readonly bad: string;
  };
  /** Lines before the condition; default: none. */
  prepare?(input: string): readonly string[];
  /** Condition on which an input is refused. */
  refuses(input: string): string;
  /** Lines that compute `output` and `detail`. */
  steps(input: string, setting: string): readonly string[];
  readonly output: { readonly name: string; readonly type: string; readonly good: string };
  readonly detail: { readonly name: string; readonly type: string; readonly good: string };
}

export const timeSpanInPython: PythonForm = {
  input: { names: { letter: 't', short: 'ms', long: 'milliseconds' }, type: 'int', good: '1000', bad: '-1' },
  refuses: (input) => `${input} < 0`,
  steps: (input, setting) => [
    'pieces = []',
    `rest = ${input}`,
    'for unit, size in (("h", 3600000), ("min", 60000), ("s", 1000), ("ms", 1)):',
    '    count, rest = divmod(rest, size)',
    `    if count > 0 and len(pieces) < ${setting}:`,
    '        pieces.append(f"{count} {unit}")',
    'text = " ".join(pieces) or "0 s"',
  ],
  output: { name: 'text', type: 'str', good: '"1 s"' },
  detail: { name: 'len(pieces)', type: 'int', good: '1' },
};

export const byteSizeInPython: PythonForm = {
  input: { names: { letter: 'n', short: 'num', long: 'octets' }, type: 'int', good: '2048', bad: '-1' },
  refuses: (input) => `${input} < 0`,
  steps: (input, setting) => [
    'units = ("B", "kB", "MB", "GB", "TB")',
    `amount = float(${input})`,
    'step = 0',
    'while amount >= 1024 and step < len(units) - 1:',
    '    amount /= 1024',
    '    step += 1',
    `text = f"{round(amount, ${setting}):g} {units[step]}"`,
  ],
  output: { name: 'text', type: 'str', good: '"2 kB"' },
  detail: { name: 'step', type: 'int', good: '1' },
};

export const textExcerptInPython: PythonForm = {
  input: { names: { letter: 's', short: 'txt', long: 'content' }, type: 'str', good: '"a word"', bad: '""' },
  refuses: (input) => `len(${input}) == 0`,
  steps: (input, setting) => [
    `left = max(0, len(${input}) - ${setting})`,
    `text = ${input} if left == 0 else ${input}[:${setting}] + "…"`,
  ],
  output: { name: 'text', type: 'str', good: '"a word"' },
  detail: { name: 'left', type: 'int', good: '0' },
};

export const itemBatchInPython: PythonForm = {
  input: { names: { letter: 'a', short: 'seq', long: 'members' }, type: 'list', good: '["one"]', bad: '[]' },
  refuses: (input) => `len(${input}) == 0`,
  steps: (input, setting) => [
    'batches = []',
    `for at in range(0, len(${input}), ${setting}):`,
    `    batches.append(${input}[at : at + ${setting}])`,
  ],
  output: { name: 'batches', type: 'list', good: '[["one"]]' },
  detail: { name: 'len(batches)', type: 'int', good: '1' },
};

export const validationInPython: PythonForm = {
  input: { names: { letter: 's', short: 'raw', long: 'content' }, type: 'str', good: '" a "', bad: '""' },
  refuses: (input) => `len(${input}.strip()) == 0`,
  steps: (input, setting) => [`text = ${input}.strip()[:${setting}]`, `lost = len(${input}) - len(text)`],
  output: { name: 'text', type: 'str', good: '"a"' },
  detail: { name: 'lost', type: 'int', good: '2' },
};

export const serialiserInPython: PythonForm = {
  input: { names: { letter: 'r', short: 'rec', long: 'fields' }, type: 'dict', good: '{"a": 1}', bad: '{}' },
  refuses: (input) => `len(${input}) == 0`,
  steps: (input, setting) => [
    `entries = sorted(${input}.items())`,
    `text = "\\n".join(f"{key}={each}" for key, each in entries[:${setting}])`,
  ],
  output: { name: 'text', type: 'str', good: '"a=1"' },
  detail: { name: 'len(entries)', type: 'int', good: '1' },
};

export const attemptsInPython: PythonForm = {
  input: { names: { letter: 'n', short: 'want', long: 'wanted' }, type: 'int', good: '1', bad: '-1' },
  refuses: (input) => `${input} < 0`,
  steps: (input, setting) => [`count = min(int(${input}), ${setting})`, `cut = int(${input}) - count`],
  output: { name: 'count', type: 'int', good: '1' },
  detail: { name: 'cut', type: 'int', good: '0' },
};

/** @param names of the flag on the line */
export function flagInPython(names: readonly string[]): PythonForm {
  const [long = ''] = names;
  const known = names.map((each) => `"${each}"`).join(', ');
  return {
    input: {
      names: { letter: 'a', short: 'argv', long: 'command_line' },
      type: 'list',
      good: `["${long}", "1"]`,
      bad: `["${long}", "x"]`,
    },
    prepare: (input) => [
      `at = next((at for at, each in enumerate(${input}) if each in (${known},)), -1)`,
      `given = "0" if at < 0 else "".join(${input}[at + 1 : at + 2])`,
    ],
    refuses: () => 'not given.isdigit()',
    steps: (_input, setting) => [`count = min(int(given), ${setting})`],
    output: { name: 'count', type: 'int', good: '1' },
    detail: { name: 'at', type: 'int', good: '0' },
  };
}
