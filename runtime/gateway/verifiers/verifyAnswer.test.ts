import assert from 'node:assert/strict';
import type { Answer } from '../answer';
import type { GenerateRequest, Verifier } from '../types';
import { unbalanced } from './unbalanced';
import { createVerify } from './verifyAnswer';

const request = (changes: Partial<GenerateRequest> = {}): GenerateRequest => ({
  ...{ model: 'auto', purpose: 'chat', messages: [{ role: 'user', content: [{ type: 'text', text: 'do it' }] }] },
  ...changes,
});
const text = (value: string): Answer => ({ text: value, toolCalls: [], finish: 'stop' });
const call = (name: string, input: Answer['toolCalls'][number]['input']): Answer => ({
  ...{ text: '', finish: 'tool-calls', toolCalls: [{ id: '1', name, input }] },
});
const signal = new AbortController().signal;
const verdict = (verifier: Verifier, answer: Answer, asked = request()) =>
  createVerify()([verifier], answer, asked, signal);

const weather = {
  name: 'weather',
  description: 'weather of a city',
  inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

describe('checks of a cascade', () => {
  it('hold JSON to the schema that was asked for', async () => {
    const asked = request({
      output: { kind: 'json', schema: { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] } },
    });
    assert.deepEqual(await verdict({ kind: 'json' }, text('{"age": 3}'), asked), { passed: true });
    const wrong = await verdict({ kind: 'json' }, text('{"age": "three"}'), asked);
    assert.deepEqual(wrong, { passed: false, reason: 'its JSON does not fit the schema: age must be integer' });
    const none = await verdict({ kind: 'json' }, text('Sure! {"age": 3}'), asked);
    assert.match(none.passed ? '' : none.reason, /it is not JSON/);
  });

  it('hold tool calls to the schemas of the tools', async () => {
    const asked = request({ tools: [weather], toolChoice: { kind: 'required' } });
    assert.deepEqual(await verdict({ kind: 'tool-call' }, call('weather', { city: 'Ulm' }), asked), { passed: true });
    for (const [answer, reason] of [
      [call('weather', { town: 'Ulm' }), /must have required property 'city'/],
      [call('whether', {}), /"whether", which is not a tool/],
      [text('It rains.'), /calls no tool/],
    ] as const) {
      const failed = await verdict({ kind: 'tool-call' }, answer, asked);
      assert.match(failed.passed ? '' : failed.reason, reason);
    }
  });

  it('parse the code inside fences with the grammar of its language', async () => {
    const fenced = (code: string) => text(`Here it is:\n\n\`\`\`python\n${code}\n\`\`\`\nIt works.`);
    const python: Verifier = { kind: 'syntax', languageId: 'python' };
    assert.deepEqual(await verdict(python, fenced('def f(x):\n    return x')), { passed: true });
    const failed = await verdict(python, fenced('x = 1\ndef f(x:\n    return x'));
    assert.match(failed.passed ? '' : failed.reason, /its python is broken/);
  });

  it('pair brackets outside strings and comments where there is no grammar', () => {
    assert.equal(unbalanced('typescript', 'f("(", /* ] */ [1]) // {'), undefined);
    assert.match(unbalanced('python', 'x = """(\n"""\ny = [1') ?? '', /"\[" is never closed/);
    assert.match(unbalanced('java', 'f(1];') ?? '', /"]" at line 1 has no partner/);
    assert.match(unbalanced('go', 's := "abc\n') ?? '', /string that begins at line 1 does not end/);
  });

  it('do not believe an answer whose check by the caller is missing, fails or breaks', async () => {
    const tests: Verifier = { kind: 'caller', name: 'tests' };
    const missing = await verdict(tests, text('x'));
    assert.match(missing.passed ? '' : missing.reason, /nobody can make the check "tests"/);
    const breaking = createVerify({ tests: () => Promise.reject(new Error('no runner')) });
    const broken = await breaking([tests], text('x'), request(), signal);
    assert.match(broken.passed ? '' : broken.reason, /broke: no runner/);
    const passing = createVerify({ tests: () => Promise.resolve({ passed: true }) });
    assert.deepEqual(await passing([tests], text('x'), request(), signal), { passed: true });
  });

  it('fail an answer that was cut off or is empty, whatever else it is', async () => {
    const cut = await createVerify()([], { ...text('{}'), finish: 'length' }, request(), signal);
    assert.equal(cut.passed, false);
    assert.equal((await createVerify()([], text(' '), request(), signal)).passed, false);
  });
});
