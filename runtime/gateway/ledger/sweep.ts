import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Books } from './books';
import type { ProcessOwner } from '../../store/processOwner';

const ownerRows = z.array(z.object({ owner: z.string() }));
const callRows = z.array(z.object({ call: z.string() }));

/**
 * Books the reservations of owners that have ended: whether their calls ran nobody knows, so they count in full until they
 * are reconciled. Inside a transaction.
 * @param ending an owner that is about to end, and counts as dead
 * @returns number of calls
 */
export function sweep(database: DatabaseSync, books: Books, owner: ProcessOwner, ending?: string): number {
  const owners = ownerRows.parse(
    database.prepare("SELECT DISTINCT owner FROM calls WHERE state = 'reserved' UNION SELECT token FROM owners").all(),
  );
  let swept = 0;
  for (const { owner: token } of owners) {
    if (token !== ending && owner.isAlive(token)) continue;
    const open = database.prepare("SELECT call FROM calls WHERE state = 'reserved' AND owner = ?").all(token);
    for (const { call } of callRows.parse(open)) {
      books.settle({
        call,
        outcome: 'unknown',
        cost: 0,
        usage: undefined,
        finish: undefined,
        error: 'its process ended before the call was settled',
      });
      swept++;
    }
    database.prepare('DELETE FROM owners WHERE token = ?').run(token);
    owner.forget(token);
  }
  return swept;
}
