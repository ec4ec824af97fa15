import type { TravelAspect } from './travelAspects';

const price = 'Prices are in dollars. What an extra costs stands beside it; one without a figure costs nothing.';

const legends: Readonly<Record<TravelAspect, string>> = {
  flight: `Flights, one per line: id; path (airports in order); time (departure and arrival); company; flight_number; cost by class; amenities; service. ${price}`,
  hotel: `Hotels, one per line: id; name; room (kinds, each with the guests it takes); cost (per night, in the order of the rooms); rating (of 10); amenities; service. ${price}`,
  apartment: `Apartments, one per line: id; name; room; capacity (guests); cost (per night); rating (of 10); amenities; service. ${price}`,
  rental_car: `Rental cars, one per line: id; brand; model; categories; seats; cost (per day); insurance; service. ${price}`,
  restaurant: `Restaurants, one per line: id; name; cuisine; expectation (what a guest pays); rating (of 5); reviews (their number); tags. ${price}`,
};

/** What the fields of an option mean; shown above the results of a search. */
export function legendOf(aspect: TravelAspect): string {
  return legends[aspect];
}
