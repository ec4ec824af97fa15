import assert from 'node:assert/strict';
import { PreviewSession, type PreviewState } from './previewSession';

interface Asked {
  readonly keep: number;
  readonly number: number;
  readonly signal: AbortSignal;
  answer(texts: readonly string[] | undefined): Promise<void>;
}

/** A session whose answers come when the test gives them. */
class Fixture {
  readonly asked: Asked[] = [];
  readonly states: PreviewState[] = [];
  readonly session: PreviewSession;

  constructor(keep = 0, oldTexts: readonly string[] = ['old'], careful = false) {
    this.session = new PreviewSession({
      oldTexts,
      keep,
      careful: () => careful,
      ask: (askedKeep, number, signal) =>
        new Promise((resolve) => {
          const answer = async (texts: readonly string[] | undefined): Promise<void> => {
            resolve(texts);
            await new Promise((settled) => setImmediate(settled));
          };
          this.asked.push({ keep: askedKeep, number, signal, answer });
        }),
      onState: (state) => this.states.push(state),
    });
  }

  get last(): Asked {
    const last = this.asked.at(-1);
    assert.ok(last);
    return last;
  }

  get shown(): string | undefined {
    const { state } = this.session;
    return 'variant' in state ? state.variant?.texts.join('|') : undefined;
  }
}

describe('PreviewSession', () => {
  it('asks for the most probable text first, and shows it', async () => {
    const { session, asked, last } = started();
    assert.deepEqual([last.keep, last.number, session.state.kind], [0, 0, 'asking']);
    await last.answer(['new']);
    assert.deepEqual(session.state, {
      kind: 'shown',
      keep: 0,
      variant: { keep: 0, texts: ['new'] },
      exhausted: false,
    });
    assert.equal(asked.length, 1);
  });

  it('another variant has another number; going back and forth asks nothing', async () => {
    const fixture = started();
    await fixture.last.answer(['a']);
    void fixture.session.another();
    assert.equal(fixture.last.number, 1);
    assert.equal(fixture.session.state.kind, 'asking');
    assert.equal(fixture.shown, 'a', 'what is shown stays while the next one is made');
    await fixture.last.answer(['b']);
    assert.equal(fixture.shown, 'b');
    fixture.session.previous();
    assert.equal(fixture.shown, 'a');
    fixture.session.previous();
    assert.equal(fixture.shown, 'a');
    await fixture.session.another();
    assert.equal(fixture.shown, 'b');
    assert.equal(fixture.asked.length, 2);
  });

  it('passes over what stands there already and what was shown before', async () => {
    const fixture = started();
    await fixture.last.answer(['old']);
    assert.equal(fixture.last.number, 1);
    await fixture.last.answer(['a']);
    void fixture.session.another();
    await fixture.last.answer(['a']);
    assert.equal(fixture.last.number, 3);
    await fixture.last.answer(['b']);
    assert.equal(fixture.shown, 'b');
  });

  it('says so when the model writes nothing else', async () => {
    const fixture = started();
    for (let attempt = 0; attempt < 4; attempt++) await fixture.last.answer(['old']);
    assert.deepEqual({ ...fixture.session.state }, { kind: 'same', keep: 0, careful: false });
    assert.equal(fixture.asked.length, 4);
    void fixture.session.another();
    assert.equal(fixture.last.number, 4);
    await fixture.last.answer(['a']);
    void fixture.session.another();
    for (let attempt = 0; attempt < 4; attempt++) await fixture.last.answer(['a']);
    const { state } = fixture.session;
    assert.ok(state.kind === 'shown' && state.exhausted);
    assert.equal(fixture.shown, 'a');
  });

  it('where only what is clearly better was asked for, the old text is an answer; who asks for more gets more tries', async () => {
    const fixture = started(0.5, ['old'], true);
    await fixture.last.answer(['old']);
    assert.deepEqual(fixture.session.state, { kind: 'same', keep: 0.5, careful: true });
    assert.equal(fixture.asked.length, 1);
    void fixture.session.another();
    for (let attempt = 0; attempt < 3; attempt++) await fixture.last.answer(['old']);
    await fixture.last.answer(['new']);
    assert.equal(fixture.shown, 'new');
    assert.equal(fixture.asked.length, 5);
  });

  it('the slider cancels what is asked, and remembers what it passed', async () => {
    const fixture = started();
    const first = fixture.last;
    void fixture.session.setKeep(0.5);
    assert.equal(first.signal.aborted, true);
    assert.deepEqual([fixture.last.keep, fixture.last.number], [0.5, 0]);
    await first.answer(['late']);
    assert.equal(fixture.shown, undefined, 'an answer that is not wanted any more is not shown');
    await fixture.last.answer(['half']);
    void fixture.session.setKeep(0);
    await fixture.last.answer(['none']);
    await fixture.session.setKeep(0.5);
    assert.equal(fixture.shown, 'half');
    assert.equal(fixture.asked.length, 3);
  });

  it('a failure closes it only when there is nothing to show', async () => {
    const fixture = started();
    await fixture.last.answer(['a']);
    void fixture.session.another();
    await fixture.last.answer(undefined);
    assert.equal(fixture.shown, 'a');
    assert.equal(fixture.session.state.kind, 'shown');
    const other = started();
    await other.last.answer(undefined);
    assert.deepEqual(other.session.state, { kind: 'closed', why: 'failed' });
  });

  it('closing cancels the request, is told once, and nothing follows', async () => {
    const fixture = started();
    const { last } = fixture;
    fixture.session.close('changed');
    fixture.session.close('discarded');
    assert.equal(last.signal.aborted, true);
    await last.answer(['late']);
    await fixture.session.another();
    await fixture.session.setKeep(0.5);
    assert.deepEqual(
      fixture.states.filter(({ kind }) => kind === 'closed'),
      [{ kind: 'closed', why: 'changed' }],
    );
    assert.equal(fixture.asked.length, 1);
  });

  it('several spans make one variant', async () => {
    const fixture = started(0, ['', '']);
    await fixture.last.answer(['a', '']);
    assert.equal(fixture.shown, 'a|');
  });
});

function started(keep = 0, oldTexts: readonly string[] = ['old'], careful = false): Fixture {
  const fixture = new Fixture(keep, oldTexts, careful);
  void fixture.session.start();
  return fixture;
}
