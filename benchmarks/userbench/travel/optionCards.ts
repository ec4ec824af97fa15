/** Options as the model sees them, in the fields of the published form. Prices and fees are of one unit: a night, a day, a person. */
import type { AspectName } from './aspects';
import { catalogue, type CatalogueTopic, type CatalogueValue } from './catalogue';
import type { Draw } from './draw';
import type { Journey } from './journey';
import { units, type OptionFacts } from './optionFacts';
import type { TravelOption } from './scenarioSchema';

export type Card = Omit<TravelOption, 'id'>;

const carriers = ['Northwind', 'Albatross Air', 'Meridian', 'Bluefinch', 'Halcyon', 'Skylark', 'Corona Air', 'Tern'];
const houses = ['Aurora', 'Linden', 'Bellevue', 'Harbour', 'Magnolia', 'Post', 'Three Kings', 'Juniper', 'Lighthouse'];
const houseKinds = ['Hotel', 'Inn', 'Grand Hotel', 'Guest House'];
const flats = ['Loft', 'Studio', 'Flat', 'Maisonette', 'Residence'];
const makers = ['Fjord', 'Aster', 'Lumen', 'Corvo', 'Sable', 'Pioneer', 'Delta'];
const models = ['One', 'Brio', 'Nova', 'S4', 'Terra', 'Piccolo', 'Vista'];
const tables = [
  'The Copper Pan',
  'Olive Branch',
  'Blue Door',
  'Table Nine',
  'Saffron',
  'The Anchor',
  'Old Mill',
  'Fig',
];

/** Fields with what is true of the option; lists are shuffled, so that their order says nothing. */
export function cardOf(draw: Draw, aspect: AspectName, facts: OptionFacts, journey: Journey): Card {
  const { city, home, guests } = journey;
  const { price } = facts;
  const exclusive = (field: string) =>
    [...facts.exclusive].filter(([topic]) => topic.field === field).map(([, shown]) => shown);
  const free = () => draw.shuffled([...facts.extras].filter(([, fee]) => fee === 0).map(([value]) => value.shows[0]!));
  const paid = () => draw.shuffled([...facts.extras].filter(([, fee]) => fee > 0).map(feeText(aspect)));
  const ofTopic = (field: string) =>
    draw.shuffled(
      catalogue[aspect]
        .filter((topic) => topic.kind === 'extra' && topic.field === field)
        .flatMap(extrasOf(aspect, facts)),
    );
  const rating = draw.whole(60, 97) / 10;
  switch (aspect) {
    case 'flight':
      return {
        path: [`${home} to ${city}`, ...exclusive('path')],
        time: exclusive('time'),
        company: draw.one(carriers),
        flight_number: `${draw.one(['NW', 'AB', 'MD', 'BF', 'HC'])}${draw.whole(100, 9999)}`,
        cost: price,
        ...{ amenities: free(), service: paid() },
      };
    case 'hotel':
      return {
        name: `${draw.one(houseKinds)} ${draw.one(houses)}, ${city}`,
        room: [...exclusive('room'), guests === 1 ? 'for 1 guest' : `for ${guests} guests`],
        ...{ cost: price, rating },
        ...{ amenities: draw.shuffled([...exclusive('amenities'), ...free()]), service: paid() },
      };
    case 'apartment':
      return {
        name: `${draw.one(flats)} ${draw.one(houses)}, ${city}`,
        room: [`${draw.whole(1, 4)} rooms`, ...exclusive('room')],
        capacity: guests + draw.whole(0, 2),
        ...{ cost: price, rating },
        ...{ amenities: draw.shuffled([...exclusive('amenities'), ...free()]), service: paid() },
      };
    case 'rental_car':
      return {
        brand: draw.one(makers),
        model: [draw.one(models), ...exclusive('model')],
        categories: draw.shuffled(exclusive('categories')),
        seats: Math.max(guests, draw.one([4, 5])),
        cost: price,
        ...{ insurance: ofTopic('insurance'), service: ofTopic('service') },
      };
    case 'restaurant':
      return {
        name: `${draw.one(tables)}, ${city}`,
        cuisine: exclusive('cuisine'),
        expectation: price,
        ...{ rating: draw.whole(28, 49) / 10, reviews: draw.whole(12, 2400) },
        tags: draw.shuffled([...exclusive('tags'), ...ofTopic('tags')]),
      };
  }
}

/** Where the price stands. */
export function priceField(aspect: AspectName): 'cost' | 'expectation' {
  return aspect === 'restaurant' ? 'expectation' : 'cost';
}

function extrasOf(aspect: AspectName, { extras }: OptionFacts): (topic: CatalogueTopic) => readonly string[] {
  return ({ values }) =>
    values.flatMap((value) => {
      const fee = extras.get(value);
      if (fee === undefined) return [];
      return fee === 0 ? [value.shows[0]!] : [feeText(aspect)([value, fee])];
    });
}

function feeText(aspect: AspectName): (extra: readonly [CatalogueValue, number]) => string {
  return ([{ shows }, fee]) => `${shows[0] ?? ''} (+$${fee} per ${units[aspect].name})`;
}
