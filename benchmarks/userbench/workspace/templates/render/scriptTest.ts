/** Tests of a feature, in every framework and form that a design may ask for. */
import path from 'node:path';
import type { Design } from '../../preferences/types';
import type { Feature } from '../features/feature';
import type { Place } from '../place';
import type { FeatureNames } from './names';

export interface Tested {
  /** Name that tests call, e.g. `tools.run`; and the names to import with how. */
  readonly callee: string;
  readonly imported: string;
  readonly how: 'named' | 'default' | 'object';
  readonly file: string;
  readonly name: string;
  readonly cases: readonly Case[];
}

export interface Case {
  /** Goes on after the name of the function, e.g. `takes a small one`. */
  readonly title: string;
  readonly lines: (assert: Assert) => readonly string[];
  readonly isAsync: boolean;
}

export interface Assert {
  equal(actual: string, expected: string): string;
  throws(call: string): string;
  rejects(call: string): string;
}

/** @returns path and text of the test */
export function scriptTest(
  tested: Tested,
  design: Design,
  place: Place,
  extraCases: number,
): { readonly path: string; readonly content: string } {
  const file = testFile(tested.file, design, place);
  const framework = design['test-framework'] ?? 'node-test';
  const assert = asserts(framework);
  const repeated = Array.from({ length: extraCases }, (_, at) => ({
    ...tested.cases[0]!,
    title: `${tested.cases[0]!.title}, time ${at + 2}`,
  }));
  const lines = [
    ...imports(tested, framework, file, place),
    '',
    ...testLines(tested, [...tested.cases, ...repeated], framework, assert, design),
  ];
  return { path: file, content: `${lines.join('\n')}\n` };
}

function testFile(source: string, design: Design, place: Place): string {
  const folder = path.posix.dirname(source);
  const where = design['test-place'];
  const target =
    where === 'root-folder' ? place.testRoot : where === 'inner-folder' ? path.posix.join(folder, '__tests__') : folder;
  const suffix =
    { 'dot-test': '.test', 'dot-spec': '.spec', 'dash-test': '-test' }[design['test-suffix'] ?? ''] ?? '.test';
  return path.posix.join(target, `${path.posix.basename(source, place.extension)}${suffix}${place.extension}`);
}

function imports({ imported, how, file }: Tested, framework: string, test: string, place: Place): readonly string[] {
  let target = path.posix.relative(path.posix.dirname(test), file).slice(0, -place.extension.length);
  if (!target.startsWith('.')) target = `./${target}`;
  const source = `${target}${place.importExtension}`;
  const common = place.modules === 'commonjs';
  const one = (name: string, from: string) =>
    common ? `const ${name} = require('${from}');` : `import ${name.replace(': ', ' as ')} from '${from}';`;
  const node = {
    'node-test': [one('{ describe, it }', 'node:test'), one('assert', 'node:assert/strict')],
    vitest: [one('{ describe, expect, it }', 'vitest')],
    jest: [],
    mocha: [one('assert', 'node:assert/strict')],
    tape: [one('test', 'tape')],
  }[framework] ?? [one('assert', 'node:assert/strict')];
  return [...node, one(how === 'default' ? imported : `{ ${imported} }`, source)];
}

function asserts(framework: string): Assert {
  if (framework === 'vitest' || framework === 'jest') {
    return {
      equal: (actual, expected) => `expect(${actual}).toEqual(${expected});`,
      throws: (call) => `expect(() => ${call}).toThrow();`,
      rejects: (call) => `await expect(${call}).rejects.toThrow();`,
    };
  }
  const name = framework === 'tape' ? 't' : 'assert';
  return {
    equal: (actual, expected) => `${name}.deepEqual(${actual}, ${expected});`,
    throws: (call) => `${name}.throws(() => ${call});`,
    rejects: (call) =>
      framework === 'tape'
        ? `await ${call}.then(() => t.fail('it should be refused'), () => t.pass('it is refused'));`
        : `await assert.rejects(${call});`,
  };
}

function testLines(
  tested: Tested,
  cases: readonly Case[],
  framework: string,
  assert: Assert,
  design: Design,
): readonly string[] {
  const form = design['test-form'];
  const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
  const tape = framework === 'tape';
  const one = (title: string, lines: readonly string[], isAsync: boolean, quote = "'") => {
    const head = `${tape ? 'test' : 'it'}(${quote}${title}${quote}, ${isAsync ? 'async ' : ''}${tape ? '(t)' : '()'} => {`;
    return [head, ...indent([...lines, ...(tape ? ['t.end();'] : [])]), '});'];
  };
  const inner: string[] = [];
  if (form === 'single') {
    const lines = cases.flatMap((each) => each.lines(assert));
    inner.push(
      ...one(
        titled(tested, 'does what it says', design),
        lines,
        cases.some(({ isAsync }) => isAsync),
      ),
    );
  } else if (form === 'table') {
    const titles = cases.map(({ title }) => `'${title}'`).join(', ');
    const lines = cases.flatMap((each) => [`if (which === '${each.title}') {`, ...indent(each.lines(assert)), '}']);
    inner.push(`for (const which of [${titles}]) {`);
    inner.push(
      ...indent(
        one(
          titled(tested, '${which}', design),
          lines,
          cases.some(({ isAsync }) => isAsync),
          '`',
        ),
      ),
      '}',
    );
  } else {
    for (const [at, each] of cases.entries()) {
      inner.push(...(at > 0 ? [''] : []), ...one(titled(tested, each.title, design), each.lines(assert), each.isAsync));
    }
  }
  if (tape) return inner;
  return [`describe('${tested.name.charAt(0).toUpperCase() + tested.name.slice(1)}', () => {`, ...indent(inner), '});'];
}

function titled(tested: Tested, title: string, design: Design): string {
  const form = design['test-titles'];
  if (form === 'function-first') return `${tested.callee.split('.').at(-1)} ${title}`;
  // Without the s of the third person.
  return form === 'should' ? `should ${title.replace(/^(\w+?)s\b/, '$1')}` : title;
}

/** Cases of a feature: what is taken, and what is refused. */
export function featureCases(feature: Feature, names: FeatureNames, design: Design, callee: string): readonly Case[] {
  const callback = design.async === 'callback';
  const isAsync = callback || design.async === 'promise';
  const call = (input: string) => callOf(names, design, callee, input);
  const awaited = (input: string) => (isAsync ? `await ${call(input)}` : call(input));
  const { output, detail } = feature;
  const shape = design['return-shape'];
  const plain =
    shape === 'object'
      ? `{ ${output.name}: ${output.good}, detail: ${detail.good} }`
      : shape === 'tuple'
        ? `[${output.good}, ${detail.good}]`
        : output.good;
  const result = design['error-style'] === 'result';
  const expected = result ? `{ ok: true, value: ${plain} }` : plain;
  const style = design['error-style'];
  const refused = (assert: Assert): readonly string[] => {
    if (style === 'nothing') return [assert.equal(awaited(feature.input.bad), 'undefined')];
    if (result) return [assert.equal(`(${awaited(feature.input.bad)}).ok`, 'false')];
    // A callback that cannot be reached: the promise around it is what fails.
    return [isAsync ? assert.rejects(call(feature.input.bad)) : assert.throws(call(feature.input.bad))];
  };
  return [
    {
      title: 'takes what it is made for',
      isAsync,
      lines: (assert) => [assert.equal(awaited(feature.input.good), expected)],
    },
    { title: 'refuses what it cannot take', isAsync, lines: refused },
  ];
}

function callOf(names: FeatureNames, design: Design, callee: string, input: string): string {
  const single = design.parameters === 'single';
  const given = single ? `{ ${names.input}: ${input} }` : input;
  if (design.async !== 'callback') return `${callee}(${given})`;
  const middle = single ? '' : ', undefined';
  return `new Promise((resolve) => ${callee}(${given}${middle}, (_error, result) => resolve(result)))`;
}
