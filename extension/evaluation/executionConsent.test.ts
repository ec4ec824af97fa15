import assert from 'node:assert/strict';
import { ExecutionConsent } from './executionConsent';

describe('consent to run tests and compilers of the workspace', () => {
  let kept: Map<string, unknown>;
  let asked: number;
  let trusted: boolean;
  let answer: boolean;
  let terms: number;
  let consent: ExecutionConsent;

  beforeEach(() => {
    kept = new Map();
    [asked, trusted, answer, terms] = [0, true, true, 1];
    consent = open();
  });

  /** As another window of the workspace would. */
  const open = (): ExecutionConsent => {
    const memory = {
      get: (key: string) => kept.get(key),
      update: (key: string, value: unknown) => {
        if (value === undefined) kept.delete(key);
        else kept.set(key, value);
        return Promise.resolve();
      },
    };
    return new ExecutionConsent(memory, {
      terms,
      isTrusted: () => trusted,
      ask: () => {
        asked += 1;
        return Promise.resolve(answer);
      },
    });
  };

  it('is asked for once, and remembered by the workspace', async () => {
    assert.deepEqual(
      [consent.given, await consent.ask(), await consent.ask(), await open().ask()],
      [false, true, true, true],
    );
    assert.equal(asked, 1);
  });

  it('is asked for again where the question promises something else', async () => {
    await consent.ask();
    terms = 2;
    assert.deepEqual([open().given, await open().ask(), asked], [false, true, 2]);
  });

  it('that was refused allows nothing, and is asked for again', async () => {
    answer = false;
    assert.deepEqual([await consent.ask(), consent.given], [false, false]);
    answer = true;
    assert.deepEqual([await consent.ask(), consent.given, asked], [true, true, 2]);
  });

  it('is not asked for, nor good for anything, in a folder that is not trusted', async () => {
    await consent.give();
    trusted = false;
    assert.deepEqual([await consent.ask(), asked], [false, 0]);
  });

  it('that was taken back is asked for again', async () => {
    await consent.ask();
    await consent.revoke();
    answer = false;
    assert.deepEqual([consent.given, await consent.ask(), asked], [false, false, 2]);
  });

  it('is told about when it is given and when it is taken back, until nobody listens', async () => {
    const heard: boolean[] = [];
    const listening = consent.onChange(async () => void heard.push(consent.given));
    await consent.ask();
    await consent.revoke();
    listening.dispose();
    await consent.give();
    assert.deepEqual(heard, [true, false]);
  });
});
