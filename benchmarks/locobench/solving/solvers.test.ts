import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ModelAnswer, Scenario, SolverContext, SolverRequest } from '../../core/runs/types';
import { openGrader } from '../grading/openGrader';
import { makeScenario, makeSet, type MadeSet } from '../grading/testing/madeSet';
import type { ChangeCheck, ScenarioEntry, Verification, VerifiedScenario } from '../scenarios';
import { estimatedTokens } from '../scenarios';
import { agentSolver } from './agent/agentSolver';
import { coreScenario, readAnswerContent } from './locobenchContent';
import { promptSolver } from './promptSolver';
import { verifiedScorer } from './verifiedScorer';

const FILES = {
  'src/a.js': 'export const a = 1;\n',
  'docs/fences.md': '```js\na\n```\n',
  'src/b.js': 'export const b = 2;\n',
};
const CHECK: ChangeCheck = {
  ...{ allowed: ['src/**'], typeCheck: false, failToPass: [], passToPass: [], hidden: [] },
  expectations: [{ kind: 'defined', path: 'src/a.js', name: 'wanted' }],
  reference: [{ path: 'src/a.js', content: 'export const wanted = 1;\n' }],
};
const WRITTEN = '```js path=src/a.js\nexport const wanted = 1;\n```';

describe('solvers', () => {
  let folder: string;
  let made: MadeSet;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'solvers-'));
    made = await makeSet(folder, FILES, {});
  });
  after(() => rmSync(folder, { recursive: true }));

  const core = (verification: Verification, more: Partial<VerifiedScenario['whetstone']> = {}): Scenario => {
    const context = {
      files: Object.keys(FILES).map((file) => ({ path: file, tokens: 1, role: 'related' as const, distance: 1 })),
      ...{ tokens: 3, targetTokens: 3 },
    };
    const scenario = makeScenario(verification, { facts: { context, ...more } });
    const entry: ScenarioEntry = {
      ...{ id: scenario.id, category: scenario.task_category, difficulty: 'easy', language: 'javascript', tokens: 3 },
      ...{ cluster: 'made', title: 'Made', hash: 'x' },
    };
    return coreScenario(scenario, entry);
  };
  const noRole = () => Promise.reject(new Error('no role is asked here'));
  const context = (
    answers: readonly (Partial<ModelAnswer> | ((request: SolverRequest) => Partial<ModelAnswer>))[],
    requests: SolverRequest[],
  ): SolverContext => ({
    ...{ model: 'm', repeat: 0, seed: 1, maxOutputTokens: 100, temperature: 0 },
    signal: new AbortController().signal,
    log: () => undefined,
    show: () => undefined,
    generateAs: noRole,
    generate: async (request) => {
      const scripted = answers[requests.length];
      requests.push({ ...request, messages: [...request.messages] });
      return {
        ...{
          call: 'c',
          model: 'm',
          text: '',
          toolCalls: [],
          finish: 'stop',
          cost: 0,
          firstTokenMs: 0,
          totalMs: 0,
          cached: false,
        },
        usage: {
          inputTokens: 1,
          cacheReadTokens: 0,
          cacheWriteTokens: 0,
          outputTokens: 1,
          reasoningTokens: 0,
          source: 'provider',
        },
        ...(typeof scripted === 'function' ? scripted(request) : scripted),
      };
    },
  });
  const parts = () => ({ ...made, tokens: estimatedTokens });
  const textOf = ({ messages }: SolverRequest, at = -1) =>
    messages
      .at(at)
      ?.content.map((part) => (part.type === 'text' ? part.text : ''))
      .join('') ?? '';

  it('put files in the order of the scenario before the task, in fences that they cannot end', async () => {
    const requests: SolverRequest[] = [];
    const solver = promptSolver(parts());
    await solver.solve(
      core({ kind: 'change', ...CHECK }, { base: [{ path: 'src/b.js', content: 'export const b = 3;\n' }] }),
      context([{ text: WRITTEN }], requests),
    );
    const prompt = textOf(requests[0]!);
    const places = [
      'path=src/a.js\n',
      '```` path=docs/fences.md\n',
      'path=src/b.js\nexport const b = 3;',
      'Do it.',
    ].map((each) => prompt.indexOf(each));
    assert.deepEqual(
      [...places].sort((a, b) => a - b),
      places,
    );
    assert.ok(places[0]! > 0);
  });

  it('count the tokens of the prompt that they will send', async () => {
    const requests: SolverRequest[] = [];
    const scenario = core({ kind: 'change', ...CHECK });
    const solver = promptSolver(parts());
    const { inputTokens, calls } = await solver.preview(scenario);
    await solver.solve(scenario, context([{ text: WRITTEN }], requests));
    const sent = [0, 1].reduce((sum, at) => sum + estimatedTokens.count(textOf(requests[0]!, at)), 0);
    assert.deepEqual([inputTokens, calls], [sent, 1]);
  });

  it('give what the scorer grades: the reference is complete, a cut answer says that it was cut', async () => {
    const grader = openGrader({ execute: false });
    const scorer = verifiedScorer({ ...made, grader });
    const scenario = core({ kind: 'change', ...CHECK });
    const solver = promptSolver(parts());
    const scored = async (answer: Partial<ModelAnswer>) => {
      const solution = await solver.solve(scenario, context([answer], []));
      return {
        solution,
        score: await scorer.score(scenario, solution, {
          signal: new AbortController().signal,
          log: () => undefined,
          generateAs: noRole,
        }),
      };
    };
    const right = await scored({ text: WRITTEN });
    assert.deepEqual([right.score.value, right.score.complete, right.solution.truncated], [1, true, false]);
    assert.equal(right.score.metrics.verified, 5);
    const cut = await scored({ text: WRITTEN.slice(0, 40), finish: 'length' });
    assert.deepEqual([cut.score.value, cut.solution.truncated], [0, true]);
    assert.match(cut.score.milestones[0]?.detail ?? '', /cut at the limit/);
    assert.equal((await scored({ text: 'I am sorry.' })).score.value, 0);
    await grader.close();
  });

  it('hold sessions in one conversation, each on what was written before', async () => {
    const requests: SolverRequest[] = [];
    const session = { title: 'One', commit: undefined, prompt: 'First.', base: [], check: CHECK, recall: [] };
    const verification: Verification = {
      kind: 'sessions',
      sessions: [
        session,
        { ...session, title: 'Two', prompt: 'Second.', base: [{ path: 'src/b.js', content: 'export const b = 9;\n' }] },
      ],
    };
    const patch =
      '```diff\n--- a/src/a.js\n+++ b/src/a.js\n@@ @@\n-export const wanted = 1;\n+export const wanted = 2;\n```';
    const solution = await promptSolver(parts()).solve(
      core(verification),
      context([{ text: WRITTEN }, { text: patch }], requests),
    );
    assert.equal(requests[1]?.messages.length, 4);
    const second = textOf(requests[1]);
    assert.match(second, /put into the files: src\/a\.js/);
    assert.match(second, /export const b = 9;[\s\S]*Second\./);
    const { sessions = [] } = readAnswerContent(solution.content);
    assert.deepEqual(sessions[1]?.files, [{ path: 'src/a.js', content: 'export const wanted = 2;\n' }]);
  });

  it('leave the files as they were after a session whose answer may not be applied, also with tools', async () => {
    const requests: SolverRequest[] = [];
    const first = { title: 'One', commit: undefined, prompt: 'First.', base: [], check: CHECK, recall: [] };
    const input = { path: 'other.js', search: '', replace: 'export const forbidden = 1;' };
    await agentSolver(parts()).solve(
      core({ kind: 'sessions', sessions: [first, { ...first, title: 'Two', prompt: 'Second.' }] }),
      context(
        [
          { toolCalls: [{ id: '1', name: 'edit_file', input }], finish: 'tool-calls' },
          { text: 'Done.' },
          { toolCalls: [{ id: '2', name: 'read_file', input: { path: 'other.js' } }], finish: 'tool-calls' },
          { text: 'Done.' },
        ],
        requests,
      ),
    );
    assert.match(textOf(requests[2]!), /could not be used[\s\S]*it changes other\.js, which it must not/);
    const read = requests[3]?.messages.at(-1)?.content[0];
    assert.ok(read?.type === 'tool-result' && read.isError === true);
  });

  it('let a model work with tools, tell it its mistakes, and take what it edited', async () => {
    const requests: SolverRequest[] = [];
    const call = (name: string, input: ModelAnswer['toolCalls'][number]['input']): Partial<ModelAnswer> => ({
      toolCalls: [{ id: `${name}-1`, name, input }],
      finish: 'tool-calls',
    });
    const told = (request: SolverRequest) => {
      const part = request.messages.at(-1)?.content[0];
      return part?.type === 'tool-result'
        ? `${part.isError === true ? 'ERROR ' : ''}${JSON.stringify(part.output)}`
        : '';
    };
    const solution = await agentSolver(parts()).solve(
      core({ kind: 'change', ...CHECK }),
      context(
        [
          call('search_text', { text: 'const a' }),
          call('read_file', { path: 'src/a.js' }),
          call('edit_file', { path: '../a.js', search: '', replace: 'x' }),
          call('edit_file', { path: 'src/a.js', search: 'export const a = 1;', replace: 'export const wanted = 1;' }),
          { text: 'Done.' },
        ],
        requests,
      ),
    );
    assert.ok(!textOf(requests[0]!, 1).includes('export const'));
    assert.match(told(requests[1]!), /src\/a\.js:1: export const a = 1;/);
    assert.match(told(requests[2]!), /1\\texport const a = 1;/);
    assert.match(told(requests[3]!), /^ERROR .*no path inside/);
    assert.deepEqual(readAnswerContent(solution.content).files, CHECK.reference);
  });

  it('end an agent that only calls tools', async () => {
    const requests: SolverRequest[] = [];
    const again = { toolCalls: [{ id: '1', name: 'list_files', input: { glob: '**' } }] };
    const solution = await agentSolver(parts()).solve(
      core({ kind: 'change', ...CHECK }),
      context(
        Array.from({ length: 200 }, () => again),
        requests,
      ),
    );
    assert.equal(requests.length, 40);
    assert.deepEqual(readAnswerContent(solution.content).files, []);
  });
});
