/** A run of UserBench under way as its news come: turns of one episode, and counts, money and results that grow. Made, of any length. */
import type { Json, LocoMessageToPage, RunReport, RunView } from '../protocol';
import { askingReport } from './askingFixture';
import { episodeEvents, episodeRecord } from './episodeFixture';
import { noSamples, runRecord } from './locoFixture';
import { runReport } from './reportFixture';
import { sampleRow } from './sampleFixture';
import { seeded } from './seeded';

const words = 'where does the helper for orders stand and what should happen when one of them is empty '.repeat(40);

/** Events of an episode, the beginning first; texts are as long as models write them, one in ten a page. */
export function longEpisode(turns: number): readonly Json[] {
  const made = Array.from({ length: turns }, (_, i) => ({
    kind: 'turn',
    score: Math.min(1, i / turns),
    turn: {
      ...episodeRecord.turns[i % episodeRecord.turns.length],
      ...{ i, thought: words.slice(0, 400), content: words.slice(0, 80 + Math.floor(240 * seeded(51, i))) },
      feedback: words.slice(0, i % 10 === 9 ? 3000 : 160),
    },
  }));
  return [episodeEvents[0]!, ...(JSON.parse(JSON.stringify(made)) as readonly Json[])];
}

/** @param done samples that have ended */
export function growingView(run: string, samples: number, done: number): RunView {
  const record = runRecord(run, samples);
  const running = Math.min(8, samples - done);
  return {
    run: {
      ...record,
      ...{ state: 'running', ended: undefined, spent: 900 * done, name: 'ws22, under way' },
      configuration: { ...record.configuration, benchmark: 'userbench' },
      counts: { ...noSamples, scored: done, running, waiting: samples - done - running },
    },
    ...{ rate: 240, remainingMs: 250 * (samples - done), passed: Math.round(done / 3), problems: [] },
    recent: Array.from({ length: Math.min(8, done) }, (_, back) => sampleRow(run, done - 1 - back, samples)),
  };
}

/** @param done samples that have ended */
export function growingReport(run: string, samples: number, done: number): RunReport {
  return {
    ...runReport(run, samples),
    ...{ run: growingView(run, samples, done).run, byLength: [], byLanguage: [], asking: askingReport() },
    notes: [`${done} of ${samples} samples have ended.`],
  };
}

export interface Scheduled {
  /** Milliseconds from the beginning. */
  readonly at: number;
  readonly message: LocoMessageToPage;
}

/** One message for each turn: the evaluation's process puts those of 100 ms into one, which is less work for a page. */
export function newsOf(
  sample: { readonly run: string; readonly index: number },
  events: readonly Json[],
  every: number,
): readonly Scheduled[] {
  return events.map((event, from) => ({
    at: every * from,
    message: { type: 'events', events: { ...sample, from, events: [event] } },
  }));
}
