/** Fits the embedded caller on generated requests: `npx tsx runtime/functionCalling/embedded/training/train.ts --seed 1`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SeededRandom } from '../../../gateway/router';
import { EmbeddedCaller } from '../embeddedCaller';
import { fitSlots } from './fitSlots';
import { fitPresence } from './fitPresence';
import { fitTool } from './fitTool';
import { RowGenerator, type GeneratedRow } from './generateRows';
import { sameArguments } from './sameValue';
import { readToolSheet } from './toolSheet';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    rows: { type: 'string', default: '9000' },
    failures: { type: 'string', default: '0' },
    out: { type: 'string' },
  },
});
const seed = Number(values.seed);
const random = new SeededRandom(seed);
const sheet = random.shuffled(readToolSheet());
// Tools of one part are in none of the others: what is measured holds for tools that were never seen.
const part = (from: number, to: number) =>
  new RowGenerator(sheet.slice(from * sheet.length, to * sheet.length), random);
const [first, second, third, fourth] = [part(0, 0.5), part(0.5, 0.7), part(0.7, 0.85), part(0.85, 1)];
const rows = (generator: RowGenerator, kind: 'single' | 'several' | 'none', count: number): readonly GeneratedRow[] =>
  Array.from({ length: count }, () => generator.row(kind));
const log = (text: string) => process.stderr.write(`${text}\n`);

const total = Number(values.rows);
const start = performance.now();
const half = fitSlots(rows(first, 'single', total), seed);
log(
  `slots: ${half.reachable} of ${half.slots} reachable, ${half.weights.size} features, ${Math.round(performance.now() - start)} ms`,
);
const presence = fitPresence(
  [...rows(first, 'single', total / 2), ...rows(first, 'none', total / 2)],
  half.weights,
  seed,
);
log(`presence: ${presence.size} features`);
const tool = fitTool(
  [...rows(second, 'single', 1500), ...rows(second, 'several', 1000), ...rows(second, 'none', 3000)],
  half.weights,
  presence,
);
log(JSON.stringify(tool));

/**
 * Share of requests without a right tool that get no call: a wrong call costs more than none. For the same reason no call
 * is made that is likelier wrong than right.
 */
const target = 0.97;
const nones = rows(third, 'none', 1500);
const open = new EmbeddedCaller({ slots: half.weights, presence, tool, threshold: 0 });
const confidences = nones.map(({ request, tools }) => {
  const answer = open.call(request, tools);
  return answer.kind === 'call' ? answer.confidence : 0;
});
const leastConfidence = 0.5;
const threshold = Math.max(
  leastConfidence,
  Number([...confidences].sort((a, b) => a - b)[Math.floor(target * confidences.length)]!.toFixed(3)),
);
log(`threshold ${threshold}`);

const caller = new EmbeddedCaller({ slots: half.weights, presence, tool, threshold });
const figures = Object.fromEntries(
  (['single', 'several', 'none'] as const).map((kind) => {
    const held = rows(fourth, kind, 1000);
    const verdicts = held.map((row) => ({ row, answer: caller.call(row.request, row.tools) }));
    const isRight = ({ row: { call }, answer }: (typeof verdicts)[number]) =>
      answer.kind === 'none'
        ? call === undefined
        : answer.name === call?.name && sameArguments(answer.arguments, call.arguments);
    for (const verdict of verdicts.filter((each) => !isRight(each)).slice(0, Number(values.failures))) {
      log(
        `${kind}: ${verdict.row.request}\n  wanted ${JSON.stringify(verdict.row.call)}\n  got    ${JSON.stringify(verdict.answer)}`,
      );
    }
    const abstained = verdicts.filter(({ answer }) => answer.kind === 'none').length;
    return [kind, { n: held.length, right: verdicts.filter(isRight).length, abstained }];
  }),
);
log(JSON.stringify(figures));

if (values.out !== undefined) {
  const all = fitSlots(rows(new RowGenerator(sheet, random), 'single', Math.round(1.3 * total)), seed);
  const generator = new RowGenerator(sheet, random);
  const present = fitPresence(
    [...rows(generator, 'single', 0.7 * total), ...rows(generator, 'none', 0.7 * total)],
    all.weights,
    seed,
  );
  const slots = Object.fromEntries(
    [...all.weights]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, weight]) => [name, [weight, present.get(name) ?? 0]]),
  );
  writeFileSync(
    path.resolve(values.out),
    `${JSON.stringify({ seed, rows: Math.round(1.3 * total), threshold, tool, presenceBias: present.get('bias') ?? 0, heldOut: figures, slots })}\n`,
  );
  log(`${all.weights.size} weights, ${Math.round(performance.now() - start)} ms`);
}
