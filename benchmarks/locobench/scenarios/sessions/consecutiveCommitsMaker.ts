/** Commits that changed the same sources one after the other are written again, one a session, from the state before the first one. */
import { languageOfFile } from '../../../../runtime/syntax';
import { checksTypes } from '../changes/checksTypes';
import { literalGlob } from '../changes/literalGlob';
import { TestOutcomes, type BrokenTests, type Refusal } from '../changes/testOutcomes';
import { LeakIndex } from '../checks/leakIndex';
import { writtenStretches } from '../history/writtenStretches';
import type { Draft, MakerInput, ScenarioMaker } from '../maker';
import type { FileChange, Session } from '../types';
import { commitPrompt, commitQuestions, type EarlierSession } from './commitPrompts';
import { commitSeries, type CommitSeries } from './commitSeries';
import { definedNames, expectationOf } from '../history/definedNames';
import { seriesTexts, type SeriesTexts, type StepTexts } from './seriesTexts';

const category = 'multi_session_development';
const kind = 'consecutive-commits';
const MOST_NAMES = 8;
const MOST_TEST_FILES = 6;

export const consecutiveCommitsMaker: ScenarioMaker = {
  category,
  ahead: 1,
  async *drafts(input: MakerInput): AsyncIterable<Draft> {
    const { index, reject, signal } = input;
    const outcomes = new TestOutcomes(input);
    for (const series of commitSeries(index)) {
      signal.throwIfAborted();
      const texts = await seriesTexts(index, series, signal);
      const made = 'reason' in texts ? texts : await draftOf(input, outcomes, series, texts);
      if ('reason' in made) reject({ category, kind, subject: subjectOf(series), ...made });
      else yield made;
    }
  },
};

function subjectOf({ steps }: CommitSeries): string {
  return steps.map(({ commit }) => `${commit.hash.slice(0, 12)} ${commit.subject}`.slice(0, 60)).join(', ');
}

async function draftOf(
  { tools, index }: MakerInput,
  outcomes: TestOutcomes,
  series: CommitSeries,
  texts: SeriesTexts,
): Promise<Draft | Refusal> {
  const { steps, shared } = series;
  const language = languageOfFile(shared);
  if (language === undefined) return { reason: 'ambiguous', detail: `${shared} has no grammar` };
  const sessions: Session[] = [];
  const earlier: EarlierSession[] = [];
  let state: readonly FileChange[] = texts.base;
  for (const [at, step] of steps.entries()) {
    const own = texts.steps[at]!;
    const reference = own.sources.map(({ path, after }) => ({ path, content: after }));
    const before = [...state, ...own.between];
    const tests = await testsOf(outcomes, own, before, reference);
    if ('reason' in tests) return { ...tests, detail: `session ${at + 1}: ${tests.detail}` };
    const names = (await Promise.all(own.sources.map(definedNames))).flat().slice(0, MOST_NAMES);
    if (tests.failToPass.length === 0 && names.length === 0) {
      return { reason: 'no-tests', detail: `session ${at + 1}: neither a test nor a name shows that it is done` };
    }
    const prompt = commitPrompt(step, own, names, tests.failToPass);
    if (typeof prompt !== 'string') return prompt;
    const files = own.sources.map(({ path }) => path);
    const last = earlier.at(-1);
    sessions.push({
      title: step.commit.subject,
      commit: step.commit.hash,
      prompt,
      base: own.between,
      check: {
        allowed: files.map(literalGlob),
        typeCheck: checksTypes(tools, language),
        ...tests,
        expectations: names.map(expectationOf),
        reference,
        hidden: own.testsThen,
      },
      recall: last === undefined ? [] : commitQuestions(last, files, prompt),
    });
    earlier.push({ number: at + 1, subject: step.commit.subject, files, names });
    state = [...before, ...reference];
  }
  if (sessions.every(({ recall }) => recall.length === 0)) {
    return { reason: 'does-not-discriminate', detail: 'nothing was decided that can be asked for later' };
  }
  const present = new Map(texts.base.map(({ path, content }) => [path, content]));
  const isThere = (path: string) => (present.has(path) ? present.get(path) !== null : index.file(path) !== undefined);
  const sources = [...new Set(steps.flatMap((step) => step.sources))];
  const first = steps[0]!.commit.hash.slice(0, 12);
  return {
    ...{ category, kind, language, subject: subjectOf(series), cluster: shared },
    title: `${steps.length} pieces of work on ${shared}`,
    description: `The repository is as it was before commit ${first}. Each session asks for one of the pieces of work that followed, which all change ${shared}.`,
    prompt: Object.fromEntries(sessions.map(({ prompt }, at) => [`session_${at + 1}`, prompt])),
    approach: 'Do each piece of work on top of those before it, and keep what they decided.',
    truthText: steps.map(({ commit }) => `${commit.hash} ${commit.subject}`).join('\n'),
    criteria: [
      ...sessions.map(({ title }, at) => `Session ${at + 1}: “${title}” is done.`),
      'What earlier sessions decided is still known in later ones.',
    ],
    groundTruth: { files: sources, symbols: [], edges: [] },
    base: texts.base,
    verification: { kind: 'sessions', sessions },
    needed: sources.filter(isThere),
    related: [...new Set(steps.flatMap((step) => step.tests))].filter(isThere),
    secrets: secretsOf(texts),
    stubs: [
      { kind: 'first-session-only', files: sessions[0]!.check.reference, answers: {} },
      {
        ...{ kind: 'wrong-recall', files: [], answers: {} },
        sessions: sessions.map(({ check }) => ({ files: check.reference, answers: {} })),
      },
    ],
  };
}

/** Tests that the commit changed, which fail without its sources. */
async function testsOf(
  outcomes: TestOutcomes,
  { tests, testsThen }: StepTexts,
  before: readonly FileChange[],
  reference: readonly FileChange[],
): Promise<BrokenTests | Refusal> {
  if (!outcomes.measured) return { failToPass: [], passToPass: [] };
  const files = tests.map(({ path }) => path).slice(0, MOST_TEST_FILES);
  if (files.length === 0) return { reason: 'no-tests', detail: 'the commit leaves no test' };
  return outcomes.broken(files, [...before, ...testsThen], [...before, ...reference, ...testsThen]);
}

/** Stretches that the commits wrote, and that stood nowhere in what they changed before the first of them. */
function secretsOf({ base, steps }: SeriesTexts): readonly string[] {
  const leaks = new LeakIndex([]);
  const known = (value: string) => base.some(({ content }) => content !== null && leaks.leakIn(value, content));
  return steps
    .flatMap(({ sources }) => sources.flatMap(({ before, after }) => writtenStretches(before ?? '', after)))
    .filter((value) => !known(value));
}
