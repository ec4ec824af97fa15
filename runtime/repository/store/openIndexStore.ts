import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { RuntimeError } from '../../runtimeError';
import { openDatabase, type DatabaseOptions } from '../../store/openDatabase';
import { IndexStore } from './indexStore';
import { applicationId, indexVersion, migrations } from './schema';

/**
 * The database of one repository's index. It can be made again at any time, so a damaged one is thrown away.
 *
 * @param folder of the databases of all repositories
 * @param root absolute path of the repository
 * @throws RuntimeError as openDatabase
 */
export async function openIndexStore(folder: string, root: string): Promise<IndexStore> {
  const key = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const file = path.join(folder, `${key}-v${indexVersion}.db`);
  const options: DatabaseOptions = {
    file,
    what: 'the index of the repository',
    repair: 'delete it: it will be made again',
    applicationId,
    migrations,
  };
  try {
    return await open(options);
  } catch (error) {
    if (!(error instanceof RuntimeError) || error.kind !== 'store-corrupt') throw error;
    remove(folder, path.basename(file));
    return await open(options);
  }
}

async function open(options: DatabaseOptions): Promise<IndexStore> {
  const database = await openDatabase(options);
  // Losing the last batches of an index in a power cut costs time, not data; WAL keeps it whole all the same.
  database.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000');
  return new IndexStore(database, options);
}

function remove(folder: string, name: string): void {
  for (const entry of readdirSync(folder)) {
    if (entry === name || entry.startsWith(`${name}-`)) rmSync(path.join(folder, entry), { force: true });
  }
}
