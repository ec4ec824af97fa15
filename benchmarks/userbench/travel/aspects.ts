/** The five aspects of a journey, and the letter that ids of their options begin with. */

export const aspectNames = ['flight', 'hotel', 'apartment', 'rental_car', 'restaurant'] as const;
export type AspectName = (typeof aspectNames)[number];

export const aspectLetters: Readonly<Record<AspectName, string>> = {
  flight: 'F',
  hotel: 'H',
  apartment: 'A',
  rental_car: 'C',
  restaurant: 'R',
};

export const letterAspects: ReadonlyMap<string, AspectName> = new Map(
  aspectNames.map((aspect) => [aspectLetters[aspect], aspect]),
);
