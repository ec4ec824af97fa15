import assert from 'node:assert/strict';
import { keybindings, takenKeys } from './keybindings';

describe('keybindings', () => {
  const ours = keybindings.flatMap(({ key, mac }) => (mac ? [key, mac] : [key]));

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
});
