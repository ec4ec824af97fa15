/**
 * A test that has to fail, put at the end of a test file under a random title. Where it is missing, passes, or says that an assertion
 * let something pass, somebody took the runner or its assertions out of the way, or ended the process early: nothing of that run is
 * believed then.
 */
import type { Probe } from './types';

/** Assertions of \`node:assert\` that have to throw; counts those that do not. */
const ASSERTIONS = (assert: string) => `
  let silent = 0;
  for (const wrong of [
    () => ${assert}.strictEqual(1, 2), () => ${assert}.equal(1, 2), () => ${assert}.deepStrictEqual([1], [2]),
    () => ${assert}.deepEqual([1], [2]), () => ${assert}.ok(false), () => ${assert}(false), () => ${assert}.fail(),
    () => ${assert}.throws(() => {}), () => ${assert}.notStrictEqual(1, 1),
  ]) {
    try { wrong(); silent++; } catch {}
  }`;

const EXPECTATIONS = (expect: string) => `
  for (const wrong of [
    () => ${expect}(1).toBe(2), () => ${expect}([1]).toEqual([2]), () => ${expect}(false).toBeTruthy(),
    () => ${expect}(() => {}).toThrow(),
  ]) {
    try { wrong(); silent++; } catch {}
  }`;

const FAIL = ({ word }: Probe) => `throw new Error('${word} ' + silent);`;

/** Whether a file is an ES module, as far as its text tells. */
export function isModule(file: string, text: string): boolean {
  if (/\.(?:mjs|mts)$/.test(file)) return true;
  return !/\.(?:cjs|cts)$/.test(file) && /^\s*(?:import\s+[\w*{'"]|export\s+[\w*{])/m.test(text);
}

/** \`it\` or \`test\` is global in mocha and jest, whatever the interface. */
export function globalProbe(probe: Probe, expectations: boolean): string {
  const expect = expectations ? EXPECTATIONS('globalThis.expect') : '';
  return `
// @ts-ignore
(globalThis.it ?? globalThis.test)('${probe.title}', async () => {
  const { default: assert } = await import('node:assert');${ASSERTIONS('assert')}${expect}
  ${FAIL(probe)}
});
`;
}

export function nodeProbe(file: string, text: string, probe: Probe): string {
  const body = `, async () => {
  const { default: assert } = await import('node:assert');${ASSERTIONS('assert')}
  ${FAIL(probe)}
});
`;
  return isModule(file, text)
    ? `\nimport { test as ${probe.title} } from 'node:test';\n${probe.title}('${probe.title}'${body}`
    : `\nrequire('node:test').test('${probe.title}'${body}`;
}

export function vitestProbe(probe: Probe): string {
  return `
import * as ${probe.title} from 'vitest';
${probe.title}.test('${probe.title}', async () => {
  const { default: assert } = await import('node:assert');${ASSERTIONS('assert')}${EXPECTATIONS(`${probe.title}.expect`)}
  ${FAIL(probe)}
});
`;
}

/** Assertions of tape report instead of throwing: one that has to fail is enough. */
export function tapeProbe(file: string, text: string, probe: Probe): string {
  const body = `('${probe.title}', (t) => {
  t.equal(1, 1);
  t.equal(1, 2, '${probe.word} 0');
  t.end();
});
`;
  return isModule(file, text)
    ? `\nimport ${probe.title} from 'tape';\n${probe.title}${body}`
    : `\nrequire('tape')${body}`;
}

export function pytestProbe(probe: Probe): string {
  return `


def test_${probe.title}():
    import unittest
    silent = 0
    for wrong in (lambda case: case.assertEqual(1, 2), lambda case: case.assertTrue(False), lambda case: case.fail()):
        try:
            wrong(unittest.TestCase())
            silent += 1
        except AssertionError:
            pass
    try:
        assert silent < 0
        silent += 1
    except AssertionError:
        pass
    raise RuntimeError('${probe.word} ' + str(silent))
`;
}
