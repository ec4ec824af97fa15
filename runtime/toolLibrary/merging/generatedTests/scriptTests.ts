import type { ExpectedValue } from './readCanonical';
import type { TestedCall, TestedFunction } from './types';

export interface ScriptTestOptions {
  /** Where `describe` and `it` come from: a module, or nothing where the runner brings them. */
  readonly framework: 'node:test' | 'vitest' | undefined;
  readonly typed: boolean;
}

/** A file of `describe` and `it` over node:assert. */
export function scriptTests(
  module: string,
  functions: readonly TestedFunction[],
  note: string,
  { framework, typed }: ScriptTestOptions,
): string {
  const [one, text] = typed ? [': unknown', ': string'] : ['', ''];
  const blocks = functions.map(({ access, asynchronous, tools }) => {
    const tests = tools.map(({ name, calls }) => {
      const body = calls.map((each) => `    ${line(each, asynchronous)}\n`).join('');
      return `  it('answers as ${name} did', ${asynchronous ? 'async ' : ''}() => {\n${body}  });\n`;
    });
    return `describe('${access}', () => {\n${tests.join('\n')}});\n`;
  });
  return [
    `// ${note}`,
    "import assert from 'node:assert/strict';",
    ...(framework === undefined ? [] : [`import { describe, it } from '${framework}';`]),
    `import { ${functions.map(({ access }) => access).join(', ')} } from '${module}';`,
    '',
    '/** Floats to the nine digits that are written down here. */',
    `const rounded = (value${one})${one} =>`,
    `  JSON.parse(JSON.stringify(value ?? null, (_${text}, each${one}) =>`,
    "    typeof each === 'number' && !Number.isSafeInteger(each) ? Number((each * (1 + 1e-11)).toPrecision(9)) : each));",
    '',
    ...blocks,
  ].join('\n');
}

function line({ call, expected }: TestedCall, asynchronous: boolean): string {
  if (expected.kind === 'raises') {
    const named = `{ name: '${expected.name}' }`;
    return asynchronous
      ? `await assert.rejects(async () => ${call}, ${named});`
      : `assert.throws(() => ${call}, ${named});`;
  }
  return `assert.deepEqual(rounded(${asynchronous ? 'await ' : ''}${call}), ${scriptLiteral(expected.value)});`;
}

export function scriptLiteral(value: ExpectedValue): string {
  switch (value.kind) {
    case 'integer':
      return value.text;
    case 'float':
      return String(Number(value.text));
    case 'null':
      return 'null';
    case 'boolean':
    case 'text':
      return JSON.stringify(value.value);
    case 'list':
    case 'tuple':
      return `[${value.items.map(scriptLiteral).join(', ')}]`;
    case 'object':
      return `{ ${value.entries.map(([key, each]) => `${JSON.stringify(key)}: ${scriptLiteral(each)}`).join(', ')} }`;
  }
}
