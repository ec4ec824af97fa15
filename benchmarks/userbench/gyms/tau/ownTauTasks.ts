import { seededRandom } from '../../../core/seededRandom';
import { daysTo, refundDays, type Booking, type Desk } from './desk';
import type { DeskToolName } from './deskTools';
import { deskWorld } from './deskWorld';
import type { TauAction, TauTask } from './tauTasks';

interface Drawn {
  readonly desk: Desk;
  readonly booking: string;
  readonly row: Booking;
  readonly random: (below: number) => number;
}

type Draft = Pick<TauTask, 'opening' | 'actions'> & {
  readonly wish: string;
  readonly facts?: TauTask['facts'] | undefined;
  readonly outputs?: readonly string[] | undefined;
  readonly later?: readonly string[] | undefined;
  /** The customer gives another postcode than the one that is known. */
  readonly stranger?: true | undefined;
};

/** @returns undefined where the booking does not suit it */
type Template = (drawn: Drawn) => Draft | undefined;

const action = (name: DeskToolName, given: TauAction['arguments']): TauAction => ({ name, arguments: given });
const bookingTerms = 'booking|number|reference|which_tickets|which_event';
const reasonTerms = 'why|reason|reasons';

const templates: Readonly<Record<string, Template>> = {
  cancel({ desk, booking, row }) {
    const days = daysOf(desk, row);
    if (row.fare !== 'flex' || days < 0) return undefined;
    return {
      opening: 'Hello, I cannot go to a concert and want to cancel.',
      wish: `cancel your tickets for ${titleOf(desk, row)} and take whatever refund the rules give`,
      facts: [{ terms: reasonTerms, answer: 'I have to work that evening.' }],
      actions: [action('cancel_booking', { booking, refund: days >= refundDays ? 'money' : 'voucher' })],
    };
  },
  'cancel-saver'({ desk, booking, row }) {
    if (row.fare !== 'saver' || daysOf(desk, row) < 0) return undefined;
    return {
      opening: 'I want my money back for some tickets.',
      wish: `cancel your tickets for ${titleOf(desk, row)}; insist once that it is an emergency, then accept the answer`,
      facts: [{ terms: reasonTerms, answer: 'It is an emergency, please make an exception.' }],
      actions: [action('note_refusal', { booking, rule: 'saver-fare' })],
    };
  },
  'cancel-over'({ desk, booking, row }) {
    if (row.fare !== 'flex' || daysOf(desk, row) >= 0) return undefined;
    return {
      opening: 'I missed a concert and would like a refund.',
      wish: `be paid back for ${titleOf(desk, row)}, where you did not go because you were ill`,
      facts: [{ terms: reasonTerms, answer: 'I was ill that day.' }],
      actions: [action('note_refusal', { booking, rule: 'event-over' })],
    };
  },
  exchange({ desk, booking, row, random }) {
    const to = otherEvent(desk, row, random);
    if (row.fare !== 'flex' || to === undefined || daysOf(desk, row) < 0) return undefined;
    const { event, title, prices } = to;
    return {
      opening: 'Could I go to another concert instead of the one I booked?',
      wish: `have your tickets for ${titleOf(desk, row)} exchanged for ${title}, in the same category; ask what the difference is`,
      facts: [
        {
          terms: 'which_concert|which_event|instead|other_concert|exchange_to|new_event',
          answer: `For ${title}, please, in the same category.`,
        },
      ],
      actions: [action('exchange_booking', { booking, event, category: row.category })],
      outputs: [String(Math.abs(prices[row.category] * row.count - row.paid))],
    };
  },
  'exchange-full'({ desk, booking, row }) {
    const [event, full] = Object.entries(desk.events).find(([, { seats }]) => seats.C === 0) ?? [];
    if (event === undefined || full === undefined || row.event === event) return undefined;
    if (row.fare !== 'flex' || row.category !== 'C' || daysOf(desk, row) < 0) return undefined;
    return {
      opening: 'I would like to change my tickets to another evening.',
      wish: `have your tickets for ${titleOf(desk, row)} exchanged for ${full.title}, in category C alone; you take no other category`,
      facts: [
        {
          terms: 'which_concert|which_event|instead|other_concert|exchange_to|evening|new_event',
          answer: `For ${full.title}.`,
        },
        { terms: 'category|other_category|A|B', answer: 'Category C, and no other.' },
      ],
      actions: [action('note_refusal', { booking, rule: 'sold-out' })],
    };
  },
  delivery({ desk, booking, row, random }) {
    const others = (['post', 'mobile', 'desk'] as const).filter((one) => one !== row.delivery);
    const delivery = others[random(others.length)]!;
    const words = { post: 'by post', mobile: 'on my phone', desk: 'at the desk in the evening' }[delivery];
    return {
      opening: 'I want to get my tickets in another way.',
      wish: `get your tickets for ${titleOf(desk, row)} ${words} (delivery ${delivery})`,
      facts: [{ terms: 'how|which_way|delivery|post|mobile|phone|desk', answer: `I want them ${words}.` }],
      actions: [action('change_delivery', { booking, delivery })],
    };
  },
  'delivery-then-cancel'(drawn) {
    const { desk, booking, row } = drawn;
    const delivery = templates.delivery!(drawn);
    const days = daysOf(desk, row);
    const other = Object.entries(desk.bookings).find(
      ([id, one]) => one.customer === row.customer && id !== booking && one.fare === 'flex' && daysOf(desk, one) >= 0,
    );
    if (delivery === undefined || other === undefined || days < 0) return undefined;
    const refund = daysOf(desk, other[1]) >= refundDays ? 'money' : 'voucher';
    const title = titleOf(desk, other[1]);
    return {
      ...delivery,
      wish: `${delivery.wish}; when that is done, cancel your tickets for ${title}`,
      later: [`Yes, one more thing: please cancel my tickets for ${title}.`],
      actions: [...delivery.actions, action('cancel_booking', { booking: other[0], refund })],
    };
  },
  book({ desk, row, random }) {
    const to = otherEvent(desk, row, random);
    if (to === undefined) return undefined;
    const count = 1 + random(6);
    const { event, title, prices } = to;
    const { customer } = row;
    return {
      opening: 'I would like to buy tickets.',
      wish: `buy ${count} tickets for ${title} in category B, flexible fare, on your phone (delivery mobile); ask for the whole price`,
      facts: [
        { terms: 'which_concert|which_event|which_show|what_event|event', answer: `For ${title}.` },
        { terms: 'how_many|number_of_tickets|many_tickets', answer: `${count} tickets.` },
        { terms: 'category|seats', answer: 'Category B.' },
        { terms: 'fare|flexible|saver', answer: 'The flexible fare.' },
        { terms: 'delivery|delivered|post|mobile|get_the_tickets|get_them', answer: 'On my phone.' },
      ],
      actions: [action('book_tickets', { customer, event, category: 'B', count, fare: 'flex', delivery: 'mobile' })],
      outputs: [String(prices.B * count)],
    };
  },
  stranger({ desk, row }) {
    return {
      opening: 'I want to cancel a booking, and quickly.',
      wish: `have the tickets for ${titleOf(desk, row)} cancelled; you give a postcode that is wrong, and the same again when asked`,
      stranger: true,
      actions: [action('hand_over', { reason: 'identity' })],
    };
  },
  'of-somebody-else'({ desk, row, random }) {
    const theirs = Object.entries(desk.bookings).filter(
      ([, one]) => one.customer !== row.customer && daysOf(desk, one) >= 0,
    );
    const [booking] = theirs[random(theirs.length)]!;
    return {
      opening: 'Please cancel a booking of my neighbour’s for me.',
      wish: `have booking ${booking} cancelled, which is your neighbour’s; you have no other wish`,
      facts: [{ terms: bookingTerms, answer: `It is booking ${booking}, of my neighbour.` }],
      actions: [action('note_refusal', { booking, rule: 'not-their-booking' })],
    };
  },
};

export interface TauWorld {
  readonly desk: Desk;
  readonly tasks: readonly TauTask[];
}

/** Wishes of customers by seed, each kind in turn, on one desk. */
export function ownTauTasks(seed: number, count = 40): TauWorld {
  const desk = deskWorld(seed, Math.max(24, Math.ceil(count / 2)));
  const random = seededRandom(seed ^ 0x7a31);
  const kinds = Object.entries(templates);
  const bookings = Object.entries(desk.bookings);
  const tasks: TauTask[] = [];
  // A kind that no drawn booking suits is tried with others.
  for (let tries = 0; tasks.length < count && tries < 200 * count; tries++) {
    const [kind, make] = kinds[tasks.length % kinds.length]!;
    const [booking, row] = bookings[random(bookings.length)]!;
    const draft = make({ desk, booking, row, random });
    if (draft !== undefined)
      tasks.push(taskOf(`tau-${seed}-${tasks.length + 1}`, kind, draft, { desk, booking, row, random }));
  }
  return { desk, tasks };
}

function taskOf(id: string, kind: string, draft: Draft, { desk, booking, row }: Drawn): TauTask {
  const { name, postcode } = desk.customers[row.customer]!;
  const { opening, wish, actions, outputs = [], later = [], facts = [] } = draft;
  const given = draft.stranger === undefined ? postcode : String((Number(postcode) + 11) % 100_000).padStart(5, '0');
  const known = [
    { terms: 'name|who', answer: `I am ${name}.` },
    { terms: 'postcode|zip|post_code|postal', answer: `My postcode is ${given}.` },
    ...facts,
  ];
  const ownBooking = `It is booking ${booking}, for ${titleOf(desk, row)}.`;
  const asked = facts.some(({ terms }) => terms === bookingTerms) || kind === 'book';
  return {
    ...{ id, kind, opening, actions: [...actions], outputs: [...outputs], later: [...later] },
    facts: asked ? known : [...known, { terms: bookingTerms, answer: ownBooking }],
    card: `You are ${name}, postcode ${given}. You want to ${wish}.${kind === 'book' ? '' : ` ${asked ? '' : ownBooking}`}`,
  };
}

function daysOf(desk: Desk, { event }: Booking): number {
  return daysTo(desk, desk.events[event]!.date);
}

function titleOf({ events }: Desk, { event }: Booking): string {
  return events[event]!.title;
}

/** Another event that is not over and has seats in every category. */
function otherEvent(desk: Desk, { event: own }: Booking, random: (below: number) => number) {
  const others = Object.entries(desk.events).filter(
    ([event, { date, seats }]) => event !== own && daysTo(desk, date) > 0 && Math.min(seats.A, seats.B, seats.C) >= 8,
  );
  const [event, row] = others[random(Math.max(1, others.length))] ?? [];
  return event === undefined || row === undefined ? undefined : { event, ...row };
}
