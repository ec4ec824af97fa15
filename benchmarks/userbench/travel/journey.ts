/** Where, when and with how many people: what a search has to name. */
import type { AspectName } from './aspects';
import type { Draw } from './draw';

export interface Journey {
  readonly home: string;
  readonly city: string;
  readonly elsewhere: string;
  readonly guests: number;
  readonly arguments: Readonly<Record<AspectName, Readonly<Record<string, string | number>>>>;
  /** What the traveller says of each aspect at first: all that a search needs, and no preference. */
  readonly requests: Readonly<Record<AspectName, string>>;
}

export const cities: readonly string[] = [
  ...['Lisbon', 'Oslo', 'Vienna', 'Athens', 'Dublin', 'Prague', 'Seville', 'Naples', 'Gdansk', 'Bergen', 'Ghent'],
  ...['Porto', 'Tallinn', 'Zagreb', 'Lyon', 'Basel', 'Turin', 'Malmo', 'Cork', 'Graz', 'Riga', 'Split', 'Bilbao'],
  ...['Montreal', 'Osaka', 'Cape Town', 'Valparaiso', 'Hobart', 'Halifax', 'Nagoya'],
];

const dayMs = 86_400_000;
const firstDay = Date.UTC(2027, 2, 1);
const times = ['18:30', '19:00', '19:30', '20:00'];

export function drawJourney(draw: Draw): Journey {
  const [home = '', city = '', elsewhere = ''] = draw.some(cities, 3);
  const guests = draw.whole(1, 5);
  const start = firstDay + draw.whole(0, 240) * dayMs;
  const nights = draw.whole(2, 6);
  const day = (offset: number) => new Date(start + offset * dayMs).toISOString().slice(0, 10);
  const people = guests === 1 ? '1 person' : `${guests} people`;
  const [arrival, leave, end] = [day(0), day(nights), day(nights + draw.whole(2, 7))];
  const [dinner, time] = [day(draw.whole(0, nights)), draw.one(times)];
  return {
    ...{ home, city, elsewhere, guests },
    arguments: {
      flight: { origin: home, destination: city, date: arrival, passengers: guests },
      hotel: { city, check_in: arrival, check_out: leave, guests },
      // After the hotel, where a journey has both.
      apartment: { city, check_in: leave, check_out: end, guests },
      rental_car: { city, pick_up: arrival, drop_off: leave },
      restaurant: { city, date: dinner, time, guests },
    },
    requests: {
      flight: `I need a flight from ${home} to ${city} on ${arrival} for ${people}.`,
      hotel: `I need a hotel in ${city} from ${arrival} to ${leave} for ${people}.`,
      apartment: `I need an apartment in ${city} from ${leave} to ${end} for ${people}.`,
      rental_car: `I need a rental car in ${city} from ${arrival} to ${leave}.`,
      restaurant: `I need a restaurant in ${city} on ${dinner} at ${time} for ${people}.`,
    },
  };
}
