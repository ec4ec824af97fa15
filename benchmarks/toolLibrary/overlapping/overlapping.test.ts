import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { extractTools } from '../../../runtime/toolLibrary/extraction';
import { ownName } from '../../../runtime/toolLibrary/merging';
import { packageRoot } from '../../core/packageRoot';

const folder = path.join(packageRoot(), 'benchmarks/toolLibrary/overlapping');
const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
const lists = z.array(z.array(z.string()).min(2));
const groups = z
  .object({ duplicates: lists, nearDuplicates: lists, families: lists, impure: z.array(z.string()) })
  .parse(JSON.parse(read('groups.json')));
const queries = (file: string): readonly { readonly tools: readonly string[] }[] =>
  read(file)
    .trimEnd()
    .split('\n')
    .map((line) =>
      z.object({ query: z.string().min(1), tools: z.array(z.string()).length(1) }).parse(JSON.parse(line)),
    );

describe('overlapping tools', () => {
  let names: ReadonlySet<string>;
  before(async () => {
    const { tools, problems } = await extractTools({ root: folder });
    assert.deepEqual(problems, []);
    names = new Set(tools.map(ownName));
  });

  it('are as many as the documentation says', () => assert.equal(names.size, 417));

  it('have labels that name tools', () => {
    const named = [
      ...groups.duplicates.flat(),
      ...groups.nearDuplicates.flat(),
      ...groups.families.flat(),
      ...groups.impure,
    ];
    assert.deepEqual(
      named.filter((name) => !names.has(name)),
      [],
    );
  });

  it('are duplicates of one operation only', () => {
    const all = groups.duplicates.flat();
    assert.equal(new Set(all).size, all.length);
  });

  it('have questions in two halves, each by the very tool that answers', () => {
    const [choose, report] = [queries('queries-to-choose.jsonl'), queries('queries.jsonl')];
    assert.deepEqual([choose.length, report.length], [137, 136]);
    const wrong = [...choose, ...report].flatMap(({ tools }) => tools).filter((name) => !names.has(name));
    assert.deepEqual(wrong, []);
  });
});
