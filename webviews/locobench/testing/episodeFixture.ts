/** An episode of a shop's assistant with a simulated user: made, as `EpisodeRecord` and as the events that lead to it. */
import type { EpisodeEvent, EpisodeRecord, EpisodeTurn, HiddenPreference, Json, SampleDetailView } from '../protocol';
import { sampleDetail } from './sampleFixture';

const hidden: readonly Omit<HiddenPreference, 'revealedAt' | 'how'>[] = [
  {
    id: 'P1',
    aspect: 'errors',
    topic: 'error style',
    explicit: 'Failures come back as a result object; nothing is thrown.',
  },
  { id: 'P2', aspect: 'errors', topic: 'messages', explicit: 'Messages name the order they are about.' },
  { id: 'P3', aspect: 'placement', topic: 'folder', explicit: 'New helpers stand in src/orders.' },
  { id: 'P4', aspect: 'placement', topic: 'file name', explicit: 'File names are in kebab case.' },
];

const turns: readonly EpisodeTurn[] = [
  turn(
    0,
    'search',
    'where are helpers for orders kept?',
    'src/orders/total.ts\nsrc/orders/discount.ts',
    'search_results',
    {
      reward: 0.2,
      thought: 'Look at what is there before asking.',
    },
  ),
  turn(1, 'action', 'Any wishes?', 'Be a bit more specific, please.', 'too_vague', { type: 4 }),
  turn(
    2,
    'action',
    'Should the helper throw when an order is empty, or give something back?',
    'I never want a caller of mine to be surprised by something that flies up the stack.',
    'user_text',
    { type: 2, reward: 0.2, revealed: [{ preference: 'P1', how: 'active' }] },
  ),
  turn(3, 'action', 'Thanks, that helps.', 'You know, I lose hours over files that I cannot find again.', 'user_text', {
    type: 1,
    revealed: [{ preference: 'P3', how: 'passive' }],
    flags: ['user-failed'],
  }),
  turn(4, 'answer', 'E3', 'E3 is one of the designs that fit.', 'answer_correct', { reward: 0.8 }),
];

function turn(
  i: number,
  choice: string,
  content: string,
  feedback: string,
  feedbackCode: string,
  more: Partial<EpisodeTurn>,
): EpisodeTurn {
  return { i, choice, content, feedback, feedbackCode, reward: 0, ms: 812, tokens: 96, ...more };
}

export const episodeRecord: EpisodeRecord = {
  environment: 'WorkspaceGym-v0',
  task: 'shop-helper-0007',
  seed: 7,
  setting: 'interaction',
  userMode: 'rules',
  turns,
  ended: 'truncated',
  totalReward: 1.2,
  answers: [{ aspect: 'errors', value: 0.8, id: 'E3', turn: 4, satisfied: ['P1', 'P2'], violated: [] }],
  preferences: hidden.map((each) => ({
    ...each,
    ...(each.id === 'P1'
      ? { revealedAt: 2, how: 'active' as const }
      : each.id === 'P3'
        ? { revealedAt: 3, how: 'passive' as const }
        : { revealedAt: undefined, how: undefined }),
  })),
  details: {},
};

/** JSON has no undefined. */
const json = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

export const episodeEvents: readonly Json[] = (
  [
    {
      kind: 'begun',
      environment: episodeRecord.environment,
      task: episodeRecord.task,
      opening: 'Please write me a small helper that adds up an order. Cheapest change that does what I want.',
      preferences: hidden.map((each) => ({ ...each, revealedAt: undefined, how: undefined })),
      limits: { turns: 20 },
    },
    ...turns.map((each): EpisodeEvent => ({ kind: 'turn', turn: each, score: each.i < 4 ? 0 : 0.4 })),
    { kind: 'ended', ended: 'truncated', totalReward: 1.2 },
  ] satisfies readonly EpisodeEvent[]
).map(json);

/** A sample of an evaluation of how models ask. */
export function episodeDetail(run: string, index: number, samples: number): SampleDetailView {
  const detail = sampleDetail(run, index, samples, 20);
  return {
    ...detail,
    title: 'Write a helper that adds up an order',
    category: 'choice/interaction',
    difficulty: undefined,
    record: { ...detail.record, scenario: episodeRecord.task, value: 0.4, complete: false, truncated: false },
    score: {
      ...{ value: 0.4, complete: false, evidence: {} },
      milestones: [
        { id: 'errors', text: 'Errors are as the user wants them', weight: 0.5, achieved: 0.8 },
        { id: 'placement', text: 'Files lie where the user wants them', weight: 0.5, achieved: false },
      ],
      metrics: { validSearch: 1, validAction: 1 / 3, elicitedActive: 0.25, elicitedPassive: 0.25, turns: 5 },
    },
    solution: { text: 'E3', truncated: false, content: json(episodeRecord) },
  };
}
