import { seededRandom } from '../../../core/seededRandom';
import { categories, deliveries, fares, type Booking, type Desk } from './desk';

const first = ['Ada', 'Bruno', 'Clara', 'Dario', 'Elif', 'Femi', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Leon'];
const last = ['Abel', 'Brandt', 'Costa', 'Dietz', 'Engel', 'Farkas', 'Greco', 'Holm', 'Ivers', 'Jansen'];
const titles = [
  'Winter Songs',
  'The Glass Quartet',
  'Organ at Noon',
  'Night of Drums',
  'Voices of the Coast',
  'Brass and Tea',
  'A Piano Alone',
  'Strings in Blue',
  'The Old Opera',
  'Jazz by Candle',
];
const today = '2031-05-01';

/** A desk by seed: ten events of which the first is over and the second is near, and customers with two or three bookings each. */
export function deskWorld(seed: number, customers = 24): Desk {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]) => items[random(items.length)]!;
  const days = [-5, 3, ...titles.slice(2).map(() => 14 + random(90))];
  const events: Record<string, Desk['events'][string]> = {};
  for (const [at, title] of titles.entries()) {
    const base = 20 + random(15);
    events[`E${at + 1}`] = {
      title,
      date: new Date(Date.parse(today) + days[at]! * 86_400_000).toISOString().slice(0, 10),
      prices: { A: base + 31 + random(20), B: base + 12 + random(9), C: base },
      seats: { A: 20 + random(30), B: 20 + random(30), C: at === 9 ? 0 : 20 + random(30) },
    };
  }
  const people: Record<string, Desk['customers'][string]> = {};
  const bookings: Record<string, Booking> = {};
  for (let at = 0; at < customers; at++) {
    const name = `${first[at % first.length]!} ${last[(at * 7 + Math.floor(at / first.length)) % last.length]!}`;
    const postcode = String(10_000 + random(89_999));
    people[`K${at + 1}`] = { name, postcode, email: `${name.toLowerCase().replace(' ', '.')}@example.org` };
    const open = Object.keys(events);
    for (let each = 0; each < 3; each++) {
      const event = open.splice(random(open.length), 1)[0]!;
      const category = pick(categories);
      const count = 1 + random(4);
      bookings[`B${100 + Object.keys(bookings).length}`] = {
        ...{ customer: `K${at + 1}`, event, category, count, fare: pick(fares), delivery: pick(deliveries) },
        ...{ status: 'valid', refund: 'none', paid: events[event]!.prices[category] * count },
      };
    }
  }
  return { today, customers: people, events, bookings, refusals: [], handedOver: null };
}
