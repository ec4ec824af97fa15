import assert from 'node:assert/strict';
import { keybindings, takenKeys } from './keybindings';

describe('keybindings', () => {
  const lasting = keybindings.filter(({ onlyWhile }) => onlyWhile === undefined);
  const ours = new Set(lasting.flatMap(({ key, mac }) => (mac ? [key, mac] : [key])));

  for (const key of ours) {
    it(`${key} shadows no key of VS Code`, () => {
      const first = key.toLowerCase().split(' ')[0] ?? '';
      assert.ok(!takenKeys.includes(first), key);
    });
  }

  it('bind no plain letter or digit, and always with a condition', () => {
    for (const { key, when } of keybindings) {
      assert.doesNotMatch(key, /^(shift\+)?[a-z0-9]$/i);
      assert.match(when, /editorTextFocus/);
    }
  });

  it('take a key of VS Code only while the editor shows what they act on', () => {
    const shadowing = keybindings.filter(({ onlyWhile }) => onlyWhile !== undefined);
    assert.ok(shadowing.length > 0);
    for (const { command, when, onlyWhile } of shadowing) {
      const conditions = when.split(' && ');
      assert.ok(onlyWhile !== undefined && conditions.includes(onlyWhile), command);
    }
  });

  it('of one key leave no doubt which command it runs', () => {
    const parts = (when: string): readonly string[] => when.split(' && ');
    const opposed = (a: string, b: string): boolean => parts(a).some((part) => parts(b).includes(`!${part}`));
    for (const [index, one] of keybindings.entries()) {
      for (const other of keybindings.slice(index + 1)) {
        if (one.key !== other.key) continue;
        assert.ok(opposed(one.when, other.when) || opposed(other.when, one.when), `${one.command}, ${other.command}`);
      }
    }
  });
});
