import type { Page } from 'playwright-core';
import { locobenchStrings } from '../../extension/evaluation/locobenchStrings';
import type {
  AskMessage,
  Json,
  LocoContent,
  LocoData,
  LocoMessageToExtension,
  LocoMessageToPage,
  LocoQuestion,
  LocoQuestions,
} from '../locobench/protocol';
import { episodeEvents, episodeRecord } from '../locobench/testing/episodeFixture';
import { locoData, rejects, runRecord, setSummary } from '../locobench/testing/locoFixture';
import { comparedRuns, estimateRows, runReport } from '../locobench/testing/reportFixture';
import { runView } from '../locobench/testing/runFixture';
import { sampleDetail, samplePage } from '../locobench/testing/sampleFixture';
import { PageUnderTest, useBrowser, type Opening } from './pageUnderTest';

export const strings = locobenchStrings({ t: (text) => text });

/** What is answered to a question; a problem where a test wants one. */
type Answers = {
  readonly [Name in LocoQuestion]?: (asked: LocoQuestions[Name]['asked']) => LocoQuestions[Name]['answer'] | Error;
};

export interface ShowOptions extends Opening {
  readonly samples?: number;
  readonly data?: LocoData;
  readonly answers?: Answers;
  /** Lines of a sample's prompt. */
  readonly promptLines?: number;
}

export function stateMessage(content: LocoContent): LocoMessageToPage {
  const benchmark = content.kind === 'ready' ? content.data.benchmark : 'locobench';
  return { type: 'state', content, strings: locobenchStrings({ t: (text) => text }, benchmark), locale: 'en' };
}

/** The page with the extension's side behind it, which answers from the fixtures. */
export class LocobenchUnderTest extends PageUnderTest<LocoMessageToPage, LocoMessageToExtension> {
  constructor() {
    super('locobench');
  }

  /** Opens the page and waits for its heading. */
  async show(options: ShowOptions = {}): Promise<Page> {
    const { samples = 320, data = locoData(samples), answers = {}, promptLines, ...opening } = options;
    const page = await this.open(opening);
    const all = { ...fixtureAnswers(samples, promptLines), ...answers };
    page.setDefaultTimeout(10_000);
    await page.exposeFunction('extensionAnswers', (message: AskMessage): LocoMessageToPage => {
      // Name and asked of a message belong together by its type.
      const answer = (all[message.name] as (asked: unknown) => LocoQuestions[LocoQuestion]['answer'] | Error)(
        message.asked,
      );
      return answer instanceof Error
        ? { type: 'problem', id: message.id, problem: { message: answer.message, action: 'Try again later.' } }
        : { type: 'answer', id: message.id, answer };
    });
    await page.evaluate(`{
      const { sent } = window.whetstoneTest;
      sent.push = (message) => {
        Array.prototype.push.call(sent, message);
        if (message.type === 'ask') extensionAnswers(message).then((answer) => window.postMessage(answer, '*'));
        return sent.length;
      };
    }`);
    await this.post(stateMessage({ kind: 'ready', data }));
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }

  /** What the page asked under that name so far, in its order. */
  async asked<Name extends LocoQuestion>(name: Name): Promise<readonly LocoQuestions[Name]['asked'][]> {
    type Asked = LocoMessageToExtension & { readonly asked: LocoQuestions[Name]['asked'] };
    const isAsked = (message: LocoMessageToExtension): message is Asked =>
      message.type === 'ask' && message.name === name;
    return (await this.sent()).filter(isAsked).map(({ asked }) => asked);
  }
}

/** @param suite `this` of the `describe` in which it is called */
export function locobenchUnderTest(suite: Mocha.Suite): LocobenchUnderTest {
  const tested = new LocobenchUnderTest();
  useBrowser(suite, tested);
  return tested;
}

function fixtureAnswers(samples: number, promptLines: number | undefined): Required<Answers> {
  const record = runRecord('run-1', samples);
  const ended = {
    run: record,
    rate: undefined,
    remainingMs: undefined,
    recent: [],
    passed: Math.round(record.counts.scored / 3),
    problems: runView.problems,
  };
  return {
    generateSet: ({ name, count }) => setSummary(name, count),
    makeOtherSet: ({ kind, set, count, seed }) => ({
      ...{ folder: `/sets/${set}`, kind, name: set, created: 0, seed, scenarios: count, made: true },
    }),
    listToolServers: () => [],
    makeToolSet: ({ count, seed }) => ({
      ...{ folder: '/sets/tools', kind: 'mcp', name: 'tools', created: 0, seed, scenarios: count, made: true },
    }),
    removeOtherSet: () => null,
    cancelGenerate: () => null,
    listRejects: () => rejects(34),
    deleteSet: () => null,
    estimateRun: (params) => estimateRows(params),
    startRun: () => runView.run,
    pauseRun: () => ({ ...runView.run, state: 'paused' }),
    resumeRun: () => runView.run,
    stopRun: () => ({ ...runView.run, state: 'stopped', reason: 'Stopped by you.' }),
    deleteRun: () => null,
    rerunSamples: () => runView.run,
    readRun: ({ run }) => (run === 'run-live' ? runView : ended),
    listSamples: (filter) => samplePage(filter, samples),
    readSample: ({ run, index }) => sampleDetail(run, index, samples, promptLines),
    watchSample: ({ run, index }) => ({ run, index, from: 0, events: [] }),
    unwatchSample: () => null,
    beginEpisode: () => ({
      ...{ id: 'e1', title: 'Write a helper', system: 'You help.', opening: 'Please write me a helper.' },
      choices: ['search', 'action', 'answer', 'finish'],
      events: episodeEvents.slice(0, 1),
    }),
    actInEpisode: ({ choice }) =>
      choice === 'finish'
        ? { events: episodeEvents.slice(2), record: JSON.parse(JSON.stringify(episodeRecord)) as Json }
        : { events: episodeEvents.slice(1, 2), record: undefined },
    leaveEpisode: () => null,
    readReport: ({ run }) => runReport(run, samples),
    compareRuns: () => comparedRuns,
  };
}
