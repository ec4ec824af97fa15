import assert from 'node:assert/strict';
import { statusOf } from './statusModel';
import type { StatusFacts } from './statusModel';

const facts = (changes: Partial<StatusFacts>): StatusFacts => ({
  enabled: true,
  activeLanguage: 'python',
  editorShows: true,
  runtime: { kind: 'stopped' },
  modelLoading: false,
  thinking: false,
  problem: undefined,
  snoozedUntil: undefined,
  notAsked: false,
  latencyMs: undefined,
  model: undefined,
  runsOn: undefined,
  notice: undefined,
  downloading: undefined,
  downloadPercent: undefined,
  ...changes,
});
const problem = { message: 'gone', action: 'fetch it' };

describe('statusOf', () => {
  const cases: readonly [string, Partial<StatusFacts>, string][] = [
    ['nothing happens', {}, 'ready'],
    ['a request takes its time', { thinking: true }, 'thinking'],
    ['the runtime starts', { runtime: { kind: 'starting', pid: 1 }, thinking: true }, 'loading'],
    ['the model is read', { modelLoading: true }, 'loading'],
    ['a model is downloaded', { downloading: 'CoDA', thinking: true }, 'downloading'],
    ['a model is loaded while another is downloaded', { downloading: 'CoDA', modelLoading: true }, 'loading'],
    ['turned off, while a model is downloaded', { downloading: 'CoDA', enabled: false }, 'off'],
    ['snoozed until later', { snoozedUntil: 2000 }, 'snoozed'],
    ['the snooze is over', { snoozedUntil: 999 }, 'ready'],
    ['VS Code does not ask', { notAsked: true }, 'snoozed'],
    ['a request failed', { problem, snoozedUntil: 2000 }, 'error'],
    ['the runtime gave up', { runtime: { kind: 'failed', ...problem } }, 'error'],
    ['turned off, whatever failed', { enabled: false, problem }, 'off'],
    ['VS Code shows no suggestions', { editorShows: false }, 'off'],
  ];
  for (const [name, changes, kind] of cases) {
    it(`${name}: ${kind}`, () => assert.equal(statusOf(facts(changes), 1000).kind, kind));
  }
});
