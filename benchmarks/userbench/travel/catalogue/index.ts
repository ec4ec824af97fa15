/** Everything that a made-up traveller may want. Our own words throughout. */
import type { AspectName } from '../aspects';
import { apartmentTopics } from './apartment';
import type { CatalogueTopic } from './catalogueTypes';
import { flightTopics } from './flight';
import { hotelTopics } from './hotel';
import { rentalCarTopics } from './rentalCar';
import { restaurantTopics } from './restaurant';

export type { CatalogueTopic, CatalogueValue } from './catalogueTypes';

export const catalogue: Readonly<Record<AspectName, readonly CatalogueTopic[]>> = {
  flight: flightTopics,
  hotel: hotelTopics,
  apartment: apartmentTopics,
  rental_car: rentalCarTopics,
  restaurant: restaurantTopics,
};
