import type { Json, JsonSchema } from '../../../gateway/types';
import type { SeededRandom } from '../../../gateway/router';
import { valueWords } from './valueWords';

/** How one parameter of one generated tool takes its values. */
export interface ValueMaker {
  readonly schema: JsonSchema;
  /** Added to the description: unit, form, example. */
  readonly note: string;
  readonly make: () => MadeValue;
}

export interface MadeValue {
  /** As it stands in the request. */
  readonly text: string;
  readonly value: Json;
}

const units: Readonly<Record<string, readonly string[]>> = {
  len: [' m', ' metres', ' cm', ' feet', ' inches', '', ' meters', 'm', ' units'],
  mass: [' kg', ' kilograms', 'kg', ' pounds', ' g'],
  speed: [' m/s', ' metres per second', 'm/s', ''],
  accel: [' m/s^2', ' m/s²', ' metres per second squared'],
  secs: [' seconds', ' s', 's', ' sec'],
  volt: [' V', ' volts', 'V'],
  ohm: [' ohms', ' Ω', ' ohm'],
  charge: [' C', ' coulombs', ''],
  moles: [' moles', ' mol'],
  temp: [' K', ' degrees', '°C', ' degrees Celsius', ' °C'],
  vol: [' litres', ' L', ' liters', ''],
  years: [' years', ' years', '-year'],
  days: [' days'],
  mins: [' minutes', ' min', '-minute'],
  hours: [' hours', ' h'],
  age: ['', '-year-old', ' years old'],
  km: [' km', ' kilometres', ' miles'],
  bigkm: [' km', ' million km', ' kilometres'],
  kmh: [' km/h', ' kph', ' mph'],
  sqm: [' square metres', ' m²', ' square feet'],
  grams: [' g', ' grams', 'g'],
  pixels: [' pixels', 'px', ''],
  persons: [' people', ' guests', ' persons', ' adults'],
  millis: [' ms', ' milliseconds', 'ms'],
  pctint: ['%', ' percent'],
};
const inWords = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const months = 'January February March April May June July August September October November December'.split(' ');

/** @throws Error for a kind that the sheet made up */
export function valueMaker(kind: string, values: readonly string[], random: SeededRandom): ValueMaker {
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
  const chance = (share: number) => random.uniform() < share;
  const text = (make: () => string, note = ''): ValueMaker => ({
    schema: { type: 'string' },
    note,
    make: () => {
      const value = make();
      return { text: value, value };
    },
  });
  const whole = (most: number, least = 1) => least + random.below(most - least + 1);
  const digits = (value: number) => (value >= 1000 && chance(0.6) ? value.toLocaleString('en-US') : String(value));

  if (kind === 'enum') {
    return {
      schema: { type: 'string', enum: values },
      note: chance(0.3) ? `One of ${values.join(', ')}` : '',
      make: () => {
        const value = pick(values);
        return { text: value.replaceAll('_', ' '), value };
      },
    };
  }
  const unit = units[kind];
  if (unit !== undefined) {
    const isWhole = /years|days|mins|age|persons|pixels|pctint|millis/.test(kind) || chance(0.55);
    const most =
      { years: 40, days: 14, mins: 120, age: 90, persons: 12, pixels: 2000, pctint: 100, charge: 9, millis: 9000 }[
        kind
      ] ?? pick([12, 60, 400, 5000]);
    const ending = pick(unit);
    return {
      schema: { type: isWhole ? 'integer' : 'number' },
      note: '',
      make: () => {
        const value = isWhole
          ? whole(most)
          : chance(0.5)
            ? whole(most)
            : Number((random.uniform() * most + 0.1).toFixed(chance(0.5) ? 1 : 2));
        const own = chance(0.75) ? ending : pick(unit);
        const short = Number.isInteger(value) && value <= 12 && own.startsWith(' ') && own.length > 4 && chance(0.3);
        const many = own === ' million km' ? value * 1e6 : value;
        return {
          text: `${short ? inWords[value] : digits(value)}${value === 1 ? own.replace(/s$/, '') : own}`,
          value: many,
        };
      },
    };
  }
  switch (kind) {
    case 'int':
      return {
        schema: { type: 'integer' },
        note: '',
        make: () => {
          const value = whole(pick([6, 12, 60, 1000]));
          return { text: value <= 12 && chance(0.2) ? inWords[value]! : digits(value), value };
        },
      };
    case 'num':
    case 'float':
      return {
        schema: { type: 'number' },
        note: '',
        make: () => {
          const value = chance(kind === 'num' ? 0.7 : 0.2)
            ? whole(40, -9)
            : Number((random.uniform() * pick([1, 10, 90])).toFixed(pick([1, 2, 4])));
          return { text: String(value), value };
        },
      };
    case 'money':
      return {
        schema: { type: pick(['number', 'integer']) },
        note: pick(['', '', 'in dollars']),
        make: () => {
          const value = whole(50) * pick([1, 10, 100, 1000, 10000]);
          const form = random.below(6);
          const figure = digits(value);
          if (value % 1_000_000 === 0) return { text: `$${value / 1e6} million`, value };
          return {
            text:
              form < 3
                ? `$${figure}`
                : form === 3
                  ? `${figure} dollars`
                  : form === 4
                    ? `€${figure}`
                    : `${figure} euros`,
            value,
          };
        },
      };
    case 'pct': {
      const form = random.below(4);
      const asShare = form > 0;
      return {
        schema: { type: 'number' },
        note:
          form === 0
            ? pick(['in percent', 'as a percentage, e.g. 5 for 5%'])
            : form === 1
              ? 'as a decimal, e.g. 0.05'
              : form === 2
                ? 'between 0 and 1'
                : '',
        make: () => {
          const value = chance(0.5) ? whole(60) : Number((random.uniform() * 20).toFixed(1));
          if (asShare && chance(0.25))
            return {
              text: String(Number((value / 100).toPrecision(12))),
              value: Number((value / 100).toPrecision(12)),
            };
          return {
            text: `${value}${pick(['%', '%', ' percent'])}`,
            value: asShare ? Number((value / 100).toPrecision(12)) : value,
          };
        },
      };
    }
    case 'year':
      return {
        schema: { type: 'integer' },
        note: '',
        make: () => {
          const value = whole(2025, 1700);
          return { text: String(value), value };
        },
      };
    case 'bool':
      return { schema: { type: 'boolean' }, note: '', make: () => ({ text: 'true', value: true }) };
    case 'boolv':
      return {
        schema: { type: 'boolean' },
        note: '',
        make: () => {
          const value = chance(0.5);
          return { text: String(value), value };
        },
      };
    case 'obj':
      return {
        schema: { type: 'object' },
        note: '',
        make: () => {
          const names = random.shuffled(valueWords.column).slice(0, whole(3));
          const entries = names.map((name): readonly [string, Json] => [
            name,
            chance(0.5) ? whole(99) : pick(valueWords.word),
          ]);
          const quote = pick(['"', '', "'"]);
          const members = entries.map(([name, value]) => `${quote}${name}${quote}: ${JSON.stringify(value)}`);
          return { text: `{${members.join(', ')}}`, value: Object.fromEntries(entries) };
        },
      };
    case 'jsname': {
      const made = text(() => pick(valueWords.jsname));
      return {
        ...made,
        make: () => {
          const { text: name, value } = made.make();
          const quote = pick(['', '', '`', "'", '"']);
          return { text: quote + name + quote, value };
        },
      };
    }
    case 'topic':
      return quotable(
        text(() =>
          chance(0.45)
            ? pick(valueWords.topic)
            : chance(0.6)
              ? `${pick(valueWords.modifier)} ${pick(valueWords.noun)}`
              : pick(valueWords.noun),
        ),
        0.08,
        random,
      );
    case 'food':
      return quotable(
        text(() =>
          chance(0.25)
            ? `${pick(['fresh', 'whole', 'roasted', 'frozen'])} ${pick(valueWords.food)}`
            : pick(valueWords.food),
        ),
        0.06,
        random,
      );
    case 'product':
      return quotable(
        text(() =>
          chance(0.3)
            ? `${pick(['leather', 'cheap', 'waterproof', 'wireless', ...valueWords.color])} ${pick(valueWords.product)}`
            : pick(valueWords.product),
        ),
        0.06,
        random,
      );
    case 'paths':
      return texts(() => pick(valueWords.file));
    case 'countries':
      return texts(() => pick(valueWords.country).replace('the ', ''));
    case 'nums': {
      const isWhole = chance(0.6);
      return {
        schema: { type: 'array', items: { type: isWhole ? 'integer' : 'number' } },
        note: '',
        make: () => {
          const value = Array.from({ length: whole(6, 3) }, () =>
            isWhole ? whole(90) : Number((random.uniform() * 30).toFixed(1)),
          );
          const form = random.below(3);
          return {
            text:
              form === 0
                ? `[${value.join(', ')}]`
                : form === 1
                  ? `${value.slice(0, -1).join(', ')} and ${value.at(-1)}`
                  : value.join(', '),
            value,
          };
        },
      };
    }
    case 'matrix':
      return {
        schema: { type: 'array', items: { type: 'array', items: { type: 'integer' } } },
        note: '',
        make: () => {
          const value = [0, 1].map(() => [whole(9), whole(9)]);
          return { text: `[${value.map((row) => `[${row.join(', ')}]`).join(', ')}]`, value };
        },
      };
    case 'point':
      return {
        schema: { type: 'array', items: { type: pick(['integer', 'number']) } },
        note: '',
        make: () => {
          const value = [whole(20, -9), whole(20, -9)];
          return { text: chance(0.6) ? `(${value.join(', ')})` : `[${value.join(', ')}]`, value };
        },
      };
    case 'place': {
      const wide = chance(0.3);
      const note = wide ? pick(['City and state, e.g. San Pedro, CA', 'City and country', '']) : '';
      return text(
        () =>
          wide
            ? `${pick(valueWords.town)}, ${pick([...valueWords.region, ...valueWords.country])}`
            : pick(chance(0.85) ? valueWords.town : [...valueWords.region, ...valueWords.country]),
        note,
      );
    }
    case 'person':
      return text(() =>
        chance(0.8)
          ? `${pick(valueWords.first)} ${pick(valueWords.last)}`
          : pick(chance(0.5) ? valueWords.first : valueWords.last),
      );
    case 'date': {
      const isIso = chance(0.35);
      return {
        schema: { type: 'string', ...(isIso && chance(0.4) && { format: 'date' }) },
        note: isIso ? pick(['YYYY-MM-DD', 'in the format YYYY-MM-DD']) : '',
        make: () => {
          const [year, month, day] = [whole(2026, 1950), whole(12), whole(28)];
          const iso = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
          const name = months[month - 1]!;
          const ending =
            day % 10 === 1 && day !== 11
              ? 'st'
              : day % 10 === 2 && day !== 12
                ? 'nd'
                : day % 10 === 3 && day !== 13
                  ? 'rd'
                  : 'th';
          const written = pick([
            iso,
            `${name} ${day}, ${year}`,
            `${name} ${day}${ending}, ${year}`,
            `${day} ${name} ${year}`,
            ...(isIso ? [] : ['tomorrow', 'next Friday', `${name} ${day}`, 'today']),
          ]);
          return { text: written, value: isIso ? iso : written };
        },
      };
    }
    case 'time': {
      const clock = chance(0.25);
      return {
        schema: { type: 'string' },
        note: clock ? 'HH:MM, 24 hours' : '',
        make: () => {
          const [hour, minute] = [whole(11), pick(['00', '15', '30', '45'])];
          const late = chance(0.5);
          const machine = `${String(hour + (late ? 12 : 0)).padStart(2, '0')}:${minute}`;
          const written = pick([
            `${hour}:${minute} ${late ? 'PM' : 'AM'}`,
            ...(minute === '00' ? [`${hour} ${late ? 'pm' : 'am'}`, `${hour}${late ? 'pm' : 'am'}`] : []),
            machine,
          ]);
          return { text: written, value: clock ? machine : written };
        },
      };
    }
    case 'title':
    case 'event':
    case 'venue': {
      const make = () =>
        kind === 'event'
          ? pick(valueWords.event)
          : kind === 'venue'
            ? pick(valueWords.venue)
            : chance(0.5)
              ? `The ${pick(valueWords.adjective)} ${pick(valueWords.titleHead)}`
              : `${pick(valueWords.titleHead)} ${pick(valueWords.titleTail)}`;
      return quotable(text(make), kind === 'title' ? 0.55 : 0.15, random);
    }
    case 'text':
    case 'word':
      return quotable(
        text(() => pick(kind === 'text' ? valueWords.text : valueWords.word)),
        kind === 'text' ? 0.85 : 0.6,
        random,
      );
    case 'ident':
      return text(() =>
        pick([`${pick(['A', 'ORD-', 'X', 'TR'])}${whole(99999, 1000)}`, String(whole(9999999, 100000))]),
      );
    case 'email':
      return text(
        () =>
          `${pick(valueWords.first).toLowerCase()}.${pick(['b', 'smith', 'weber'])}@${pick(['example.org', 'mail.test', 'acme.example'])}`,
      );
    case 'path':
      return quotable(
        text(() => pick(valueWords.file)),
        0.25,
        random,
      );
    case 'address':
      return text(() => `${whole(200)} ${pick(valueWords.street)}`);
    case 'dna':
      return text(() => Array.from({ length: whole(12, 6) }, () => pick(['A', 'C', 'G', 'T'])).join(''));
    case 'people':
      return texts(() => pick(valueWords.first));
    case 'titles':
      return texts(() => `'${pick(valueWords.adjective)} ${pick(valueWords.titleHead)}'`);
    case 'foods':
      return texts(() => pick(valueWords.food));
    case 'drugs':
      return texts(() => pick(valueWords.drug));
    case 'chems':
      return texts(() => pick(valueWords.chem));
    case 'topics':
      return texts(() => pick(valueWords.topic));
    case 'dbnames':
      return texts(() => pick(valueWords.column));
    case 'weekdays':
      return texts(() => pick(valueWords.weekday));
    default:
      return quotable(
        text(() => pick(wordsOf(kind))),
        /formula|condition/.test(kind) ? 0.3 : 0.06,
        random,
      );
  }

  function texts(make: () => string): ValueMaker {
    return {
      schema: { type: 'array', items: { type: 'string' } },
      note: '',
      make: () => {
        const all = [...new Set(Array.from({ length: whole(4, 2) }, make))];
        const value = all.map((each) => each.replaceAll("'", ''));
        if (chance(0.15)) return { text: `["${value.join('", "')}"]`, value };
        return {
          text:
            all.length === 1
              ? all[0]!
              : `${all.slice(0, -1).join(', ')}${chance(0.3) && all.length > 2 ? ',' : ''} and ${all.at(-1)}`,
          value,
        };
      },
    };
  }
}

function wordsOf(kind: string): readonly string[] {
  const table: Readonly<Record<string, readonly string[]>> = { ...valueWords, lang: valueWords.language };
  const words = table[kind];
  if (words === undefined) throw new Error(`There are no values of the kind ${kind}.`);
  return words;
}

/** The value stays; in the request it is often in quotes. */
function quotable(maker: ValueMaker, share: number, random: SeededRandom): ValueMaker {
  return {
    ...maker,
    make: () => {
      const made = maker.make();
      if (random.uniform() >= share) return made;
      const [open, close] = ['""', '""', "''", '“”'][random.below(4)]!;
      return { ...made, text: `${open}${made.text}${close}` };
    },
  };
}
