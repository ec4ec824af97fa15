/** One aspect of a scenario: preferences, and options of which one is the cheapest that satisfies them all. */
import { letterOf, type AspectName } from './aspects';
import type { Draw } from './draw';
import type { Journey } from './journey';
import { noiseKinds } from './noiseCards';
import { cardOf, type Card } from './optionCards';
import { allIn, drawFacts, drawWishes, type OptionFacts, type Wish } from './optionFacts';
import type { AspectBlock, TravelOption } from './scenarioSchema';

const correctCount = 3;
const wrongCount = 10;
/** All-in costs of two correct options differ by so much of the price at least: no hair's breadth decides. */
const gap = 0.03;

/** Dollars of an ordinary option, in the aspect's unit. */
const priceLevels: Readonly<Record<AspectName, readonly [number, number]>> = {
  flight: [180, 900],
  hotel: [80, 340],
  apartment: [80, 320],
  rental_car: [30, 140],
  restaurant: [25, 140],
};

export function makeAspect(draw: Draw, aspect: AspectName, count: number, journey: Journey): AspectBlock {
  const wishes = drawWishes(draw, aspect, count);
  const level = draw.whole(...priceLevels[aspect]);
  const correct = drawCorrect(draw, aspect, wishes, level);
  const wrong = Array.from({ length: wrongCount }, (_, index) => drawWrong(draw, aspect, wishes, level, index));
  const noise = noiseKinds[aspect].map((spoil) => {
    // Half of them would satisfy everything: what is wrong with them is the reason alone.
    const violated = new Set(draw.chance(0.5) ? [draw.one(wishes)] : []);
    const facts = drawFacts(draw, aspect, { wishes, violated, price: priced(draw, level, 60, 140) });
    return spoil(cardOf(draw, aspect, facts, journey), journey);
  });
  const numbers = draw.shuffled(Array.from({ length: correctCount + wrongCount + noise.length }, (_, i) => i + 1));
  let next = 0;
  const option = (card: Card, type: string, reason: string): TravelOption => ({
    id: `${letterOf(aspect)}${numbers[next++] ?? 0}`,
    ...{ ...card, type, reason },
  });
  const options = {
    correct: correct.map((facts) =>
      option(
        cardOf(draw, aspect, facts, journey),
        'suitable',
        `all satisfied, $${allIn(facts, wishes)} with all that is wanted`,
      ),
    ),
    wrong: wrong.map(({ facts, violated }) =>
      option(
        cardOf(draw, aspect, facts, journey),
        'not-suitable',
        `violates ${violated.map(({ topic }) => topic.name).join(', ')}`,
      ),
    ),
    noise: noise.map(({ card, reason }) => option(card, 'noise', reason)),
  };
  const costs = correct.map((facts) => allIn(facts, wishes));
  return {
    preferences: wishes.map(({ topic, value }) => [
      ...([aspect, topic.name, value.explicit, draw.one(value.implicit)] as const),
      { terms: [...topic.terms], values: [...value.names] },
    ]),
    arguments: { ...journey.arguments[aspect] },
    options,
    correct_ids: options.correct.map(({ id }) => id),
    best_id: options.correct[costs.indexOf(Math.min(...costs))]!.id,
  };
}

function drawCorrect(draw: Draw, aspect: AspectName, wishes: readonly Wish[], level: number): readonly OptionFacts[] {
  const violated = new Set<Wish>();
  for (;;) {
    const drawn = Array.from({ length: correctCount }, () =>
      drawFacts(draw, aspect, { wishes, violated, price: priced(draw, level, 85, 125) }),
    );
    const costs = drawn.map((facts) => allIn(facts, wishes)).sort((a, b) => a - b);
    if (costs.every((cost, i) => i === 0 || cost - costs[i - 1]! >= Math.max(2, gap * level))) return drawn;
  }
}

/** Each preference is the only one that some option violates: whoever knows all but one is misled. Some are cheaper, some dearer than the
 * correct ones: the price does not tell. */
function drawWrong(
  draw: Draw,
  aspect: AspectName,
  wishes: readonly Wish[],
  level: number,
  index: number,
): { readonly facts: OptionFacts; readonly violated: readonly Wish[] } {
  const first = wishes[index % wishes.length]!;
  const others = wishes.filter((wish) => wish !== first);
  const violated =
    index >= wishes.length && others.length > 0 && draw.chance(0.4) ? [first, draw.one(others)] : [first];
  const facts = drawFacts(draw, aspect, { wishes, violated: new Set(violated), price: priced(draw, level, 60, 140) });
  return { facts, violated };
}

/** A share of the level, in percent. */
function priced(draw: Draw, level: number, low: number, high: number): number {
  return Math.round((level * draw.whole(low, high)) / 100);
}
