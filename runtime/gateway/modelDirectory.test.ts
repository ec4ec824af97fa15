import assert from 'node:assert/strict';
import { ModelDirectory } from './modelDirectory';
import { EndpointProvider } from './providers/endpointProvider';
import { price } from './testing/gatewayFixture';

describe('directory of models', () => {
  const provider = new EndpointProvider({ id: 'openai', kind: 'openai' }, 'key');
  let now: number;
  let lookUps: string[];
  let directory: ModelDirectory;

  beforeEach(() => {
    now = 0;
    lookUps = [];
    directory = new ModelDirectory(
      [provider],
      (_, name) => {
        lookUps.push(name);
        return name === 'known' ? price : undefined;
      },
      () => now,
    );
  });

  it('looks a price up once in a minute, and one that is not known as well', () => {
    const found = ['known', 'known', 'other', 'other'].map((name) => directory.find(`openai/${name}`)?.model.price);
    assert.deepEqual(
      [found, lookUps],
      [
        [price, price, undefined, undefined],
        ['known', 'other'],
      ],
    );
  });

  it('looks again when the minute is over: prices change with the hour', () => {
    now = 59_999;
    directory.find('openai/known');
    now = 60_000;
    directory.find('openai/known');
    assert.deepEqual(lookUps, ['known', 'known']);
  });
});
