import assert from 'node:assert/strict';
import type { ModelListing } from '../../runtime/models/protocol';
import { ModelStore, type StoreChange } from './modelStore';
import { embedded, installed, listing, status } from './testing/listings';

/** A manager whose answers come when the test says so. */
class Manager {
  readonly asked: { answer(models: readonly ModelListing[]): void; fail(error: Error): void }[] = [];

  list = (): Promise<readonly ModelListing[]> =>
    new Promise((resolve, reject) => this.asked.push({ answer: resolve, fail: reject }));
}

describe('ModelStore', () => {
  let manager: Manager;
  let used: string;
  let store: ModelStore;
  let changes: StoreChange[];
  beforeEach(() => {
    manager = new Manager();
    used = 'embedded';
    changes = [];
    store = new ModelStore({
      list: manager.list,
      usedModel: () => used,
      speedOf: () => undefined,
      describe: (error) => ({ message: error instanceof Error ? error.message : '', action: 'Try again.' }),
    });
    store.onChange((change) => changes.push(change));
  });
  const filled = async (...models: readonly ModelListing[]): Promise<void> => {
    const reading = store.load();
    manager.asked.at(-1)?.answer(models);
    await reading;
    changes = [];
  };

  it('reads the list once, and knows which model is used', async () => {
    await filled(embedded(), installed());
    await store.load();
    assert.equal(manager.asked.length, 1);
    assert.deepEqual(
      store.models.map(({ listing: { id }, used: isUsed }) => [id, isUsed]),
      [
        ['embedded', true],
        ['tiny', false],
      ],
    );
    used = '/models/tiny';
    store.touch();
    assert.equal(store.find('tiny')?.used, true);
    assert.deepEqual(changes, [['embedded', 'tiny']]);
  });

  it('reads once more when something changed while it was reading, however often', async () => {
    const reading = store.refresh();
    void store.refresh();
    void store.refresh();
    manager.asked[0]?.answer([embedded()]);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(manager.asked.length, 2);
    manager.asked[1]?.answer([embedded(), listing()]);
    await reading;
    assert.equal(manager.asked.length, 2);
    assert.deepEqual(changes, ['all']);
    assert.equal(store.models.length, 2);
  });

  it('says why the list cannot be read, and recovers', async () => {
    const reading = store.load();
    manager.asked[0]?.fail(new Error('lost'));
    await reading;
    assert.deepEqual(store.state, { kind: 'failed', problem: { message: 'lost', action: 'Try again.' } });
    await filled(embedded());
    assert.equal(store.state.kind, 'ready');
  });

  it('follows a download; its end is read from the manager', async () => {
    await filled(embedded(), listing());
    store.follow(status());
    assert.deepEqual([store.find('tiny')?.listing.state, store.downloads.length], ['downloading', 1]);
    store.follow(status({ phase: 'done', active: false }));
    assert.equal(manager.asked.length, 2);
    manager.asked[1]?.answer([embedded(), installed()]);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(store.find('tiny')?.listing.state, 'installed');
    assert.equal(store.downloads.length, 0);
  });

  it('a download of a model that it has not heard of makes it read the list', async () => {
    await filled(embedded());
    store.follow(status({ model: 'new' }));
    assert.equal(manager.asked.length, 2);
  });

  it('shows work and what became of it; the next act forgets it', async () => {
    await filled(embedded(), installed());
    store.began('tiny', { kind: 'verify', cancellable: true });
    store.progress({ model: 'tiny', work: 'verify', doneBytes: 5, totalBytes: 10 });
    assert.deepEqual(store.find('tiny')?.work, { kind: 'verify', cancellable: true, doneBytes: 5, totalBytes: 10 });
    // Somebody else's.
    store.progress({ model: 'tiny', work: 'add', doneBytes: 1, totalBytes: 10 });
    assert.equal(store.find('tiny')?.work?.doneBytes, 5);
    store.ended('tiny', { problem: { message: 'bad', action: 'remove' } });
    assert.deepEqual([store.find('tiny')?.work, store.find('tiny')?.problem?.message], [undefined, 'bad']);
    store.began('tiny', { kind: 'verify', cancellable: true });
    assert.equal(store.find('tiny')?.problem, undefined);
  });

  it('a new try of a download ends the talk of the last failure', async () => {
    await filled(embedded(), listing());
    store.ended('tiny', { problem: { message: 'bad', action: 'again' } });
    store.follow(status());
    assert.equal(store.find('tiny')?.problem, undefined);
  });

  it('an answer of another folder is dropped', async () => {
    const reading = store.refresh();
    store.reset();
    manager.asked[0]?.answer([embedded(), listing({ id: 'old' })]);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(store.find('old'), undefined);
    manager.asked[1]?.answer([embedded()]);
    await reading;
    assert.deepEqual([store.state.kind, store.models.length], ['ready', 1]);
  });
});
