import assert from 'node:assert/strict';
import { drawFrom } from '../../tasks/seedState';
import { brokenRules, type Deeds } from './brokenRules';
import { policyRule, type PolicyRule } from './policyRule';
import { drawRules, standardRules } from './standardRules';

const call = (tool: string, input: Deeds['records'][number]['input'], isError = false) => ({ tool, input, isError });
const written = (path: string) => ({ kind: 'written' as const, path, content: '' });
const rule = (rest: object): PolicyRule => policyRule.parse({ id: 'r', text: 'A rule.', ...rest });
const isBroken = (each: PolicyRule, deeds: Partial<Deeds>) =>
  brokenRules([each], { records: [], changes: [], ...deeds }).length > 0;

describe('rules of a domain', () => {
  const readFirst = rule({ check: 'comes-after', tools: ['edit'], needs: ['read', 'read_all'], argument: 'path' });

  it('want one call before another, about the same thing', () => {
    const edit = call('edit', { path: 'a.txt' });
    assert.equal(isBroken(readFirst, { records: [call('read', { path: '/workspace/a.txt' }), edit] }), false);
    assert.equal(isBroken(readFirst, { records: [call('read_all', { paths: ['b.txt', 'a.txt'] }), edit] }), false);
    assert.equal(isBroken(readFirst, { records: [call('read', { path: 'b.txt' }), edit] }), true);
    assert.equal(isBroken(readFirst, { records: [edit, call('read', { path: 'a.txt' })] }), true);
  });

  it('do not take a call that failed for one that came before', () => {
    const records = [call('read', { path: 'a.txt' }, true), call('edit', { path: 'a.txt' })];
    assert.equal(isBroken(readFirst, { records }), true);
  });

  it('forbid tools, also where the call failed, and count calls', () => {
    const records = [call('erase', {}, true), call('look', {})];
    assert.equal(isBroken(rule({ check: 'tools-forbidden', tools: ['erase'] }), { records }), true);
    assert.equal(isBroken(rule({ check: 'calls-at-most', most: 1 }), { records }), true);
    assert.equal(isBroken(rule({ check: 'calls-at-most', most: 1, tools: ['look'] }), { records }), false);
  });

  it('hold arguments against a pattern, and refuse a pattern that is none', () => {
    const named = { check: 'argument-matches', tools: ['write'], argument: 'path', pattern: '^notes/' };
    assert.equal(isBroken(rule(named), { records: [call('write', { path: 'notes/a' })] }), false);
    assert.equal(isBroken(rule(named), { records: [call('write', { path: 'data/a' })] }), true);
    assert.throws(() => rule({ ...named, pattern: '(' }), /regular expression/);
  });

  it('keep places, and what is there', () => {
    const changes = [written('workspace/notes/a'), { kind: 'deleted' as const, path: 'workspace/data/b' }];
    assert.equal(isBroken(rule({ check: 'changes-only', places: ['workspace/notes/'] }), { changes }), true);
    assert.equal(isBroken(rule({ check: 'changes-only', places: ['workspace/'] }), { changes }), false);
    assert.equal(isBroken(rule({ check: 'changes-nothing-in', places: ['workspace/data/'] }), { changes }), true);
    assert.equal(isBroken(rule({ check: 'changes-nothing-in', places: ['workspace/dat'] }), { changes }), false);
    assert.equal(isBroken(rule({ check: 'deletes-nothing' }), { changes }), true);
  });

  it('are offered only where their tools are there, and drawn the same for the same seed', () => {
    assert.deepEqual(standardRules({ tools: ['echo'], files: ['a/b'] }), []);
    const rules = standardRules({ tools: ['write_file', 'edit_file', 'read_file'], files: ['a/b', 'c/d'] });
    assert.deepEqual(
      rules.map(({ id }) => id),
      ['keep-a', 'keep-c', 'delete-no-file', 'read-before-edit', 'three-changes'],
    );
    assert.deepEqual(drawRules(rules, 3, drawFrom(7)), drawRules(rules, 3, drawFrom(7)));
  });
});
