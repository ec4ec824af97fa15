import { z } from 'zod';
import { issuesText } from '../../../core/issuesText';
import type { Json } from '../../../core/runs/types';
import {
  categories,
  daysTo,
  deliveries,
  fares,
  handOverReasons,
  mostTickets,
  refusalRules,
  type Booking,
  type Desk,
} from './desk';

/** What a call came to: a result for whoever called, and the desk as it is now. */
export interface Called {
  readonly desk: Desk;
  readonly result: Json;
  /** Whether it was carried out; else `result` is what was wrong. */
  readonly done: boolean;
}

interface DeskTool<Input> {
  readonly description: string;
  readonly changes: boolean;
  readonly input: z.ZodType<Input>;
  /** @throws ToolRefusal */
  readonly call: (desk: Desk, input: Input) => { readonly desk?: Desk; readonly result: Json };
}

class ToolRefusal extends Error {
  override readonly name = 'ToolRefusal';
}

/** Keeps the input's type inside, so that tools stand in one table. */
function tool<Input>(parts: DeskTool<Input>) {
  const { description, changes, input } = parts;
  return {
    ...{ description, changes, schema: input },
    call(desk: Desk, given: Json): Called {
      const parsed = input.safeParse(given);
      if (!parsed.success) return { desk, result: { error: issuesText(parsed.error) }, done: false };
      try {
        const { desk: after = desk, result } = parts.call(desk, parsed.data);
        return { desk: after, result, done: true };
      } catch (error) {
        if (!(error instanceof ToolRefusal)) throw error;
        return { desk, result: { error: error.message }, done: false };
      }
    },
  };
}

const id = z.string().max(40);

export const deskTools = {
  find_customer: tool({
    description: 'customers with this name and postcode, exactly; both are needed',
    changes: false,
    input: z.strictObject({ name: z.string().max(200), postcode: z.string().max(40) }),
    call: ({ customers }, { name, postcode }) => ({
      result: Object.entries(customers)
        .filter(([, one]) => one.name.toLowerCase() === name.trim().toLowerCase() && one.postcode === postcode.trim())
        .map(([customer, { email }]) => ({ customer, email })),
    }),
  }),
  list_bookings: tool({
    description: 'bookings of a customer, with their events',
    changes: false,
    input: z.strictObject({ customer: id }),
    call: ({ bookings, events }, { customer }) => ({
      result: Object.entries(bookings)
        .filter(([, booking]) => booking.customer === customer)
        .map(([booking, row]) => ({ booking, ...row, title: events[row.event]?.title ?? '' })),
    }),
  }),
  get_booking: tool({
    description: 'one booking by its number',
    changes: false,
    input: z.strictObject({ booking: id }),
    call: (desk, { booking }) => ({ result: { booking, ...found(desk, booking) } }),
  }),
  list_events: tool({
    description: 'all events with dates, prices of a ticket and free seats by category',
    changes: false,
    input: z.strictObject({}),
    call: ({ events }) => ({ result: Object.entries(events).map(([event, row]) => ({ event, ...row })) }),
  }),
  cancel_booking: tool({
    description: 'cancels a booking; refund: money, voucher or none',
    changes: true,
    input: z.strictObject({ booking: id, refund: z.enum(['money', 'voucher', 'none']) }),
    call(desk, { booking, refund }) {
      const row = valid(desk, booking);
      const freed = seats(desk, row, row.count);
      return changed({ ...desk, events: freed }, booking, { ...row, status: 'cancelled', refund });
    },
  }),
  exchange_booking: tool({
    description: 'moves a booking to another event, in the same category or another; paid is set to the new price',
    changes: true,
    input: z.strictObject({ booking: id, event: id, category: z.enum(categories) }),
    call(desk, { booking, event, category }) {
      const row = valid(desk, booking);
      const paid = priceOf(desk, event, category) * row.count;
      const freed = { ...desk, events: seats(desk, row, row.count) };
      const next = { ...row, event, category, paid };
      return changed({ ...desk, events: seats(freed, next, -row.count) }, booking, next);
    },
  }),
  change_delivery: tool({
    description: 'how tickets of a booking reach the customer: post, mobile or desk',
    changes: true,
    input: z.strictObject({ booking: id, delivery: z.enum(deliveries) }),
    call: (desk, { booking, delivery }) => changed(desk, booking, { ...valid(desk, booking), delivery }),
  }),
  book_tickets: tool({
    description: 'a new booking of a customer',
    changes: true,
    input: z.strictObject({
      ...{ customer: id, event: id, category: z.enum(categories), count: z.int().min(1).max(mostTickets) },
      ...{ fare: z.enum(fares), delivery: z.enum(deliveries) },
    }),
    call(desk, { customer, event, ...rest }) {
      if (desk.customers[customer] === undefined) throw new ToolRefusal(`There is no customer ${customer}.`);
      const paid = priceOf(desk, event, rest.category) * rest.count;
      const row: Booking = { customer, event, ...rest, status: 'valid', refund: 'none', paid };
      const number = `B${1 + Math.max(0, ...Object.keys(desk.bookings).map((one) => Number(one.slice(1))))}`;
      return changed({ ...desk, events: seats(desk, row, -row.count) }, number, row);
    },
  }),
  note_refusal: tool({
    description: 'notes that a wish about a booking was refused, and by which rule of the policy',
    changes: true,
    input: z.strictObject({ booking: id, rule: z.enum(refusalRules) }),
    call(desk, { booking, rule }) {
      found(desk, booking);
      return { desk: { ...desk, refusals: [...desk.refusals, { booking, rule }] }, result: { noted: rule } };
    },
  }),
  hand_over: tool({
    description: 'gives the conversation to a person of the desk, and ends it',
    changes: true,
    input: z.strictObject({ reason: z.enum(handOverReasons) }),
    call: (desk, { reason }) => ({ desk: { ...desk, handedOver: reason }, result: { handedOver: reason } }),
  }),
} as const;

export type DeskToolName = keyof typeof deskTools;

export function isDeskTool(name: string): name is DeskToolName {
  return Object.hasOwn(deskTools, name);
}

/** Tools as they are told: name, what it does, JSON schema of its arguments. */
export function toolSheet(): string {
  return Object.entries(deskTools)
    .map(([name, { description, schema }]) => {
      const { properties = {} } = z.toJSONSchema(schema);
      return `${name}: ${description}. Arguments: ${JSON.stringify(properties)}`;
    })
    .join('\n');
}

function found({ bookings }: Desk, booking: string): Booking {
  const row = Object.hasOwn(bookings, booking) ? bookings[booking] : undefined;
  if (row === undefined) throw new ToolRefusal(`There is no booking ${booking}.`);
  return row;
}

function valid(desk: Desk, booking: string): Booking {
  const row = found(desk, booking);
  if (row.status === 'cancelled') throw new ToolRefusal(`${booking} is cancelled already.`);
  return row;
}

function priceOf(desk: Desk, event: string, category: (typeof categories)[number]): number {
  const row = Object.hasOwn(desk.events, event) ? desk.events[event] : undefined;
  if (row === undefined) throw new ToolRefusal(`There is no event ${event}.`);
  if (daysTo(desk, row.date) < 0) throw new ToolRefusal(`${event} is over.`);
  return row.prices[category];
}

/** The events with so many seats more in the booking's category. */
function seats({ events }: Desk, { event, category }: Booking, more: number): Desk['events'] {
  const row = events[event]!;
  const left = row.seats[category] + more;
  if (left < 0) throw new ToolRefusal(`${event} has ${row.seats[category]} seats of category ${category}.`);
  return { ...events, [event]: { ...row, seats: { ...row.seats, [category]: left } } };
}

function changed(desk: Desk, booking: string, row: Booking): { readonly desk: Desk; readonly result: Json } {
  return { desk: { ...desk, bookings: { ...desk.bookings, [booking]: row } }, result: { booking, ...row } };
}
