/**
 * Writes the typed contributions into package.json, package.nls.json and l10n/bundle.l10n.json.
 *   npx tsx extension/contributions/writePackageJson.ts
 * `contributions.test.ts` fails when these files differ from the typed source.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildManifest } from './manifest';
import { collectRuntimeStrings } from './runtimeStrings';

export interface GeneratedFile {
  /** Relative to the root of the repository. */
  readonly name: string;
  readonly content: string;
}

/** @param root folder of package.json @returns what the files should hold */
export function generateFiles(root: string): readonly GeneratedFile[] {
  const { packageJson, texts } = buildManifest();
  const current = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  // Keys that exist keep their place; new ones are added at the end.
  return [
    { name: 'package.json', content: json({ ...current, ...packageJson }) },
    { name: 'package.nls.json', content: json(texts) },
    { name: 'l10n/bundle.l10n.json', content: json(collectRuntimeStrings(path.join(root, 'extension'))) },
  ];
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

if (process.argv[1] && path.basename(process.argv[1]) === 'writePackageJson.ts') {
  const root = path.resolve(path.dirname(process.argv[1]), '../..');
  for (const file of generateFiles(root)) {
    const target = path.join(root, file.name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, file.content);
  }
}
