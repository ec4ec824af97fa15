/**
 * Functions that call one another lose their bodies together, and are written again from the callee up, one a session. What the first
 * session decides in words has to be kept in the code of later ones, and is asked for. Needs no history.
 */
import { checksTypes } from '../changes/checksTypes';
import { TestOutcomes, type BrokenTests, type Refusal } from '../changes/testOutcomes';
import type { Draft, MakerInput, ScenarioMaker, Stub } from '../maker';
import type { Session } from '../types';
import { callChains, type CallChain } from './callChains';
import { chainFacts } from './chainFacts';
import { chainPrompt, chainQuestions, forgetfulAnswers } from './chainPrompts';
import { ChainStates } from './chainStates';
import { chainTests } from './chainTests';
import { DecisionMaker, type Decisions } from './decisions';

const category = 'multi_session_development';
const kind = 'chained-functions';

export const chainedFunctionsMaker: ScenarioMaker = {
  category,
  ahead: 1,
  async *drafts(input: MakerInput): AsyncIterable<Draft> {
    const { index, random, reject, signal } = input;
    const outcomes = new TestOutcomes(input);
    const decisions = new DecisionMaker(index, random);
    for (const chain of callChains(index, random)) {
      signal.throwIfAborted();
      const made = await draftOf(input, outcomes, chain, decisions.next());
      if ('reason' in made) reject({ category, kind, subject: subjectOf(chain), ...made });
      else yield made;
    }
  },
};

function subjectOf(chain: CallChain): string {
  return chain.map(({ symbol }) => symbol.id).join(' <- ');
}

async function draftOf(
  { index, tools }: MakerInput,
  outcomes: TestOutcomes,
  chain: CallChain,
  decisions: Decisions,
): Promise<Draft | Refusal> {
  const first = chain[0]!.symbol;
  const language = index.file(first.path)!.language!;
  const states = new ChainStates(index, chain, decisions.ticket);
  const facts = await chainFacts(chain, states);
  const tests = await chainTests(index, outcomes, chain, states);
  if ('reason' in tests) return tests;
  const unshown = chain.findIndex((_, at) => tests[at]!.failToPass.length === 0 && facts[at]!.names.length === 0);
  if (unshown >= 0) {
    return { reason: 'no-tests', detail: `nothing shows that ${chain[unshown]!.symbol.name} is written` };
  }

  const sessions = chain.map((link, at): Session => {
    const { path } = link.symbol;
    const { failToPass, passToPass } = tests[at]!;
    const told = { at, names: facts[at]!.names, failToPass };
    return {
      title: `Write ${link.symbol.name}`,
      commit: undefined,
      prompt: chainPrompt(chain, told, decisions, states.comment(link)),
      base: [],
      check: {
        allowed: [path],
        typeCheck: checksTypes(tools, index.file(path)!.language!),
        ...{ failToPass, passToPass },
        expectations: facts[at]!.expectations,
        reference: [{ path, content: states.text(path, at + 1) }],
        hidden: [...states.later(at), ...failToPass.map(({ file }) => ({ path: file, content: index.text(file) }))],
      },
      recall: chainQuestions(chain, told, decisions),
    };
  });
  const testFiles = [...new Set(tests.flatMap(({ failToPass }) => failToPass.map(({ file }) => file)))];
  const names = chain.map(({ symbol }) => symbol.name);
  return {
    ...{ category, kind, language, subject: subjectOf(chain), cluster: first.path },
    title: `Write ${names.length} functions that call one another`,
    description: `The bodies of ${chain.map(({ symbol }) => `${symbol.name} (${symbol.path})`).join(', ')} are missing. Each session asks for one of them; each calls the one before.`,
    prompt: Object.fromEntries(sessions.map(({ prompt }, at) => [`session_${at + 1}`, prompt])),
    approach:
      'Write each function from its callers and tests, with those written before, and keep to what the first session decided.',
    truthText: chain.map(({ symbol, body }) => `${symbol.id}:\n${body}`).join('\n\n'),
    criteria: criteriaOf(names, tests),
    groundTruth: {
      files: [...states.paths, ...testFiles],
      symbols: chain.map(({ symbol }) => symbol.id),
      edges: chain.slice(1).map(({ symbol }, at) => [symbol.id, chain[at]!.symbol.id]),
    },
    base: states.paths.map((path) => ({ path, content: states.text(path, 0) })),
    verification: { kind: 'sessions', sessions },
    needed: [...states.paths, ...testFiles],
    related: states.paths.flatMap((path) =>
      index.importsOf(path).flatMap(({ resolution }) => (resolution.kind === 'file' ? [resolution.path] : [])),
    ),
    secrets: chain.map(({ body }) => body),
    stubs: stubsOf(chain, states, sessions, decisions),
  };
}

function criteriaOf(names: readonly string[], tests: readonly BrokenTests[]): readonly string[] {
  const counts = tests.map(({ failToPass }) => failToPass.reduce((sum, each) => sum + each.names.length, 0));
  return [
    ...names.map(
      (name, at) =>
        `Session ${at + 1}: ${name} is written${counts[at] === 0 ? '' : ` and ${counts[at]} tests pass again`}.`,
    ),
    'Every function that is written begins with the comment that the first session decided.',
    'What was decided in words is still known in later sessions.',
  ];
}

function stubsOf(
  chain: CallChain,
  states: ChainStates,
  sessions: readonly Session[],
  decisions: Decisions,
): readonly Stub[] {
  const nothing = { files: [], answers: {} };
  const stubs: readonly Stub[] = [
    { kind: 'first-session-only', ...nothing, files: sessions[0]!.check.reference },
    {
      ...{ kind: 'wrong-recall', ...nothing },
      sessions: sessions.map(({ check, recall }) => ({
        files: check.reference,
        answers: forgetfulAnswers(recall, decisions),
      })),
    },
  ];
  // Where tests fail without the code, a comment alone needs no trial.
  const tested = sessions.every(({ check }) => check.failToPass.length > 0);
  if (tested) return stubs;
  return [
    ...stubs,
    {
      ...{ kind: 'comments-only', ...nothing },
      sessions: sessions.map(({ recall }, at) => ({
        files: [{ path: chain[at]!.symbol.path, content: states.text(chain[at]!.symbol.path, 0, at + 1) }],
        answers: Object.fromEntries(
          recall.map(({ id, answer }) => [id, answer.form === 'text' ? answer.expected : undefined]),
        ),
      })),
    },
  ];
}
