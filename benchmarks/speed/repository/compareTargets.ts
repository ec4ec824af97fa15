/**
 * How often the index names the right definition of a reference, against TypeScript's language service on the same files.
 *
 *     npx tsx benchmarks/speed/repository/compareTargets.ts FOLDER [references] [seed]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { openRepositoryIndex, type Reference } from '../../../runtime/repository';
import { seededRandom } from '../../core/seededRandom';
import { wilsonInterval } from '../../core/statistics';
import { languageService } from './languageService';

async function main([folder = '.', count = '2000', seed = '1']: readonly string[]): Promise<void> {
  const root = path.resolve(folder);
  const state = mkdtempSync(path.join(tmpdir(), 'whetstone-targets-'));
  const index = await openRepositoryIndex({ root, folder: state });
  try {
    const files = index.files().filter(({ path: file, skipped }) => /\.tsx?$/.test(file) && skipped === undefined);
    const service = languageService(
      root,
      files.map((file) => path.join(root, file.path)),
    );
    const program = service.getProgram();
    const random = seededRandom(Number(seed));
    const drawn: Reference[] = [];
    while (drawn.length < Number(count)) {
      const references = index.referencesIn(files[random(files.length)]!.path);
      if (references.length > 0) drawn.push(references[random(references.length)]!);
    }
    let [answered, right, answerable] = [0, 0, 0];
    const wrong: string[] = [];
    for (const reference of drawn) {
      const file = path.join(root, reference.path);
      const source = program?.getSourceFile(file);
      if (source === undefined) continue;
      const { line, column } = reference.range.start;
      const expected = service
        .getDefinitionAtPosition(file, ts.getPositionOfLineAndCharacter(source, line, column))
        ?.flatMap(({ fileName, textSpan }) => {
          const relative = path.relative(root, fileName).split(path.sep).join('/');
          const place = program?.getSourceFile(fileName)?.getLineAndCharacterOfPosition(textSpan.start);
          return index
            .symbols(relative)
            .filter(({ selection: { start } }) => start.line === place?.line && start.column === place.character)
            .map(({ id }) => id);
        });
      if (expected !== undefined && expected.length > 0) answerable++;
      if (reference.target === undefined) continue;
      answered++;
      if (expected?.includes(reference.target) === true) right++;
      else if (wrong.length < 20)
        wrong.push(`${reference.path}:${line + 1} ${reference.name} -> ${reference.target}, not ${String(expected)}`);
    }
    const share = (part: number, whole: number) => ({ n: whole, ...wilsonInterval(part, Math.max(whole, 1)) });
    const figures = {
      references: drawn.length,
      precision: share(right, answered),
      recall: share(right, answerable),
      wrong,
    };
    console.log(JSON.stringify(figures, null, 2));
  } finally {
    await index.close();
    rmSync(state, { recursive: true, force: true });
  }
}

void main(process.argv.slice(2));
