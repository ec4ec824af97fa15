/** Runs one step of a part of `npm test`, which starts it: `testStep PART INDEX FILE`; the result is written into FILE. */
import { writeFileSync } from 'node:fs';
import { failureLine, nothing, type PartResult } from './parts/part';
import { parts } from './parts/parts';

async function main(name: string, index: number, file: string): Promise<void> {
  const part = parts.find((each) => each.name === name);
  const step = part && 'steps' in part.work ? part.work.steps[index] : undefined;
  if (!part || !step) throw new Error(`No such step: ${name} ${index}`);
  const result = await step.run().catch((error: unknown): PartResult => {
    console.error(error);
    return { ...nothing, failed: [failureLine(part.title, error)] };
  });
  writeFileSync(file, JSON.stringify(result));
}

const [name = '', index = '', file = ''] = process.argv.slice(2);
main(name, Number(index), file).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
