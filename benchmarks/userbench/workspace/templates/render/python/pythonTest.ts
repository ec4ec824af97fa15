/** Tests in Python, in every framework that a design may ask for. */
import path from 'node:path';
import { wordsOf } from '../../../code/words';
import type { Design } from '../../../preferences/types';
import type { PythonForm } from '../../features/pythonForms';
import type { Place } from '../../place';
import type { FeatureNames } from '../names';

export interface PythonTested {
  /** What tests import, and of which file. */
  readonly imported: string;
  readonly file: string;
  /** File that the test is named after. */
  readonly stem: string;
  readonly name: string;
  readonly cases: readonly PythonCase[];
  readonly helpers?: readonly string[] | undefined;
}

export type PythonCase = {
  /** Goes on after `test`, e.g. `takes a small one`. */
  readonly title: string;
} & ({ readonly actual: string; readonly expected: string } | { readonly raises: string });

export function pythonTest(
  tested: PythonTested,
  design: Design,
  place: Place,
  extraCases: number,
): { readonly path: string; readonly content: string } {
  const [first] = tested.cases;
  const repeated = Array.from({ length: extraCases }, (_, at) => ({
    ...first!,
    title: `${first!.title} time ${at + 2}`,
  }));
  const cases = [...tested.cases, ...repeated];
  const from = `from ${importPath(tested.file)} import ${tested.imported}`;
  const framework = design['test-framework'];
  const lines =
    framework === 'unittest'
      ? unittestLines(tested, cases, from)
      : framework === 'doctest'
        ? doctestLines(tested, cases, from)
        : pytestLines(tested, cases, from);
  return { path: testFile(tested, design, place), content: `${lines.join('\n')}\n` };
}

/** What Python calls a file: folders of sources below the root are on its path. */
export function importPath(file: string): string {
  return file
    .replace(/^src\//, '')
    .replace(/(?:\/__init__)?\.py$/, '')
    .replaceAll('/', '.');
}

function testFile({ file, stem }: PythonTested, design: Design, place: Place): string {
  const folder = path.posix.dirname(file);
  const where = design['test-place'];
  const target =
    where === 'root-folder' ? place.testRoot : where === 'inner-folder' ? path.posix.join(folder, 'tests') : folder;
  const name =
    { 'test-last': `${stem}_test`, 'spec-last': `${stem}_spec` }[design['test-suffix'] ?? ''] ?? `test_${stem}`;
  return path.posix.join(target, `${name}.py`);
}

function functionName(title: string): string {
  return `test_${wordsOf(title).join('_')}`;
}

function needs(cases: readonly PythonCase[]): readonly string[] {
  return cases.some((each) => 'actual' in each && each.actual.includes('asyncio.')) ||
    cases.some((each) => 'raises' in each && each.raises.includes('asyncio.'))
    ? ['import asyncio']
    : [];
}

function pytestLines({ helpers = [] }: PythonTested, cases: readonly PythonCase[], from: string): readonly string[] {
  const raises = cases.some((each) => 'raises' in each);
  const blocks = cases.map((each) => [
    `def ${functionName(each.title)}():`,
    ...('raises' in each
      ? ['    with pytest.raises(Exception):', `        ${each.raises}`]
      : [`    assert ${each.actual}${each.expected === 'True' ? '' : ` == ${each.expected}`}`]),
  ]);
  const head = [...needs(cases), ...(raises ? ['import pytest'] : []), from];
  return joined([head, ...(helpers.length > 0 ? [helpers] : []), ...blocks]);
}

function unittestLines(
  { name, helpers = [] }: PythonTested,
  cases: readonly PythonCase[],
  from: string,
): readonly string[] {
  const title = wordsOf(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  const methods = cases.flatMap((each, at) => [
    ...(at === 0 ? [] : ['']),
    `    def ${functionName(each.title)}(self):`,
    ...('raises' in each
      ? ['        with self.assertRaises(Exception):', `            ${each.raises}`]
      : [
          each.expected === 'True'
            ? `        self.assertTrue(${each.actual})`
            : `        self.assertEqual(${each.actual}, ${each.expected})`,
        ]),
  ]);
  const head = [...needs(cases), 'import unittest', from];
  return joined([
    head,
    ...(helpers.length > 0 ? [helpers] : []),
    [`class ${title}Test(unittest.TestCase):`, ...methods],
    ['if __name__ == "__main__":', '    unittest.main()'],
  ]);
}

function doctestLines(
  { name, helpers = [] }: PythonTested,
  cases: readonly PythonCase[],
  from: string,
): readonly string[] {
  const examples = cases.flatMap((each) =>
    'raises' in each
      ? ['>>> try:', `...     _ = ${each.raises}`, '... except Exception:', '...     print("refused")', 'refused', '']
      : [`>>> ${each.actual} == ${each.expected}`, 'True', ''],
  );
  return joined([
    [`"""Examples of the ${name}.`, '', ...examples.slice(0, -1), '"""'],
    [...needs(cases), 'import doctest', from],
    ...(helpers.length > 0 ? [helpers] : []),
    ['if __name__ == "__main__":', '    doctest.testmod(raise_on_error=True)'],
  ]);
}

function joined(blocks: readonly (readonly string[])[]): readonly string[] {
  return blocks.flatMap((block, at) => (at === 0 ? block : ['', '', ...block]));
}

/** Cases of a feature: what is taken, and what is refused. */
export function pythonCases(
  form: PythonForm,
  names: FeatureNames,
  design: Design,
): Pick<PythonTested, 'cases' | 'helpers'> {
  const call = (input: string) => {
    const given = design.parameters === 'single' ? `{"${names.input}": ${input}}` : input;
    if (design.async === 'callback') return `told(lambda done: ${names.function}(${given}, done))`;
    return design.async === 'promise' ? `asyncio.run(${names.function}(${given}))` : `${names.function}(${given})`;
  };
  const { output, detail } = form;
  const shape = design['return-shape'];
  const plain =
    shape === 'object'
      ? `{"${output.name}": ${output.good}, "detail": ${detail.good}}`
      : shape === 'tuple'
        ? `(${output.good}, ${detail.good})`
        : output.good;
  const style = design['error-style'];
  const good = style === 'result' ? `{"ok": True, "value": ${plain}}` : plain;
  const title = 'refuses what it cannot take';
  const refused: PythonCase =
    style === 'nothing'
      ? { title, actual: call(form.input.bad), expected: 'None' }
      : style === 'result'
        ? { title, actual: `${call(form.input.bad)}["ok"]`, expected: 'False' }
        : { title, raises: call(form.input.bad) };
  return {
    cases: [{ title: 'takes what it is made for', actual: call(form.input.good), expected: good }, refused],
    helpers:
      design.async === 'callback'
        ? [
            'def told(run):',
            '    given = []',
            '    run(lambda _error, value: given.append(value))',
            '    return given[0]',
          ]
        : undefined,
  };
}

/** Tests that pin down that a real function is there under its name. */
export function pythonContract({ function: name }: Pick<Place, 'function'>): readonly PythonCase[] {
  return [
    { title: 'takes calls', actual: `callable(${name})`, expected: 'True' },
    { title: 'keeps its name', actual: `${name}.__name__`, expected: `"${name}"` },
  ];
}
