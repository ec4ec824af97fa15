import type { AspectNames, Topic } from '../../users';

export const travelAspects = ['flight', 'hotel', 'apartment', 'rental_car', 'restaurant'] as const;
export type TravelAspect = (typeof travelAspects)[number];

const letters: Readonly<Record<TravelAspect, string>> = {
  flight: 'F',
  apartment: 'A',
  rental_car: 'C',
  hotel: 'H',
  restaurant: 'R',
};

/** Key of the aspect by the letter that its options' ids begin with. */
export const aspectByLetter: ReadonlyMap<string, TravelAspect> = new Map(
  travelAspects.map((aspect) => [letters[aspect], aspect]),
);

export function letterOf(aspect: TravelAspect): string {
  return letters[aspect];
}

const names: Readonly<Record<TravelAspect, readonly string[]>> = {
  flight: ['flight', 'plane', 'airline', 'fly', 'flying', 'airfare', 'air ticket', 'plane ticket', 'air travel'],
  hotel: ['hotel', 'hotel room', 'hotel stay', 'inn'],
  apartment: ['apartment', 'flat', 'airbnb', 'holiday flat', 'rental apartment', 'apartment rental'],
  rental_car: ['rental car', 'car', 'car rental', 'rental_car', 'vehicle', 'hire car', 'car hire'],
  restaurant: ['restaurant', 'dinner', 'lunch', 'dining', 'meal out', 'eatery', 'place to eat', 'dinner place'],
};

/** What travellers ask about, whether or not the user of a task cares: a question about it is a concrete one. */
const topics: Readonly<Record<TravelAspect, readonly Topic[]>> = {
  flight: [
    topic('stops', 'direct', 'nonstop', 'non stop', 'layover', 'stopover', 'connection', 'connecting', 'transfer'),
    topic(
      'departure time',
      'departure',
      'depart',
      'time of day',
      'morning',
      'evening',
      'overnight',
      'red eye',
      'early',
      'late',
    ),
    topic('arrival time', 'arrival', 'arrive', 'landing'),
    topic('cabin class', 'cabin', 'class', 'business', 'economy', 'first class', 'premium'),
    topic('seat', 'seating', 'window', 'aisle', 'legroom'),
    topic('baggage', 'bag', 'luggage', 'suitcase', 'carry on', 'checked'),
    topic('airline brand', 'company', 'carrier', 'alliance', 'frequent flyer', 'miles'),
    topic('in-flight meal', 'meal', 'catering', 'vegetarian'),
    topic('in-flight wifi', 'wifi', 'wi fi', 'internet', 'entertainment', 'screen', 'movie'),
    topic('refund', 'refundable', 'cancellation', 'cancel', 'change', 'flexible'),
    topic('duration', 'length', 'travel time', 'short', 'long'),
    topic('airport', 'lounge', 'terminal', 'priority boarding', 'boarding'),
  ],
  hotel: [
    ...stayTopics(),
    topic('room service', 'concierge', 'front desk', 'reception'),
    topic('spa', 'sauna', 'massage'),
  ],
  apartment: [
    ...stayTopics(),
    topic('kitchen', 'cook', 'cooking', 'stove', 'oven'),
    topic('laundry', 'washing machine', 'washer', 'dryer'),
    topic('workspace', 'desk', 'office', 'work space'),
    topic('host', 'landlord', 'self check in'),
  ],
  rental_car: [
    topic('brand', 'make', 'manufacturer'),
    topic('model', 'type', 'category', 'suv', 'sedan', 'convertible', 'van', 'compact', 'size'),
    topic('transmission', 'gear', 'gearbox', 'automatic', 'manual'),
    topic('seats', 'seat', 'passenger', 'how many people'),
    topic('fuel', 'electric', 'hybrid', 'diesel', 'petrol', 'gasoline', 'engine'),
    topic('insurance', 'cover', 'coverage', 'collision', 'liability', 'damage'),
    topic('pick-up', 'pickup', 'pick up', 'drop off', 'return', 'delivery'),
    topic('mileage', 'unlimited', 'kilometre', 'mile'),
    topic('child seat', 'baby seat', 'booster'),
    topic('navigation', 'gps', 'carplay', 'bluetooth'),
    topic('additional driver', 'second driver', 'extra driver', 'one way', 'roadside'),
  ],
  restaurant: [
    topic(
      'cuisine',
      'food',
      'italian',
      'french',
      'japanese',
      'chinese',
      'indian',
      'mexican',
      'thai',
      'seafood',
      'steak',
    ),
    topic('diet', 'dietary', 'vegetarian', 'vegan', 'gluten', 'halal', 'kosher', 'allergy', 'allergic'),
    topic(
      'atmosphere',
      'ambience',
      'ambiance',
      'mood',
      'romantic',
      'quiet',
      'noise',
      'lively',
      'music',
      'casual',
      'formal',
    ),
    topic('seating', 'outdoor', 'terrace', 'patio', 'indoor', 'private room', 'table', 'booth', 'rooftop'),
    topic('drinks', 'wine', 'beer', 'cocktail', 'bar', 'alcohol'),
    topic('price level', 'price', 'expensive', 'cheap', 'spend', 'fine dining'),
    topic('rating', 'review', 'stars', 'michelin', 'popular'),
    topic('payment', 'credit card', 'cash', 'contactless'),
    topic('reservation', 'booking', 'walk in'),
    topic('accessibility', 'wheelchair', 'accessible', 'parking'),
    topic('children', 'kid', 'family', 'high chair', 'pet', 'dog'),
    topic('takeaway', 'takeout', 'delivery', 'buffet', 'tasting menu', 'dessert', 'brunch', 'breakfast'),
  ],
};

function stayTopics(): readonly Topic[] {
  return [
    topic('location', 'neighbourhood', 'neighborhood', 'area', 'district', 'central', 'downtown', 'close to', 'near'),
    topic('view', 'sea view', 'balcony', 'terrace', 'floor'),
    topic(
      'bed',
      'king',
      'queen',
      'twin',
      'double',
      'suite',
      'room type',
      'room size',
      'bedroom',
      'bathroom',
      'bathtub',
    ),
    topic('parking', 'garage', 'park', 'charging'),
    topic('gym', 'fitness', 'workout', 'exercise'),
    topic('pool', 'swimming', 'swim'),
    topic('breakfast', 'half board', 'full board', 'meal'),
    topic('internet', 'wifi', 'wi fi'),
    topic('pets', 'pet', 'dog', 'cat'),
    topic('noise', 'quiet', 'soundproof', 'calm'),
    topic('rating', 'stars', 'review', 'score', 'reputation'),
    topic('cancellation', 'cancel', 'refund', 'refundable'),
    topic('check-in', 'check in', 'check out', 'early', 'late'),
    topic('shuttle', 'airport transfer', 'transport'),
    topic('air conditioning', 'heating', 'climate', 'aircon'),
    topic('children', 'kid', 'family', 'crib', 'cot'),
    topic('accessibility', 'wheelchair', 'accessible', 'lift', 'elevator'),
    topic('smoking', 'smoke', 'non smoking'),
  ];
}

function topic(name: string, ...terms: readonly string[]): Topic {
  return { name, terms };
}

export function aspectNames(aspect: TravelAspect): Pick<AspectNames, 'names' | 'topics'> {
  return { names: names[aspect], topics: topics[aspect] };
}

const spellings: ReadonlyMap<string, TravelAspect> = new Map([
  ['rental car', 'rental_car'],
  ['car rental', 'rental_car'],
]);

/** The key, where a judge wrote the two words. */
export function aspectNamed(name: string): string {
  return spellings.get(name) ?? name;
}
