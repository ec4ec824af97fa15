/** Sets of gyms from a window: made, listed, played. A real child. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import * as protocol from './protocol';
import { bundledHost, HostFixture } from './testing/hostFixture';

const ended = z.object({
  ...{ environment: z.string(), totalReward: z.number(), turns: z.array(z.object({ content: z.string() })) },
});

describe('sets of gyms from a window', function () {
  this.timeout(60_000);
  let host: HostFixture;

  before(bundledHost);
  beforeEach(async () => {
    host = new HostFixture();
    // What is made of nothing but itself needs no trust.
    await host.start({ trusted: false });
  });
  afterEach(() => host.close());

  const make = (set: string, count: number): Promise<protocol.OtherSet> =>
    host.connection.sendRequest(protocol.makeOtherSet, { kind: 'gym', set, count, seed: 3, execute: false });

  it('are made of each gym that the page offers, and listed with their number of tasks', async () => {
    const gyms = ['turtle', 'intention', 'persuade', 'telepathy', 'function', 'search', 'tau'];
    for (const [index, gym] of gyms.entries()) {
      const { kind, name, scenarios, made } = await make(gym, index + 2);
      assert.deepEqual({ kind, name, scenarios, made }, { kind: 'gym', name: gym, scenarios: index + 2, made: true });
    }
    const listed = await host.connection.sendRequest(protocol.listOtherSets);
    assert.deepEqual(
      new Map(listed.map(({ name, scenarios }) => [name, scenarios])),
      new Map(gyms.map((gym, index) => [gym, index + 2] as const)),
    );
  });

  it('are not made of a gym that there is not, nor of more tasks than it has', async () => {
    await assert.rejects(make('chess', 4), /There is no gym chess/);
    await assert.rejects(make('turtle-ws', 4), /not valid/);
    await assert.rejects(make('turtle', 9999), /TurtleGym-v0 has \d+ tasks of our own, not 9999/);
    assert.deepEqual(await host.connection.sendRequest(protocol.listOtherSets), []);
  });

  it('can be played by a person to the end', async () => {
    const { folder } = await make('telepathy', 6);
    const episode = await host.connection.sendRequest(protocol.beginEpisode, { folder, seed: 2 });
    assert.deepEqual(episode.choices, ['action', 'answer', 'finish']);
    const act = (choice: string, content: string) =>
      host.connection.sendRequest(protocol.actInEpisode, { id: episode.id, choice, content });
    const asked = await act('action', 'Is it alive?');
    assert.equal(asked.record, undefined);
    assert.equal(asked.events.length, 1);
    const guessed = await act('answer', 'zzz');
    assert.equal(guessed.record, undefined);
    const { record } = await act('finish', '');
    const { environment, totalReward, turns } = ended.parse(record);
    assert.deepEqual(
      [environment, totalReward, turns.length, turns[0]?.content],
      ['TelepathyGym-v0', 0, 3, 'Is it alive?'],
    );
    await assert.rejects(act('action', 'And now?'), /ended|not there/);
  });
});
