import assert from 'node:assert/strict';
import type { ProviderConfig } from './protocol';
import { startFakeProvider } from './testing/fakeProvider';
import { fixture, openPolicy } from './testing/gatewayFixture';

const at = (origin: string, rest: Partial<ProviderConfig> = {}): ProviderConfig => ({
  ...{ id: 'lab', kind: 'openai-compatible', title: 'The lab', baseUrl: `${origin}/v1`, ...rest },
});

/** An address of this machine at which nobody answers any more. */
async function nobody(): Promise<string> {
  const fake = await startFakeProvider(() => ({ text: [] }));
  await fake.close();
  return fake.origin;
}

describe('problems of providers', () => {
  it('tell of one that is down, although it has no model to show', async () => {
    const { gateway } = fixture([at(await nobody())]);
    assert.deepEqual(await gateway.models(), []);
    const [problem, ...more] = await gateway.problems();
    assert.deepEqual([problem?.provider, problem?.title, more], ['lab', 'The lab', []]);
    assert.match(problem?.problem ?? '', /ECONNREFUSED/);
  });

  it('tell of one that is down whose models the settings name, which may be tried all the same', async () => {
    const { gateway } = fixture([at(await nobody(), { models: [{ name: 'm' }] })]);
    const [problem] = await gateway.problems();
    assert.match(problem?.problem ?? '', /ECONNREFUSED/);
    assert.deepEqual(
      (await gateway.models()).map(({ usable }) => usable),
      [true],
    );
  });

  it('are none where all is well, or where nobody may be asked', async () => {
    const fake = await startFakeProvider(() => ({ text: [] }), { models: [{ id: 'm' }] });
    try {
      assert.deepEqual(await fixture([at(fake.origin)]).gateway.problems(), []);
    } finally {
      await fake.close();
    }
    const far = at('http://models.invalid', { models: [{ name: 'm' }] });
    const { gateway } = fixture([far], { policy: { ...openPolicy, localOnly: true } });
    assert.deepEqual(await gateway.problems(), []);
  });
});
