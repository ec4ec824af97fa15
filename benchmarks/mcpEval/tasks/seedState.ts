import { seededRandom } from '../../core/seededRandom';

const NOUNS = [
  'harbour',
  'lantern',
  'meadow',
  'compass',
  'orchard',
  'granite',
  'willow',
  'ferry',
  'beacon',
  'quarry',
  'saddle',
  'thimble',
];
const PEOPLE = ['Mara Lind', 'Teo Varga', 'Ines Roth', 'Olav Brandt', 'Pia Moreau', 'Sami Korhonen'];
const KINDS = ['person', 'project', 'tool', 'place'];
const FOLDERS = ['notes', 'reports', 'data'];

export interface Draw {
  /** From 0 up to and without `below`. */
  readonly number: (below: number) => number;
  readonly one: <T>(items: readonly T[]) => T;
  readonly word: () => string;
}

export function drawFrom(seed: number): Draw {
  const number = seededRandom(seed);
  const one = <T>(items: readonly T[]): T => {
    const item = items[number(items.length)];
    if (item === undefined) throw new Error('There is nothing to draw from.');
    return item;
  };
  return { number, one, word: () => `${one(NOUNS)}-${number(900) + 100}` };
}

export interface SeedState {
  readonly files: Readonly<Record<string, string>>;
  readonly stateFiles: Readonly<Record<string, string>>;
}

/** A small workspace and a small graph of knowledge, other ones for each seed, so that no answer can be known beforehand. */
export function seedState(draw: Draw): SeedState {
  const files = new Map<string, string>();
  for (const folder of FOLDERS) {
    for (let count = 0; count < 2; count++) {
      const lines = Array.from({ length: 2 + draw.number(3) }, () => `${draw.word()}: ${draw.number(9000) + 1000}`);
      files.set(`${folder}/${draw.word()}.txt`, `${lines.join('\n')}\n`);
    }
  }
  const names = [...new Set([draw.one(PEOPLE), draw.word(), draw.word(), draw.one(PEOPLE)])];
  const entities = names.map((name) => ({
    ...{ type: 'entity', name, entityType: draw.one(KINDS) },
    observations: [`keeps ${draw.word()}`, `since ${1950 + draw.number(70)}`],
  }));
  const relations = names.slice(1).map((to) => ({ type: 'relation', from: names[0], to, relationType: 'works_with' }));
  const graph = [...entities, ...relations].map((each) => JSON.stringify(each)).join('\n');
  return { files: Object.fromEntries(files), stateFiles: { 'memory.jsonl': graph } };
}
