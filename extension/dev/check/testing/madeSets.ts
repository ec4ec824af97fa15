/** Sets of scenarios as they lie in the user's state folder. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface MadeSet {
  readonly name: string;
  readonly folder: string;
  /** How each scenario was shown to discriminate: 'facts', 'executed', 'static'. */
  readonly admitted: readonly string[];
}

/** @param home the state folder of a session */
export async function setsIn(home: string): Promise<readonly MadeSet[]> {
  const root = path.join(home, 'evaluations', 'sets');
  const found: MadeSet[] = [];
  for (const entry of await readdir(root, { recursive: true }).catch(() => [])) {
    if (path.basename(entry) !== 'set.json') continue;
    const folder = path.dirname(path.join(root, entry));
    const admitted: string[] = [];
    for (const name of await readdir(path.join(folder, 'scenarios'))) {
      const scenario: unknown = JSON.parse(await readFile(path.join(folder, 'scenarios', name), 'utf8'));
      admitted.push((scenario as { whetstone: { admission: { how: string } } }).whetstone.admission.how);
    }
    found.push({ name: path.basename(folder), folder, admitted });
  }
  return found;
}
