import { seededRandom } from '../../../core/seededRandom';
import type { SearchTask } from './searchTasks';
import type { TextDocument } from './textIndex';

export interface SearchWorld {
  readonly documents: readonly TextDocument[];
  readonly tasks: readonly SearchTask[];
}

interface Town {
  readonly name: string;
  readonly river: River;
  readonly dish: string;
  readonly founded: number;
}

interface River {
  readonly name: string;
  readonly mountain: string;
  readonly length: number;
}

interface Person {
  readonly name: string;
  readonly born: Town;
  readonly year: number;
  readonly book: string;
  readonly trade: string;
}

interface Bridge {
  readonly name: string;
  readonly town: Town;
  readonly builder: Person;
  readonly finished: number;
}

const starts = 'Bar Cal Dor Elm Fen Gal Har Ist Kor Lan Mer Nor Ost Pel Quin Ras Sel Tor Ulm Ver Wen Yar Zel'.split(
  ' ',
);
const middles = 'a e i o u ari eno isa olu ume'.split(' ');
const ends = 'bek dal fell gard holm lin mar nost rick stad ton vik wald'.split(' ');
const firstNames =
  'Ada Bruno Clara Dario Edda Felix Greta Hugo Ines Jaro Kaja Leon Mina Nils Olga Pavel Runa Silas'.split(' ');
const dishes =
  'barley pie|smoked eel|plum dumplings|nettle soup|honey bread|goat cheese|cherry stew|pickled pears|onion tart|walnut cake|trout in cream|bean pancakes'.split(
    '|',
  );
const trades = 'clockmaker botanist engineer glassblower surveyor printer'.split(' ');
const bookWords = 'Silent Hidden Long Broken Golden Last Northern Quiet'.split(' ');
const bookThings = 'Harbour Winter Orchard Lantern Ledger Crossing Garden Bell'.split(' ');

/**
 * A made-up country: whatever is asked about it can only be found in its documents, and no model knows it. Questions go over one to three
 * documents.
 */
export function searchWorld(seed: number, questions = 40): SearchWorld {
  const random = seededRandom(seed);
  const name = namesFrom(random);
  const rivers = times(8, (): River => ({ name: name(), mountain: `Mount ${name()}`, length: 40 + random(400) }));
  const towns = times(12, (at): Town => ({
    ...{ name: name(), river: rivers[random(rivers.length)]!, dish: dishes[at]!, founded: 1100 + random(500) },
  }));
  const people = times(16, (at): Person => ({
    name: `${firstNames[at]!} ${name()}`,
    born: towns[random(towns.length)]!,
    year: 1700 + random(180),
    book: `The ${bookWords[at % 8]!} ${bookThings[(at + 3 * Math.floor(at / 8)) % 8]!}`,
    trade: trades[random(trades.length)]!,
  }));
  const bridges = times(12, (): Bridge => ({
    name: `${name()} Bridge`,
    town: towns[random(towns.length)]!,
    builder: people[random(people.length)]!,
    finished: 1760 + random(150),
  }));
  const all = [...townQuestions(towns), ...personQuestions(people), ...bridgeQuestions(bridges)];
  const picked = pick(all, questions, random);
  return {
    documents: [
      ...rivers.map(riverText),
      ...towns.map(townText),
      ...people.map(personText),
      ...bridges.map(bridgeText),
    ],
    tasks: picked.map(([question, answer], at) => ({ id: `search-${seed}-${at + 1}`, question, answer })),
  };
}

type Question = readonly [question: string, answer: string];

function townQuestions(towns: readonly Town[]): readonly Question[] {
  return towns.flatMap(({ name, river }): readonly Question[] => [
    [`On which mountain does the river rise that flows through ${name}?`, river.mountain],
    [`How many kilometres long is the river that flows through ${name}?`, String(river.length)],
  ]);
}

function personQuestions(people: readonly Person[]): readonly Question[] {
  return people.flatMap(({ name, born, book }): readonly Question[] => [
    [`Which dish is the town known for in which ${name} was born?`, born.dish],
    [`Which river flows through the town where the author of “${book}” was born?`, born.river.name],
    [`On which mountain does the river rise that flows through the town where ${name} was born?`, born.river.mountain],
  ]);
}

function bridgeQuestions(bridges: readonly Bridge[]): readonly Question[] {
  return bridges.flatMap(({ name, town, builder }): readonly Question[] => [
    [`Which book was written by the builder of ${name}?`, builder.book],
    [`In which year was the town founded in which ${name} stands?`, String(town.founded)],
    [`Which dish is the town known for in which the builder of ${name} was born?`, builder.born.dish],
  ]);
}

function riverText({ name, mountain, length }: River): TextDocument {
  const text = `The ${name} is a river of ${length} kilometres. It rises on ${mountain} and is used by rafts in spring.`;
  return { title: `${name} (river)`, text };
}

function townText({ name, river, dish, founded }: Town): TextDocument {
  const text = `${name} was founded in ${founded}. The river ${river.name} flows through it. The town is known for its ${dish}.`;
  return { title: name, text };
}

function personText({ name, born, year, book, trade }: Person): TextDocument {
  const text = `${name}, a ${trade}, was born in ${born.name} in ${year}, and is the author of the book “${book}”.`;
  return { title: name, text };
}

function bridgeText({ name, town, builder, finished }: Bridge): TextDocument {
  const text = `${name} stands in ${town.name}. It was built by ${builder.name} and finished in ${finished}.`;
  return { title: name, text };
}

function namesFrom(random: (below: number) => number): () => string {
  const used = new Set<string>();
  return () => {
    for (;;) {
      const name = [starts, middles, ends].map((parts) => parts[random(parts.length)]!).join('');
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
  };
}

function pick<T>(items: readonly T[], count: number, random: (below: number) => number): readonly T[] {
  const rest = [...items];
  return times(Math.min(count, items.length), () => rest.splice(random(rest.length), 1)[0]!);
}

function times<T>(count: number, make: (at: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}
