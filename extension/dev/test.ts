/** `npm test [-- PART ...]`: runs the parts one after the other and counts. The last line is `N passed, N failed`. */
import type { Part, PartResult } from './parts/part';
import { browser, bundle, python, quality, scenarios, unit } from './parts/plainParts';
import { selfTest, startCheck, vscodeSuites, vsix } from './parts/vscodeParts';

/** In this order: what fails fast comes first; the production bundle comes after all that wants the development one. */
const parts: readonly Part[] = [
  ...[quality, unit, python, scenarios, browser],
  ...[vscodeSuites, selfTest, bundle, vsix, startCheck],
];

interface Finished {
  readonly part: Part;
  readonly result: PartResult;
  readonly seconds: number;
}

async function runPart(part: Part): Promise<Finished> {
  console.log(`\n=== ${part.title} (${part.name}) ===\n`);
  const begin = performance.now();
  const result = await part.run().catch((error: unknown): PartResult => {
    const message = error instanceof Error ? error.message : String(error);
    console.error(message);
    return { passed: 0, failed: [`${part.title}: ${message.split('\n')[0] ?? ''}`], skipped: [] };
  });
  return { part, result, seconds: (performance.now() - begin) / 1000 };
}

function printSummary(finished: readonly Finished[]): void {
  console.log('\n=== Summary ===\n');
  for (const { part, result, seconds } of finished) {
    const skipped = result.skipped.length > 0 ? `, ${result.skipped.length} skipped` : '';
    const counts = `${result.passed} passed, ${result.failed.length} failed${skipped}`;
    console.log(`${part.title.padEnd(34)} ${counts.padEnd(40)} ${seconds.toFixed(0).padStart(4)} s`);
    for (const name of result.failed) console.log(`    failed:  ${name}`);
    for (const name of result.skipped) console.log(`    skipped: ${name}`);
  }
}

async function main(): Promise<number> {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0) {
    console.error(`No such part: ${unknown.join(', ')}. Parts: ${parts.map((part) => part.name).join(', ')}`);
    return 2;
  }
  const chosen = names.length === 0 ? parts : parts.filter((part) => names.includes(part.name));
  const finished: Finished[] = [];
  for (const part of chosen) finished.push(await runPart(part));
  printSummary(finished);
  const passed = finished.reduce((sum, { result }) => sum + result.passed, 0);
  const failed = finished.reduce((sum, { result }) => sum + result.failed.length, 0);
  // A run without any test has not shown anything.
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
