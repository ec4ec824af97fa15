import { literalText } from '../adapters/literalText';
import type { ExpectedValue } from './readCanonical';
import type { TestedCall, TestedFunction } from './types';

const SAME = `def same(actual, expected):
    """Whether two results are one: floats to the nine digits that are written down here."""
    if isinstance(expected, float):
        return type(actual) is float and math.isclose(actual, expected, rel_tol=1e-8)
    if isinstance(expected, (list, tuple)):
        return type(actual) is type(expected) and len(actual) == len(expected) and all(map(same, actual, expected))
    if isinstance(expected, dict):
        return isinstance(actual, dict) and actual.keys() == expected.keys() and all(
            same(actual[key], expected[key]) for key in expected
        )
    return type(actual) is type(expected) and actual == expected
`;

/** Errors that are there without an import. */
const BUILT_IN =
  /^(?:ArithmeticError|AssertionError|AttributeError|IndexError|KeyError|LookupError|NotImplementedError|OverflowError|RecursionError|RuntimeError|StopIteration|TypeError|UnicodeDecodeError|UnicodeEncodeError|UnicodeError|ValueError|ZeroDivisionError)$/;

/** A file for unittest, which pytest runs as well. */
export function pythonTests(module: string, functions: readonly TestedFunction[], note: string): string {
  const names = functions.map(({ access }) => access);
  const classes = functions.map(({ access, tools }) => {
    const tests = tools.map(({ name, calls }) => {
      return [`    def test_as_${name}(self):`, ...calls.flatMap(lines)].join('\n');
    });
    return `class ${className(access)}(unittest.TestCase):\n${tests.join('\n\n')}\n`;
  });
  return [
    `"""${note}"""\nimport math\nimport unittest\n\nfrom ${module} import ${names.join(', ')}\n`,
    SAME,
    ...classes,
    "if __name__ == '__main__':\n    unittest.main()\n",
  ].join('\n\n');
}

function lines({ call, expected }: TestedCall): string[] {
  if (expected.kind === 'raises') {
    const error = BUILT_IN.test(expected.name) ? expected.name : 'Exception';
    return [`        with self.assertRaises(${error}):`, `            ${call}`];
  }
  return [`        self.assertTrue(same(${call}, ${pythonLiteral(expected.value)}))`];
}

export function pythonLiteral(value: ExpectedValue): string {
  switch (value.kind) {
    case 'integer':
    case 'float':
      return value.text;
    case 'null':
      return 'None';
    case 'boolean':
    case 'text':
      return literalText('python', value.value);
    case 'list':
      return `[${value.items.map(pythonLiteral).join(', ')}]`;
    case 'tuple':
      return `(${value.items
        .map((item) => `${pythonLiteral(item)}, `)
        .join('')
        .trimEnd()})`;
    case 'object':
      return `{${value.entries.map(([key, each]) => `${literalText('python', key)}: ${pythonLiteral(each)}`).join(', ')}}`;
  }
}

function className(access: string): string {
  const words = access.split(/_+/).filter((word) => word !== '');
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Test`;
}
