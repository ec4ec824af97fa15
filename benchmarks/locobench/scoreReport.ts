import { floorAnswers, type Floor } from './reference/floors';
import { publishedScore, type PublishedScore } from './reference/publishedForm';
import type { PythonParser } from './reference/python/pythonModule';
import type { Scenario } from './reference/scenario';
import { scoreReference } from './reference/scoreReference';

export interface FloorScore {
  readonly id: Floor['id'];
  readonly name: string;
  /** As if nothing compiled and no test passed. */
  readonly LCBS: number | null;
  readonly dimensions: PublishedScore['dimensions'];
}

/** The worst that a harness can record. */
const nothingWorks = {
  compilation: {
    outcome: 'finished',
    success: false,
    errors: 6,
    warnings: 0,
    underFiveSeconds: false,
    smallBinary: false,
  },
  unitPassRate: 0,
} as const;

/** What the same code gives for answers that solve nothing. */
export function scoreFloors(scenario: Scenario, parser: PythonParser): readonly FloorScore[] {
  return floorAnswers(scenario).map(({ id, name, texts }) => {
    const { LCBS, dimensions } = publishedScore(scoreReference(scenario, texts, nothingWorks, parser));
    return { id, name, LCBS, dimensions };
  });
}

export function scoreText(id: string, score: PublishedScore, floors: readonly FloorScore[]): string {
  const values = (record: Readonly<Record<string, number | null>>) =>
    Object.entries(record).map(([name, value]) => `  ${name.padEnd(18)} ${shown(value)}`);
  return [
    `${id}: LoCoBench's published score, for comparison only`,
    `LCBS ${shown(score.LCBS)} of 5`,
    ...values(score.dimensions),
    'Metrics',
    ...values(score.metrics),
    'What answers that solve nothing get here, nothing compiled, no test passed:',
    ...floors.map(({ name, LCBS }) => `  ${name.padEnd(24)} ${shown(LCBS)}`),
  ].join('\n');
}

function shown(value: number | null): string {
  return value === null ? 'not measured' : value.toFixed(3);
}
