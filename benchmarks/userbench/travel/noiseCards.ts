/** Options that are no answer to the search, or could not exist: each kind can be told from its card alone. */
import type { AspectName } from './aspects';
import type { Journey } from './journey';
import { priceField, type Card } from './optionCards';

type Spoil = (card: Card, journey: Journey) => { readonly card: Card; readonly reason: string };

const unpayable: (aspect: AspectName) => Spoil = (aspect) => (card) => ({
  card: { ...card, [priceField(aspect)]: 4_700_000 },
  reason: 'a price that nobody asks',
});
const overrated: Spoil = (card) => ({ card: { ...card, rating: 87 }, reason: 'a rating of 87 of 10' });
const otherCity: Spoil = (card, { city, elsewhere }) => ({
  card: { ...card, name: String(card.name).replace(`, ${city}`, `, ${elsewhere}`) },
  reason: 'in another city',
});
const paidToCome: (aspect: AspectName) => Spoil = (aspect) => (card) => ({
  card: { ...card, [priceField(aspect)]: -250 },
  reason: 'a price below nothing',
});
const holding = (field: string, value: Card[string], reason: string): Spoil => {
  return (card) => ({ card: { ...card, [field]: value }, reason });
};
const firstOf = (field: string, first: (journey: Journey) => string, reason: string): Spoil => {
  return (card, journey) => {
    const [, ...rest] = card[field] as readonly string[];
    return { card: { ...card, [field]: [first(journey), ...rest] }, reason };
  };
};

/** Five kinds an aspect. */
export const noiseKinds: Readonly<Record<AspectName, readonly Spoil[]>> = {
  flight: [
    firstOf('path', ({ home, elsewhere }) => `${home} to ${elsewhere}`, 'to another city'),
    firstOf('path', ({ home, city }) => `${city} to ${home}`, 'the other way round'),
    holding('time', ['departs 27:75'], 'at a time that no clock shows'),
    holding('time', ['departs 06:25', 'flight time 1000 h'], 'a flight of 1000 hours'),
    unpayable('flight'),
  ],
  hotel: [
    otherCity,
    holding('room', ['for 0 guests'], 'a room for nobody'),
    overrated,
    unpayable('hotel'),
    paidToCome('hotel'),
  ],
  apartment: [
    otherCity,
    holding('capacity', 0, 'holds nobody'),
    overrated,
    unpayable('apartment'),
    paidToCome('apartment'),
  ],
  rental_car: [
    holding('seats', 0, 'no seats'),
    holding('categories', ['steam locomotive'], 'no car'),
    firstOf('model', () => 'scale model 1:43', 'a toy'),
    unpayable('rental_car'),
    paidToCome('rental_car'),
  ],
  restaurant: [
    otherCity,
    holding('reviews', 'closed since 1987', 'closed for decades'),
    overrated,
    unpayable('restaurant'),
    holding('cuisine', ['engine oil'], 'nothing that one can eat'),
  ],
};
