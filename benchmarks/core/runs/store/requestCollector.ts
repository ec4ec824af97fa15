import type { DatabaseSync } from 'node:sqlite';

/** @returns deletes a run, inside a transaction, with the prompts that no other run has */
export function requestCollector(database: DatabaseSync): (run: number) => void {
  const free = database.prepare(
    `DELETE FROM requests WHERE hash IN (SELECT value FROM json_each(?))
       AND NOT EXISTS (SELECT 1 FROM sample_requests WHERE sample_requests.hash = requests.hash)`,
  );
  const used = database.prepare('SELECT DISTINCT hash FROM sample_requests WHERE run = ?');
  const remove = database.prepare('DELETE FROM runs WHERE run = ?');
  return (run) => {
    const hashes = used.all(run).map(({ hash }) => hash);
    remove.run(run);
    free.run(JSON.stringify(hashes));
  };
}
