import assert from 'node:assert/strict';
import { parseProviders } from './providerConfig';

describe('parseProviders', () => {
  const openai = { id: 'openai', kind: 'openai' };

  it('keeps good entries and says what is wrong with each bad one', () => {
    const { providers, problems } = parseProviders([
      openai,
      { id: 'x', kind: 'openai-compatible' },
      { id: 'y', kind: 'soap' },
      { id: 'z', kind: 'openai', models: [{ name: 'm', price: { input: -1, output: 1 } }] },
      { id: 'file', kind: 'openai-compatible', baseUrl: 'file:///etc/passwd' },
    ]);
    assert.deepEqual(providers, [openai]);
    assert.equal(problems.length, 4);
    assert.match(problems[0] ?? '', /^whetstone\.gateway\.providers\[1\]\.baseUrl: is needed/);
    assert.match(problems[1] ?? '', /providers\[2\]\.kind/);
    assert.match(problems[2] ?? '', /providers\[3\]\.models\.0\.price\.input/);
    assert.match(problems[3] ?? '', /providers\[4\]\.baseUrl/);
  });

  it('takes each id once, and none of those of the gateway itself', () => {
    const { providers, problems } = parseProviders([
      openai,
      { ...openai, title: 'again' },
      { id: 'local', kind: 'openai' },
    ]);
    assert.deepEqual(providers, [openai]);
    assert.match(problems[0] ?? '', /there twice/);
    assert.match(problems[1] ?? '', /taken by the gateway/);
  });

  it('a key in an entry is refused: settings are no place for it', () => {
    const { providers, problems } = parseProviders([{ ...openai, apiKey: 'sk-1' }]);
    assert.deepEqual(providers, []);
    assert.match(problems[0] ?? '', /apiKey/);
    assert.doesNotMatch(problems.join(), /sk-1/);
  });
});
