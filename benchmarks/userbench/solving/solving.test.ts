import assert from 'node:assert/strict';
import { GatewayError } from '../../../runtime/gateway/gatewayError';
import type { Json, Scenario } from '../../core/runs/types';
import { policyNamed, searchFor } from '../policies/policies';
import type { EpisodeEvent, EpisodeRecord } from '../episodes/types';
import { makeScenarios } from '../travel/makeScenarios';
import { policyActor } from './policyActor';
import { scriptedModel, type Said, type ScriptedModel } from './testing/scriptedModel';
import { coreScenario, taskOf } from './travelContent';
import { travelRunOptions } from './travelOptions';
import { scoreOfEpisode, travelScorer } from './travelScorer';
import { travelSolver } from './travelSolver';

const options = travelRunOptions(undefined);
const [id, scenario] = Object.entries(makeScenarios('travel22', 1, 4))[0]!;
const core = coreScenario(id, scenario, 'travel22', options);
const task = taskOf(core);
const [first, second] = task.aspects;

const call = (choice: string, content: string): Said => ({ calls: [{ input: { thought: 't', choice, content } }] });
const play = async (model: ScriptedModel, given: Json = {}, played: Scenario = core) => {
  const own = travelRunOptions(given);
  const solution = await travelSolver(own).solve(played, model);
  const record = solution.content as unknown as EpisodeRecord;
  return { solution, record, score: scoreOfEpisode(played, solution.content, own) };
};
const scripted = (...said: readonly Said[]) => scriptedModel((_, index) => said[index]);
const search = call('search', searchFor(first!).replace('[search] ', ''));

describe('an episode with a model', () => {
  it('is a conversation in which every call has its result, with tools required', async () => {
    const model = scripted(search, call('answer', first!.bestId), call('answer', second!.bestId));
    const { record, score } = await play(model);
    assert.deepEqual([score.value, score.complete, record.ended], [1, true, 'terminated']);
    assert.deepEqual(
      model.asked.map(({ messages }) => messages.map(({ role }) => role).join(' ')),
      ['system user', 'system user assistant tool', 'system user assistant tool assistant tool'],
    );
    const [request] = model.asked;
    assert.deepEqual(request!.toolChoice, { kind: 'required' });
    assert.deepEqual(request!.tools![0]!.inputSchema.required, ['thought', 'choice', 'content']);
    const [result] = model.asked[1]!.messages[3]!.content;
    assert.ok(
      result?.type === 'tool-result' && result.id === '1-0' && JSON.stringify(result.output).includes(first!.bestId),
    );
  });

  it('keeps a prefix that the model wrote, and adds the one that it left out', async () => {
    const { record } = await play(
      scripted(call('answer', `[answer] ${first!.bestId}`), call('answer', second!.bestId)),
    );
    assert.deepEqual(
      record.turns.map(({ feedbackCode }) => feedbackCode),
      ['answer_best', 'answer_best'],
    );
  });

  it('ends with a reply that calls nothing, with what it has', async () => {
    const { record, score } = await play(scripted(call('answer', first!.bestId), { text: 'Done.' }));
    assert.deepEqual([record.ended, record.turns.length, score.value], ['no-action', 1, 0.5]);
  });

  it('ends at the limit of turns', async () => {
    const { record } = await play(
      scriptedModel(() => call('action', 'Hello')),
      { turns: 4 },
    );
    assert.deepEqual([record.ended, record.turns.length], ['truncated', 4]);
  });

  it('does several calls of one reply one after another, and answers each', async () => {
    const calls = [...search.calls!, ...call('answer', first!.bestId).calls!, ...call('action', 'Thank you').calls!];
    const model = scripted({ calls });
    const { record } = await play(model);
    assert.deepEqual(
      record.turns.map(({ choice }) => choice),
      ['search', 'answer', 'action'],
    );
    const results = model.asked[1]!.messages.at(-1)!.content;
    assert.deepEqual(
      results.map((part) => part.type === 'tool-result' && part.id),
      ['1-0', '1-1', '1-2'],
    );
  });

  it('takes malformed calls, other functions, unknown and several ids as turns that come to nothing', async () => {
    const { record, score } = await play(
      scripted(
        { calls: [{ input: 'search hotels' }] },
        { calls: [{ input: { choice: 'book', content: 'H1' } }] },
        { calls: [{ input: { choice: 'answer', content: { id: first!.bestId } } }] },
        { calls: [{ name: 'book_hotel', input: { id: 'H1' } }] },
        call('answer', 'H1, H2'),
        call('answer', `${first!.letter}999`),
        { calls: [{ input: null }] },
      ),
    );
    assert.deepEqual(
      record.turns.map(({ feedbackCode }) => feedbackCode),
      [...['bad_prefix', 'bad_prefix', 'answer_bad_id', 'bad_prefix', 'answer_multiple', 'answer_wrong', 'bad_prefix']],
    );
    assert.equal(score.value, 0);
  });

  it('survives an answer without end, and keeps little of it', async () => {
    const { record } = await play(
      scripted(call('action', 'a '.repeat(1_000_000)), call('search', 'x'.repeat(500_000))),
    );
    assert.equal(record.turns.length, 2);
    assert.ok(JSON.stringify(record).length < 60_000);
  });

  it('shows what happens as it happens, with the score so far', async () => {
    const model = scripted(search, call('answer', first!.bestId), call('answer', second!.correctIds.at(-1)!));
    await play(model);
    const events = model.shown as unknown as readonly EpisodeEvent[];
    assert.deepEqual(
      events.map((event) => (event.kind === 'turn' ? event.score : event.kind)),
      ['begun', 0, 0.5, second!.correctIds.at(-1) === second!.bestId ? 1 : 0.9, 'ended'],
    );
    const [begun] = events;
    assert.ok(begun?.kind === 'begun' && begun.preferences.length === 4 && begun.limits.turns === 20);
  });

  it('goes on by text where the model is known to call no tools', async () => {
    const replies = [`Let me see. ${searchFor(first!)}`, `[answer] ${first!.bestId}`, `[answer] ${second!.bestId}`];
    const model = scriptedModel((request, index) => {
      if (request.tools !== undefined) throw new GatewayError('refused', 'x/y cannot call tools, which it needs.', '');
      return { text: replies[index - 1] ?? '' };
    });
    const { record, score } = await play(model);
    assert.deepEqual([score.value, record.turns.map(({ choice }) => choice)], [1, ['search', 'answer', 'answer']]);
    assert.match(JSON.stringify(model.asked[1]!.messages[0]), /You have no tools/);
  });

  it('fails as an error, not as a bad score, where the provider does', async () => {
    const model = scriptedModel(() => {
      throw new GatewayError('unreachable', 'The provider is down.', '');
    });
    await assert.rejects(play(model), GatewayError);
  });

  it('asks the model in the role of the user, which does not see the options', async () => {
    const model = scriptedModel(
      (_, index) => [call('action', `What suits you as to the ${first!.preferences[0]!.topic}?`)][index],
      ({ messages }) =>
        JSON.stringify(messages).includes('preference_id')
          ? '{"type": "2", "preference_id": "P1"}'
          : '{"thought": "t", "response": "My hint."}',
    );
    const { record } = await play(model, { user: 'model' });
    assert.deepEqual(record.turns[0]!.revealed, [{ preference: 'P1', how: 'active' }]);
    assert.equal(record.turns[0]!.feedback, 'My hint.');
    assert.equal(model.roles.length, 2);
    assert.ok(!JSON.stringify(model.roles).includes(first!.options.correct[0]!.line.slice(0, 60)));
    // Who speaks sees the one preference alone.
    const others = task.aspects.flatMap(({ preferences }) => preferences).slice(1);
    assert.ok(others.every(({ explicit }) => !JSON.stringify(model.roles[1]).includes(explicit)));
  });

  it('never shows the model a preference, the class of an option or the reason for it', async () => {
    const model = scripted(search, call('action', `What suits you as to the ${first!.preferences[0]!.topic}?`));
    await play(model);
    const seen = JSON.stringify(model.asked);
    for (const { explicit } of task.aspects.flatMap(({ preferences }) => preferences))
      assert.ok(!seen.includes(explicit));
    assert.ok(!/suitable|violates|all satisfied/.test(seen));
  });

  it('says what it will cost in calls, of the user too', async () => {
    const rules = await travelSolver(options).preview(core);
    assert.ok(rules.calls > 1 && rules.inputTokens > 200 && rules.roles === undefined);
    const model = await travelSolver(travelRunOptions({ user: 'model' })).preview(core);
    assert.ok(model.roles!.user!.calls > 0);
  });

  it('has options that are checked', () => {
    assert.throws(() => travelRunOptions({ choices: 'many' }), /choices/);
    assert.throws(() => travelRunOptions({ turn: 3 }), /turn/);
    assert.notEqual(travelSolver(options).version, travelSolver(travelRunOptions({ turns: 16 })).version);
    assert.equal(travelScorer(options).name, 'userbench-travel');
  });
});

describe('policies', () => {
  it('are refused by a name that there is none of', () => {
    assert.throws(() => policyNamed('clever'), /perfect, blind/);
  });

  it('act as actors do: one action a turn, none when they are done', async () => {
    const actor = policyActor(policyNamed('search-only'), task, { singleChoice: true, turns: 20, seed: 1 });
    const acts = [await actor.next(), await actor.next(), await actor.next(), await actor.next()];
    assert.deepEqual(
      acts.map((act) => act?.choice),
      ['search', 'search', 'finish', undefined],
    );
    assert.equal(acts[2]?.text, '[finish]');
  });
});
