import { aspectNames } from '../../environments/travel/travelAspects';
import type { JudgedPreference, UtteranceToJudge, UtteranceType } from '../types';

function preference(
  id: string,
  aspect: 'hotel' | 'restaurant' | 'flight',
  topic: string,
  explicit: string,
): JudgedPreference {
  return { id, aspect, label: aspect, topic, explicit, terms: [], values: [] };
}

/** What the user of the labelled utterances wants; it has told P6 already. */
const preferences = [
  preference('P1', 'hotel', 'parking', 'The hotel has its own parking'),
  preference('P2', 'hotel', 'gym', 'The hotel has a gym'),
  preference('P3', 'restaurant', 'cuisine', 'The restaurant serves seafood'),
  preference('P4', 'restaurant', 'atmosphere', 'The restaurant is quiet'),
  preference('P5', 'flight', 'stops', 'The flight is nonstop'),
];
const told = preference('P6', 'flight', 'baggage', 'A checked bag is included in the fare');

export interface LabelledUtterance {
  readonly utterance: string;
  readonly type: UtteranceType;
  /** For type 2: every one that a judge could rightly name. */
  readonly preferences?: readonly string[];
}

const two = (preferences_: string, ...utterances: readonly string[]) =>
  utterances.map((utterance) => ({ utterance, type: 2 as const, preferences: preferences_.split(' ') }));
const as = (type: 1 | 3 | 4, ...utterances: readonly string[]) => utterances.map((utterance) => ({ utterance, type }));

/**
 * Utterances as models write them, labelled by hand by the definition of the four types, before the rules were run on them: what the rules
 * cannot know they get wrong here too.
 */
export const labelledUtterances: readonly LabelledUtterance[] = [
  ...two(
    'P1',
    'Will you be driving to the hotel, so that you would need a parking space there?',
    'Regarding the hotel: do you need parking?',
    'Is on-site parking important for your hotel stay?',
    'Should I look for hotels that have a garage for your car?',
    'For the hotel, would free parking be something you need?',
    'Do you plan to park a car at the hotel?',
  ),
  ...two(
    'P2',
    'Do you usually work out while travelling, i.e. should the hotel have a fitness centre?',
    'Would you like the hotel to have a gym?',
    'Should the hotel come with a gym where you can lift weights?',
    'How important is a gym at the hotel to you?',
    'For your stay at the hotel, do you want to be able to exercise?',
  ),
  ...two(
    'P3',
    'What type of cuisine would you like for the restaurant?',
    'For dinner, do you have a favourite cuisine, such as Italian or seafood?',
    'Which kind of food do you enjoy when dining out?',
    'Do you like seafood restaurants?',
    'Tell me what cuisine the restaurant should serve.',
    'Would a fish restaurant suit you?',
  ),
  ...two(
    'P4',
    'Do you prefer a quiet restaurant or a lively one?',
    'What kind of atmosphere should the restaurant have?',
    'Would a restaurant with live music be OK, or do you want it calm?',
    'Is the noise level of the restaurant a concern?',
  ),
  ...two(
    'P5',
    'Do you prefer a direct flight or is a layover acceptable?',
    'Are you okay with flights that have one stop?',
    'How many stops are acceptable on your flight?',
    'Must the flight be non-stop?',
    'For your flight, would you mind changing planes on the way?',
  ),
  ...two('P1 P2', 'For the hotel, are parking or a gym things you would want?'),
  ...two('P3 P4', 'Great. For the restaurant, do you have any preference on cuisine or ambience?'),
  ...as(
    3,
    'Do you want breakfast included at the hotel?',
    'Do you need the hotel to be pet-friendly?',
    'Should the hotel have a swimming pool?',
    'What is your preferred star rating for the hotel?',
    'Would you like a room with a sea view at the hotel?',
    'Do you need checked baggage on your flight?',
    'What time of day would you like your flight to depart?',
    'Do you prefer a window or an aisle seat on the flight?',
    'Which cabin class do you want to fly?',
    'Do you have dietary restrictions for the restaurant, like vegan?',
    'Should the restaurant have outdoor seating?',
    'Does the restaurant need to have a wine list?',
    'Do you collect miles with a certain airline for the flight?',
    'Should the hotel be close to the beach?',
  ),
  ...as(
    4,
    'What are your preferences for the hotel?',
    'Do you have any special requirements for the trip?',
    'Could you tell me more about what you are looking for?',
    'What kind of hotel do you like?',
    'Is there anything else I should know about your preferences?',
    'What amenities, location, room type, meals, rating and parking do you want at the hotel?',
    'Please share all your preferences for flight, hotel and restaurant.',
    'What matters most to you in a restaurant?',
    'Any specific needs for the flight?',
    'How would your ideal hotel look?',
  ),
  ...as(
    1,
    'Hello! I will gladly help you with your trip.',
    'Thank you, that is very helpful.',
    'I found several hotels with parking and a gym; let me compare them.',
    'I recommend hotel H3, since it has parking and is the cheapest.',
    'Got it, you like quiet evenings.',
    'The search for flights did not work, I will try again.',
    'Your trip to Lisbon sounds wonderful.',
    'I am going to book the restaurant now.',
    'Let me search for the flight first.',
    'Understood. I will take that into account.',
  ),
];

export function labelledQuestion(utterance: string): UtteranceToJudge {
  return {
    scenario: 'A weekend with hotel, dinner and flight.',
    conversation: [],
    utterance,
    preferences,
    revealed: [told],
    aspects: (['hotel', 'restaurant', 'flight'] as const).map((key) => ({ key, ...aspectNames(key) })),
  };
}
