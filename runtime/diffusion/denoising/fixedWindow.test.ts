import assert from 'node:assert/strict';
import { denoise, DenoisingVocabulary } from '.';

describe('windows of a fixed length beside others', () => {
  const [mask, expand, remove, text] = [0, 1, 2, 5];
  const vocabulary = new DenoisingVocabulary(8, { mask, expand, delete: remove, forbidden: [] });
  /** The model would best delete, then expand, then write the token. */
  const passes = {
    logits: async (_: readonly number[], wanted: readonly number[]) => {
      const rows = new Float32Array(8 * wanted.length);
      wanted.forEach((_slot, row) => {
        rows[8 * row + remove] = 9;
        rows[8 * row + expand] = 6;
        rows[8 * row + text] = 3;
      });
      return rows;
    },
  };
  const windows = [{ slots: [mask, mask, mask] }, { slots: [mask, 7, mask], isFixed: true }, { slots: [mask] }];

  for (const length of [{ kind: 'delete-only' }, { kind: 'expand-delete', maxSlots: 8 }] as const) {
    it(`keep their slots under ${length.kind}`, async () => {
      const result = await denoise(passes, windows, vocabulary, { length }, () => Promise.resolve());
      assert.deepEqual(
        result.windows.map(({ tokens }) => tokens),
        [[], [text, 7, text], []],
      );
    });
  }
});
