/** The five aspects of a journey, as the environment has them, and the letters that ids of their options begin with. */
import { aspectByLetter, letterOf, travelAspects, type TravelAspect } from '../environments/travel/travelAspects';

export const aspectNames = travelAspects;
export type AspectName = TravelAspect;
export const letterAspects = aspectByLetter;
export { letterOf };
