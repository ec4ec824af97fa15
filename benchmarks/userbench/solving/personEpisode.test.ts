import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PlayedEpisodes } from '../../host/playedEpisodes';
import type { EpisodeEvent, EpisodeRecord } from '../episodes/types';
import { makeTravelSet } from '../travel/makeTravelSet';
import { openPlayable, PersonEpisode } from './personEpisode';

describe('an episode that a person plays', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'whetstone-play-'));
    await makeTravelSet({ set: 'travel22', count: 4, seed: 3, folder, signal: new AbortController().signal });
  });
  after(() => rm(folder, { recursive: true }));

  it('goes turn by turn, and tells what was hidden only when it has ended', async () => {
    const episode = await PersonEpisode.begin(await openPlayable(folder, 5), 5);
    const [begun] = episode.news().events;
    assert.ok(begun?.kind === 'begun' && begun.preferences.length === 0 && begun.opening !== '');
    const talk = await episode.act({ choice: 'action', content: 'Hello there.' });
    assert.deepEqual(
      talk.events.map(({ kind }) => kind),
      ['turn'],
    );
    assert.equal(talk.record, undefined);
    const { events, record } = await episode.act({ choice: 'finish', content: '' });
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['turn', 'ended'],
    );
    assert.deepEqual([record?.ended, record?.preferences.length], ['finished', 4]);
    await assert.rejects(episode.act({ choice: 'action', content: 'More?' }), /has ended/);
    await episode.close();
  });

  it('is the same for a seed', async () => {
    const titles = await Promise.all([7, 7, 7].map(async (seed) => (await openPlayable(folder, seed)).task));
    assert.equal(new Set(titles).size, 1);
  });

  it('takes an answer by its name alone, and with its prefix', async () => {
    const best = async (content: (id: string) => string) => {
      const episode = await PersonEpisode.begin(await openPlayable(folder, 1), 1);
      const { events } = await episode.act({ choice: 'answer', content: content('H1') });
      await episode.close();
      return events.map((event: EpisodeEvent) => (event.kind === 'turn' ? event.turn.feedbackCode : event.kind));
    };
    assert.deepEqual(await best((id) => id), await best((id) => `[answer] ${id}`));
  });

  it('is left by its page, and another does not find it', async () => {
    const played = new PlayedEpisodes();
    const { id, choices, system } = await played.begin(folder, 2);
    assert.ok(choices.includes('answer') && system.length > 100);
    const { record } = await played.act(id, { choice: 'finish', content: '' });
    assert.equal((record as unknown as EpisodeRecord).ended, 'finished');
    await played.leave(id);
    await assert.rejects(played.act(id, { choice: 'action', content: 'x' }), /not there any more/);
    await played.close();
  });

  it('needs a set of its kind', async () => {
    const other = await mkdtemp(path.join(tmpdir(), 'whetstone-play-'));
    await assert.rejects(openPlayable(other, 1), /set\.json cannot be read/);
    await writeFile(path.join(other, 'set.json'), '{"form": "whetstone-locobench-1"}');
    await assert.rejects(openPlayable(other, 1), /no set that a person can play/);
    await writeFile(path.join(other, 'set.json'), '{');
    await assert.rejects(openPlayable(other, 1), /not JSON/);
    await rm(other, { recursive: true });
  });
});
