/** Dialogues of a set: `scenarios.jsonl` beside its `tasks.jsonl`. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { BadInputError } from '../../core/badInputError';
import { sha256 } from '../../core/runs/sha256';
import { readRows } from '../rows/jsonLines';
import type { TaskSetFile } from '../tasks/taskSet';
import { scenarioRow, type ScenarioRow } from './scenarioRow';

export const scenarioFile = (folder: string): string => path.join(folder, 'scenarios.jsonl');

/** @throws BadInputError where there are none, or one wants a server that the set does not have */
export async function readScenarios(folder: string, set: TaskSetFile): Promise<readonly ScenarioRow[]> {
  const file = scenarioFile(folder);
  if (!existsSync(file)) {
    throw new BadInputError(
      `${folder} has no dialogues (scenarios.jsonl). Make them: whetstone mcpeval generate-scenarios --scenarios ${folder}`,
    );
  }
  const rows = (await readRows(file, scenarioRow)).map((row) => ({ ...row, id: row.id ?? idOf(row) }));
  if (rows.length === 0) throw new BadInputError(`${file} is empty. Make dialogues anew.`);
  const servers = new Set(set.servers.map(({ name }) => name));
  const stray = rows.flatMap(({ whetstone }) => whetstone?.servers ?? []).find((name) => !servers.has(name));
  if (stray !== undefined) {
    throw new BadInputError(`${file}: a dialogue wants the server ${stray}, which set.json does not have.`);
  }
  const ids = new Set<string>();
  for (const { id, name } of rows) {
    if (ids.has(id)) throw new BadInputError(`${file}: two dialogues have the id ${id} (the second is "${name}").`);
    ids.add(id);
  }
  return rows;
}

/** Rows of others need not have one. */
const idOf = (row: object): string => sha256(JSON.stringify(row)).slice(0, 16);
