import { MersenneTwister } from '../python/mersenneTwister';
import { parseDay } from '../python/pyDates';
import { PyError } from '../python/pyError';
import { asNumber, compare, divide, multiply, round, subtract, toFloat } from '../python/pyNumbers';
import { pyRepr, pyStr } from '../python/pyText';
import { comparable, deepCopy, isPyNumber, pyDict, pyEqual, pyKey, type PyDict, type PyValue } from '../python/pyValue';
import {
  failure,
  optional,
  required,
  result,
  type ApiClass,
  type ApiMethod,
  type ApiObject,
  type Filler,
  type Given,
} from './apiClass';
import { dictMember, empty, entryNamed, member, wholeMember } from './config';
import { airports, airportsByCity, basePrices, classFactors, ratesOfDollar } from './flights';

const token = { access_token: required('string') };
const noDefault = () => null;

class Travel implements ApiObject {
  private readonly random: MersenneTwister;
  private readonly cards: PyDict;
  private readonly bookings: PyDict;
  private accessToken: PyValue;
  private tokenType: PyValue;
  private expiresIn: PyValue;
  private scope: PyValue;
  private firstName: PyValue;
  private lastName: PyValue;
  private budget: PyValue;

  constructor(
    config: PyDict,
    private readonly filler: Filler | undefined,
  ) {
    this.random = new MersenneTwister(wholeMember(config, 'random_seed', 141053n));
    this.cards = dictMember(config, 'credit_card_list', empty());
    this.bookings = dictMember(config, 'booking_record', empty());
    this.accessToken = member(config, 'access_token', null);
    this.tokenType = member(config, 'token_type', null);
    this.expiresIn = member(config, 'token_expires_in', null);
    this.scope = member(config, 'token_scope', null);
    this.firstName = member(config, 'user_first_name', null);
    this.lastName = member(config, 'user_last_name', null);
    this.budget = member(config, 'budget_limit', null);
    if (filler === undefined) return;
    addMissing(this.cards, filler('CREDIT_CARD_EXTENSION'));
    addMissing(this.bookings, filler('BOOKING_RECORD_EXTENSION'));
  }

  attributes(): Readonly<Record<string, PyValue>> {
    return {
      credit_card_list: this.cards,
      booking_record: this.bookings,
      access_token: this.accessToken,
      token_type: this.tokenType,
      token_expires_in: this.expiresIn,
      token_scope: this.scope,
      user_first_name: this.firstName,
      user_last_name: this.lastName,
      budget_limit: this.budget,
      long_context: this.filler !== undefined,
    };
  }

  readonly methods: Readonly<Record<string, ApiMethod>> = {
    authenticate_travel: {
      about: 'Logs a user in; grant_type is read_write, read or write.',
      parameters: {
        client_id: required('string'),
        client_secret: required('string'),
        refresh_token: required('string'),
        grant_type: required('string'),
        user_first_name: required('string'),
        user_last_name: required('string'),
      },
      run: (given) => {
        this.expiresIn = 2n;
        this.accessToken = String(this.random.integer(100000n, 999999n));
        this.tokenType = 'Bearer';
        this.scope = given.value('grant_type');
        this.firstName = given.value('user_first_name');
        this.lastName = given.value('user_last_name');
        return result({
          expires_in: this.expiresIn,
          access_token: this.accessToken,
          token_type: this.tokenType,
          scope: this.scope,
        });
      },
    },
    travel_get_login_status: {
      about: 'Whether the user is logged in.',
      parameters: {},
      run: () => result({ status: this.expiresIn !== null && !pyEqual(this.expiresIn, 0n) }),
    },
    get_budget_fiscal_year: {
      about: 'The fiscal year of the budget.',
      parameters: {
        lastModifiedAfter: optional('string', noDefault),
        includeRemoved: optional('string', noDefault),
      },
      run: () => result({ budget_fiscal_year: '2018' }),
    },
    register_credit_card: {
      about: 'Registers a credit card; expiration date MM/YYYY.',
      parameters: {
        ...token,
        card_number: required('string'),
        expiration_date: required('string'),
        cardholder_name: required('string'),
        card_verification_number: required('integer'),
      },
      run: (given) => this.registered(given),
    },
    get_flight_cost: {
      about: 'Price of a flight between two airports on a day (YYYY-MM-DD) in economy, business or first class.',
      parameters: {
        travel_from: required('string'),
        travel_to: required('string'),
        travel_date: required('string'),
        travel_class: required('string'),
      },
      run: (given) => {
        const factor = this.priceFactor(given);
        const route = routeOf(given);
        const routes = this.filler === undefined ? [[route, basePrices.get(route) ?? 0] as const] : [...basePrices];
        return result({ travel_cost_list: routes.map(([, price]) => price * factor) });
      },
    },
    get_credit_card_balance: {
      about: 'The balance of a credit card.',
      parameters: { ...token, card_id: required('string') },
      run: (given) => {
        const refused = this.refusal(given);
        if (refused !== undefined) return failure(refused);
        const card = this.card(given);
        if (card !== undefined) return result({ card_balance: memberOf(card, 'balance') });
        return failure(`Card not registered. Here are a list of card_id's: ${pyRepr([...this.cards.keys()])}`);
      },
    },
    book_flight: {
      about: 'Books a flight between two airports (IATA codes) on a day (YYYY-MM-DD).',
      parameters: {
        ...token,
        card_id: required('string'),
        travel_date: required('string'),
        travel_from: required('string'),
        travel_to: required('string'),
        travel_class: required('string'),
      },
      run: (given) => {
        const booked = this.booked(given);
        return typeof booked === 'string' ? result({ booking_status: false, error: booked }) : booked;
      },
    },
    retrieve_invoice: {
      about: 'The invoice of a booking.',
      parameters: {
        ...token,
        booking_id: optional('string', noDefault),
        insurance_id: optional('string', noDefault),
      },
      run: (given) => {
        const refused = this.refusal(given);
        if (refused !== undefined) return failure(refused);
        const booking = this.booking(given);
        if (booking === undefined) return failure('Booking not found');
        const told = ['travel_date', 'travel_from', 'travel_to', 'travel_class', 'travel_cost', 'transaction_id'];
        const invoice = pyDict({ booking_id: given.value('booking_id') });
        for (const name of told) invoice.set(name, memberOf(booking, name));
        return result({ invoice });
      },
    },
    get_booking_history: {
      about: 'All bookings.',
      parameters: token,
      run: (given) => {
        const refused = this.refusal(given);
        return refused === undefined ? result({ booking_history: deepCopy(this.bookings) }) : failure(refused);
      },
    },
    list_all_airports: { about: 'Codes of all airports.', parameters: {}, run: () => [...airports] },
    cancel_booking: {
      about: 'Cancels a booking.',
      parameters: { ...token, booking_id: required('string') },
      run: (given) => {
        const refused = this.refusal(given) ?? (this.booking(given) === undefined ? 'Booking not found' : undefined);
        const booking = this.booking(given);
        if (refused !== undefined || booking === undefined) {
          return result({ cancel_status: false, error: refused ?? null });
        }
        const [id, cost] = [memberOf(booking, 'card_id'), memberOf(booking, 'travel_cost')];
        this.charge(id, subtract(0n, asNumber(cost, 'travel_cost')));
        this.bookings.delete(pyKey(given.value('booking_id')) ?? '');
        return result({ cancel_status: true });
      },
    },
    compute_exchange_rate: {
      about: 'Changes money between USD and RMB, EUR, JPY, GBP, CAD, AUD, INR, RUB, BRL or MXN.',
      parameters: {
        base_currency: required('string'),
        target_currency: required('string'),
        value: required('float'),
      },
      run: (given) => {
        const [from, to, value] = [given.text('base_currency'), given.text('target_currency'), given.number('value')];
        const [bought, sold] = [entryNamed(ratesOfDollar, to), entryNamed(ratesOfDollar, from)];
        if (from === 'USD' && bought !== undefined)
          return result({ exchanged_value: toFloat(multiply(value, bought)) });
        if (to === 'USD' && sold !== undefined) return result({ exchanged_value: round(divide(value, sold), 2n) });
        throw new PyError('ValueError', 'No available exchange rate for the given currencies.');
      },
    },
    verify_traveler_information: {
      about: 'Checks name, date of birth (YYYY-MM-DD) and passport of the traveller.',
      parameters: {
        first_name: required('string'),
        last_name: required('string'),
        date_of_birth: required('string'),
        passport_number: required('string'),
      },
      run: (given) => {
        const failed = this.unverified(given);
        if (failed === undefined) return result({ verification_status: true });
        return result({ verification_status: false, verification_failure: failed });
      },
    },
    set_budget_limit: {
      about: 'Sets the limit of the budget in dollars.',
      parameters: { ...token, budget_limit: required('float') },
      run: (given) => {
        const refused = this.refusal(given);
        if (refused !== undefined) return failure(refused);
        this.budget = toFloat(given.number('budget_limit'));
        return result({ budget_limit: this.budget });
      },
    },
    get_nearest_airport_by_city: {
      about: 'Code of the airport of a city.',
      parameters: { location: required('string') },
      run: (given) =>
        result({ nearest_airport: entryNamed(airportsByCity, pyStr(given.value('location'))) ?? 'Unknown' }),
    },
    purchase_insurance: {
      about: 'Buys an insurance for a booking.',
      parameters: {
        ...token,
        insurance_type: required('string'),
        booking_id: required('string'),
        insurance_cost: required('float'),
        card_id: required('string'),
      },
      run: (given) => {
        const refused = this.uninsurable(given);
        if (refused !== undefined) return result({ insurance_status: false, error: refused });
        this.charge(given.value('card_id'), given.number('insurance_cost'));
        const id = String(this.random.integer(100000000n, 999999999n));
        return result({ insurance_id: id, insurance_status: true });
      },
    },
    contact_customer_support: {
      about: 'Sends a message about a booking to customer support.',
      parameters: { booking_id: required('string'), message: required('string') },
      run: (given) =>
        this.booking(given) === undefined
          ? failure('Booking not found')
          : result({
              customer_support_message:
                'Thank you for contacting customer support. Your message has been received and we will get back to you shortly.',
            }),
    },
    get_all_credit_cards: {
      about: 'All credit cards that are registered.',
      parameters: {},
      run: () => result({ credit_card_list: this.cards }),
    },
  };

  private refusal(given: Given): string | undefined {
    if (pyEqual(this.expiresIn, 0n)) return 'Token expired';
    return pyEqual(given.value('access_token'), this.accessToken) ? undefined : 'Invalid access token';
  }

  private card(given: Given): PyValue | undefined {
    return this.cards.get(pyKey(given.value('card_id')) ?? '');
  }

  private booking(given: Given): PyValue | undefined {
    return this.bookings.get(pyKey(given.value('booking_id')) ?? '');
  }

  private charge(cardId: PyValue, amount: PyValue): void {
    const card = this.cards.get(pyKey(cardId) ?? '');
    if (!(card instanceof Map)) throw new PyError('KeyError', pyRepr(cardId));
    card.set('balance', subtract(asNumber(memberOf(card, 'balance'), 'balance'), asNumber(amount, 'amount')));
  }

  private registered(given: Given): PyValue {
    if (this.expiresIn === null) return failure('Token not initialized');
    const refused = this.refusal(given);
    if (refused !== undefined) return failure(refused);
    const number = given.value('card_number');
    if (this.cards.has(pyKey(number) ?? '')) return failure('Card already registered');
    const id = String(this.random.integer(100000000000n, 999999999999n));
    const card = pyDict({
      card_number: number,
      expiration_date: given.value('expiration_date'),
      cardholder_name: given.value('cardholder_name'),
      card_verification_number: given.value('card_verification_number'),
      balance: this.random.integer(10000n, 99999n),
    });
    this.cards.set(id, card);
    return result({ card_id: id });
  }

  /** By class and date; the sum of the digits of a date decides whether it is dear. */
  private priceFactor(given: Given): number {
    if (!basePrices.has(routeOf(given))) throw new PyError('ValueError', 'No available route for the given airports.');
    const factor = entryNamed(classFactors, pyStr(given.value('travel_class')));
    if (factor === undefined) {
      throw new PyError('ValueError', 'Invalid travel class. Options are: economy, business, first.');
    }
    const digits = [...given.text('travel_date').matchAll(/\d/g)].map(Number);
    return factor * (digits.reduce((all, digit) => all + digit, 0) % 2 === 0 ? 2 : 1);
  }

  /** @returns the result, or why there is no booking */
  private booked(given: Given): PyDict | string {
    const refused = this.refusal(given);
    if (refused !== undefined) return refused;
    const card = this.card(given);
    if (!(card instanceof Map)) return 'Card not registered';
    if (!card.has('balance')) return 'Balance not found';
    const details = ['travel_date', 'travel_from', 'travel_to', 'travel_class'].map((name) => given.value(name));
    const [day = null, from = null, to = null, travelClass = null] = details;
    if (!airports.includes(pyStr(from))) return `Invalid departure airport code: ${pyStr(from)}`;
    if (!airports.includes(pyStr(to))) return `Invalid destination airport code: ${pyStr(to)}`;
    if (invalidDay(pyStr(day))) return 'Invalid date format. Use YYYY-MM-DD.';
    if (entryNamed(classFactors, pyStr(travelClass)) === undefined) {
      return "Invalid travel class. Must be one of {'economy', 'business', 'first'}";
    }
    const route = basePrices.get(routeOf(given));
    if (route === undefined) return 'No available route for the given airports.';
    const cost = route * this.priceFactor(given);
    const balance = asNumber(memberOf(card, 'balance'), 'balance');
    if (compare(balance, cost) < 0) return 'Insufficient funds';
    if (this.budget !== null && compare(balance, asNumber(this.budget, 'budget_limit')) < 0) {
      return 'Balance is less than budget limit';
    }
    card.set('balance', subtract(balance, cost));
    const id = String(this.random.integer(1000000n, 9999999n));
    const transaction = String(this.random.integer(10000000n, 99999999n));
    const booking = {
      card_id: given.value('card_id'),
      travel_date: day,
      travel_from: from,
      travel_to: to,
      travel_class: travelClass,
      travel_cost: cost,
      transaction_id: transaction,
    };
    this.bookings.set(id, pyDict(booking));
    return result({
      booking_id: id,
      transaction_id: transaction,
      booking_status: true,
      booking_history: this.filler === undefined ? empty() : this.bookings,
    });
  }

  private uninsurable(given: Given): string | undefined {
    const refused = this.refusal(given);
    if (refused !== undefined) return refused;
    const cost = given.number('insurance_cost');
    if (isPyNumber(this.budget) && comparable(this.budget) < comparable(cost)) return 'Exceeded budget limit';
    if (this.booking(given) === undefined) return 'Booking not found';
    return this.card(given) === undefined ? 'Credit card not registered' : undefined;
  }

  private unverified(given: Given): string | undefined {
    const [first, last] = [given.value('first_name'), given.value('last_name')];
    if (!pyEqual(first, this.firstName) || !pyEqual(last, this.lastName)) {
      const [expected, got] = [
        [this.firstName, this.lastName],
        [first, last],
      ].map((names) => names.map(pyStr).join(' '));
      return `Cannot book flight information for another user.Expected ${expected ?? ''}, got ${got ?? ''}`;
    }
    const birth = given.text('date_of_birth');
    if (invalidDay(birth)) return 'Invalid date of birth format. Please use YYYY-MM-DD.';
    if (ageOf(birth) < 18) return 'Traveler must be at least 18 years old.';
    return given.text('passport_number').startsWith('US') ? undefined : 'Passport must be issued by the United States.';
  }
}

function memberOf(value: PyValue, name: string): PyValue {
  const found = value instanceof Map ? value.get(name) : undefined;
  if (found === undefined) throw new PyError('KeyError', pyRepr(name));
  return found;
}

function addMissing(dict: PyDict, more: PyValue): void {
  for (const [key, value] of more instanceof Map ? more : []) if (!dict.has(key)) dict.set(key, value);
}

const routeOf = (given: Given) => `${pyStr(given.value('travel_from'))}|${pyStr(given.value('travel_to'))}`;

function invalidDay(text: string): boolean {
  try {
    parseDay(text);
    return false;
  } catch {
    return true;
  }
}

/** Today's, as in the original; nobody in the data is near 18. */
function ageOf(birth: string): number {
  const { year, month, day } = parseDay(birth);
  const today = new Date();
  const early = today.getMonth() + 1 < month || (today.getMonth() + 1 === month && today.getDate() < day) ? 1 : 0;
  return today.getFullYear() - year - early;
}

export const travelApi: ApiClass = {
  name: 'TravelAPI',
  descriptionFile: 'travel_booking.json',
  about: 'Flights, credit cards and a travel budget.',
  create: (config, { filler }) => new Travel(config, filler),
};
