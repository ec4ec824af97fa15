import { travelTask } from '../travelScenario';
import type { AskingTask } from '../../protocol/task';

type Kind = 'suitable' | 'not-suitable' | 'noise';

function options(letter: string, from: number, count: number, type: Kind): readonly object[] {
  return Array.from({ length: count }, (_, i) => {
    const id = `${letter}${from + i}`;
    return { id, name: `Place ${id}`, cost: 100 + i, type, reason: `because ${id}` };
  });
}

function optionLists(letter: string): object {
  return {
    correct: options(letter, 1, 3, 'suitable'),
    wrong: options(letter, 4, 12, 'not-suitable'),
    noise: options(letter, 16, 7, 'noise'),
  };
}

/** A small scenario in the published form, for tests: a hotel and a flight. */
export const weekendTripData = {
  scenario: 'A weekend in Lisbon by plane.',
  initial_description: 'I want to fly from Oslo to Lisbon on June 1 and stay at a hotel until June 3.',
  dimensions: ['hotel', 'flight'],
  hotel: {
    preferences: [
      ['hotel', 'parking', 'Has parking', 'My car must sleep safely too.'],
      ['hotel', 'gym', 'Has a gym', 'I lift every morning.'],
    ],
    arguments: { city: 'Lisbon', check_in: '06-01', check_out: '06-03' },
    options: optionLists('H'),
    correct_ids: ['H1', 'H2', 'H3'],
    best_id: 'H2',
  },
  flight: {
    preferences: [
      ['flight', 'stops', 'Nonstop', 'I hate waiting in terminals.'],
      ['flight', 'baggage', 'Free checked bag', 'I never travel light.'],
    ],
    arguments: { from: 'Oslo', to: 'Lisbon', date: '06-01' },
    options: optionLists('F'),
    correct_ids: ['F1', 'F2', 'F3'],
    best_id: 'F1',
  },
} as const;

export function weekendTrip(): AskingTask {
  return travelTask('weekend', weekendTripData);
}
