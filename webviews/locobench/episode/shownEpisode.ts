import type { EpisodeAnswer, EpisodeRecord, EpisodeTurn, HiddenPreference, Json } from '../protocol';

/** An episode as far as it is known: whole, or while it goes on. */
export interface ShownEpisode {
  readonly environment: string;
  readonly task: string;
  readonly opening: string | undefined;
  readonly mostTurns: number | undefined;
  readonly turns: readonly EpisodeTurn[];
  readonly preferences: readonly HiddenPreference[];
  readonly answers: readonly EpisodeAnswer[];
  readonly ended: EpisodeRecord['ended'] | undefined;
  readonly totalReward: number;
  /** 0 to 1. */
  readonly score: number | undefined;
}

/** Reads what a benchmark keeps (`EpisodeRecord`); undefined for anything else. */
export function readEpisode(content: Json | undefined): ShownEpisode | undefined {
  const record = objectOf(content);
  const turns = objects(record.turns).flatMap(turnOf);
  if (typeof record.environment !== 'string' || !Array.isArray(record.turns)) return undefined;
  return {
    environment: record.environment,
    task: textOf(record.task),
    opening: undefined,
    mostTurns: undefined,
    turns,
    preferences: objects(record.preferences).flatMap(preferenceOf),
    answers: objects(record.answers).map(answerOf),
    ended: endings.find((each) => each === record.ended),
    totalReward: numberOf(record.totalReward) ?? 0,
    score: undefined,
  };
}

/**
 * Events of an episode (`EpisodeEvent`), the first first. Whoever does not show its beginning is no episode.
 * @param before what the events before these have led to
 */
export function followEpisode(events: readonly Json[], before?: ShownEpisode): ShownEpisode | undefined {
  let shown = before;
  for (const event of events.map(objectOf)) {
    if (event.kind === 'begun') shown = begun(event);
    else if (shown === undefined) return undefined;
    else if (event.kind === 'turn') shown = withTurn(shown, event);
    else if (event.kind === 'ended') {
      const ended = endings.find((each) => each === event.ended);
      shown = { ...shown, ended, totalReward: numberOf(event.totalReward) ?? shown.totalReward };
    }
  }
  return shown;
}

const endings = ['terminated', 'truncated', 'finished', 'no-action'] as const;
type Read = Readonly<Record<string, Json>>;

function begun(event: Read): ShownEpisode {
  return {
    environment: textOf(event.environment),
    task: textOf(event.task),
    opening: typeof event.opening === 'string' ? event.opening : undefined,
    mostTurns: numberOf(objectOf(event.limits).turns),
    turns: [],
    preferences: objects(event.preferences).flatMap(preferenceOf),
    answers: [],
    ended: undefined,
    totalReward: 0,
    score: undefined,
  };
}

function withTurn(shown: ShownEpisode, event: Read): ShownEpisode {
  const [turn] = turnOf(objectOf(event.turn));
  if (turn === undefined) return shown;
  const told = new Map(turn.revealed?.map(({ preference, how }) => [preference, how]));
  return {
    ...shown,
    turns: [...shown.turns, turn],
    preferences: shown.preferences.map((each) => {
      const how = told.get(each.id);
      return how === undefined ? each : { ...each, how, revealedAt: turn.i };
    }),
    totalReward: shown.totalReward + turn.reward,
    score: numberOf(event.score) ?? shown.score,
  };
}

function turnOf(turn: Read): readonly EpisodeTurn[] {
  const i = numberOf(turn.i);
  if (i === undefined) return [];
  return [
    {
      i,
      choice: textOf(turn.choice),
      content: textOf(turn.content),
      thought: typeof turn.thought === 'string' ? turn.thought : undefined,
      feedback: textOf(turn.feedback),
      feedbackCode: textOf(turn.feedbackCode),
      type: ([1, 2, 3, 4] as const).find((each) => each === turn.type),
      revealed: objects(turn.revealed).map(({ preference, how }) => ({
        preference: textOf(preference),
        how: how === 'passive' ? how : 'active',
      })),
      flags: list(turn.flags).filter((each) => typeof each === 'string'),
      reward: numberOf(turn.reward) ?? 0,
      ms: numberOf(turn.ms) ?? 0,
      tokens: numberOf(turn.tokens),
    },
  ];
}

function preferenceOf(read: Read): readonly HiddenPreference[] {
  if (typeof read.id !== 'string') return [];
  return [
    {
      id: read.id,
      aspect: textOf(read.aspect),
      topic: textOf(read.topic),
      explicit: textOf(read.explicit),
      revealedAt: numberOf(read.revealedAt),
      how: (['active', 'passive'] as const).find((each) => each === read.how),
    },
  ];
}

function answerOf(read: Read): EpisodeAnswer {
  const texts = (value: Json | undefined) => list(value).filter((each) => typeof each === 'string');
  return {
    aspect: textOf(read.aspect),
    value: numberOf(read.value) ?? 0,
    id: textOf(read.id),
    turn: numberOf(read.turn) ?? 0,
    satisfied: texts(read.satisfied),
    violated: texts(read.violated),
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function objects(value: Json | undefined): readonly Read[] {
  return list(value).map(objectOf);
}

function objectOf(value: Json | undefined): Read {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

function list(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

/** Array.isArray alone does not tell a read-only list from the rest. */
function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
