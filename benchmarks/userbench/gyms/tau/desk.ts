/** The ticket desk of a concert hall, as a database: what tools of TauGym read and change. */
import { z } from 'zod';

export const categories = ['A', 'B', 'C'] as const;
export const fares = ['flex', 'saver'] as const;
export const deliveries = ['post', 'mobile', 'desk'] as const;
/** Rules of the policy by which a wish is refused. */
export const refusalRules = ['saver-fare', 'event-over', 'sold-out', 'not-their-booking'] as const;
export const handOverReasons = ['identity', 'complaint', 'other'] as const;

const perCategory = z.object({ A: z.number(), B: z.number(), C: z.number() });

export const deskSchema = z.object({
  /** ISO date on which all episodes take place. */
  today: z.iso.date(),
  customers: z.record(z.string(), z.object({ name: z.string(), postcode: z.string(), email: z.string() })),
  events: z.record(
    z.string(),
    z.object({ title: z.string(), date: z.iso.date(), prices: perCategory, seats: perCategory }),
  ),
  bookings: z.record(
    z.string(),
    z.object({
      customer: z.string(),
      event: z.string(),
      category: z.enum(categories),
      count: z.number().int().min(1),
      fare: z.enum(fares),
      delivery: z.enum(deliveries),
      status: z.enum(['valid', 'cancelled']),
      refund: z.enum(['none', 'money', 'voucher']),
      /** Whole euros. */
      paid: z.number(),
    }),
  ),
  refusals: z.array(z.object({ booking: z.string(), rule: z.enum(refusalRules) })),
  handedOver: z.enum(handOverReasons).nullable(),
});

export type Desk = Readonly<z.output<typeof deskSchema>>;
export type Booking = Desk['bookings'][string];

/** Whole days from the day of the episode to an event; negative: it is over. */
export function daysTo({ today }: Desk, date: string): number {
  return Math.round((Date.parse(date) - Date.parse(today)) / 86_400_000);
}

/** Cancelled so many days before or earlier, a flexible fare is paid back; later it gives a voucher. */
export const refundDays = 7;
export const mostTickets = 8;
