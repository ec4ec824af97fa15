import { MersenneTwister } from '../python/mersenneTwister';
import { parseClock, parseMoment, sortableDay } from '../python/pyDates';
import { absolute, add, asNumber, compare, divide, multiply, subtract, toFloat } from '../python/pyNumbers';
import { pyRepr, pyStr } from '../python/pyText';
import {
  isIn,
  isTruthy,
  pyDict,
  pyEqual,
  pyKey,
  type PyDict,
  type PyList,
  type PyNumber,
  type PyValue,
} from '../python/pyValue';
import {
  failure,
  optional,
  required,
  result,
  type ApiClass,
  type ApiMethod,
  type ApiObject,
  type Filler,
} from './apiClass';
import { dictMember, entryNamed, listMember, member, of, wholeMember, withWholeKeys } from './config';
import { defaultAccount, defaultOrders, defaultStocks, sectors, symbols } from './stocks';

/** Seconds since 1970 of 2024-09-01 10:30, which is now. */
const now = Date.UTC(2024, 8, 1, 10, 30) / 1000;
const opens = 9 * 60 + 30;
const closes = 16 * 60;

class Trading implements ApiObject {
  private readonly random: MersenneTwister;
  private readonly orders: PyDict;
  private readonly account: PyDict;
  private authenticated: PyValue;
  private market: PyValue;
  private counter: bigint;
  private readonly stocks: PyDict;
  private readonly watched: PyList;
  private readonly transactions: PyList;

  constructor(
    config: PyDict,
    private readonly filler: Filler | undefined,
  ) {
    this.orders = withWholeKeys(dictMember(config, 'orders', defaultOrders()));
    this.account = dictMember(config, 'account_info', defaultAccount());
    this.authenticated = member(config, 'authenticated', false);
    this.market = member(config, 'market_status', 'Closed');
    this.counter = wholeMember(config, 'order_counter', 12446n);
    this.stocks = dictMember(config, 'stocks', defaultStocks());
    this.watched = listMember(config, 'watch_list', ['NVDA']);
    this.transactions = listMember(config, 'transaction_history', []);
    this.random = new MersenneTwister(wholeMember(config, 'random_seed', 1053520n));
  }

  attributes(): Readonly<Record<string, PyValue>> {
    return {
      orders: this.orders,
      account_info: this.account,
      authenticated: this.authenticated,
      market_status: this.market,
      order_counter: this.counter,
      stocks: this.stocks,
      watch_list: this.watched,
      transaction_history: this.transactions,
      long_context: this.filler !== undefined,
    };
  }

  readonly methods: Readonly<Record<string, ApiMethod>> = {
    get_current_time: {
      about: 'The time, e.g. 10:30 AM.',
      parameters: {},
      run: () => result({ current_time: '10:30 AM' }),
    },
    update_market_status: {
      about: 'Sets whether the market is open by the time, e.g. 10:30 AM.',
      parameters: { current_time_str: required('string') },
      run: (given) => {
        const time = parseClock(given.text('current_time_str'));
        this.market = opens <= time && time <= closes ? 'Open' : 'Closed';
        return result({ status: this.market });
      },
    },
    get_symbol_by_name: {
      about: 'The symbol of a company.',
      parameters: { name: required('string') },
      run: (given) => result({ symbol: entryNamed(symbols, pyStr(given.value('name'))) ?? 'Stock not found' }),
    },
    get_stock_info: {
      about: 'Price, change, volume and moving averages of a stock.',
      parameters: { symbol: required('string') },
      run: (given) => {
        const stock = this.stock(given.value('symbol'));
        if (stock === undefined) return failure(`Stock with symbol '${pyStr(given.value('symbol'))}' not found.`);
        if (this.filler === undefined || !(stock instanceof Map)) return stock;
        return new Map(stock).set('MA(5)', this.filler('MA_5_EXTENSION')).set('MA(20)', this.filler('MA_20_EXTENSION'));
      },
    },
    get_order_details: {
      about: 'An order by its id.',
      parameters: { order_id: required('integer') },
      run: (given) => {
        const order = this.order(given.value('order_id'));
        if (order === undefined) {
          const known = pyRepr([...this.orders.keys()]);
          return failure(
            `Order with ID ${pyStr(given.value('order_id'))} not found.Here is the list of orders_id: ${known}`,
          );
        }
        if (this.filler === undefined || !(order instanceof Map)) return order;
        return new Map(order).set('metadata', filledIn(this.filler('ORDER_DETAIL_EXTENSION'), of(order, 'symbol')));
      },
    },
    cancel_order: {
      about: 'Cancels an order.',
      parameters: { order_id: required('integer') },
      run: (given) => {
        const id = given.value('order_id');
        const order = this.order(id);
        if (!(order instanceof Map)) return failure(`Order with ID ${pyStr(id)} not found.`);
        if (order.get('status') === 'Completed') {
          return failure(`Can't cancel order ${pyStr(id)}. Order is already completed.`);
        }
        order.set('status', 'Cancelled');
        return result({ order_id: id, status: 'Cancelled' });
      },
    },
    place_order: {
      about: 'Places an order (Buy or Sell).',
      parameters: {
        order_type: required('string'),
        symbol: required('string'),
        price: required('float'),
        amount: required('integer'),
      },
      run: (given) => {
        if (!isTruthy(this.authenticated)) return failure('User not authenticated. Please log in to place an order.');
        const [type, symbol, amount] = [given.value('order_type'), given.value('symbol'), given.number('amount')];
        if (this.stock(symbol) === undefined) return failure(`Invalid stock symbol: ${pyStr(symbol)}`);
        if (compare(given.number('price'), 0n) <= 0 || compare(amount, 0n) <= 0) {
          return failure('Price and amount must be positive values.');
        }
        const price = toFloat(given.number('price'));
        const id = this.counter++;
        this.orders.set(id, pyDict({ id, order_type: type, symbol, price, amount, status: 'Open' }));
        return result({ order_id: id, order_type: type, status: 'Pending', price, amount });
      },
    },
    withdraw_funds: {
      about: 'Withdraws money; the market must be open.',
      parameters: { amount: required('float') },
      run: (given) => this.closedMarket() ?? this.withdrawal(given.number('amount')),
    },
    make_transaction: {
      about: 'Deposits or withdraws money (xact_type deposit or withdrawal); the market must be open.',
      parameters: { account_id: required('integer'), xact_type: required('string'), amount: required('float') },
      old: true,
      run: (given) => {
        const refused = this.closedMarket();
        if (refused !== undefined) return refused;
        const [id, amount] = [given.value('account_id'), given.number('amount')];
        if (!pyEqual(id, of(this.account, 'account_id'))) return failure(`Account with ID ${pyStr(id)} not found.`);
        if (given.value('xact_type') === 'withdrawal') return this.withdrawal(amount);
        if (compare(amount, 0n) <= 0) return failure('Transaction amount must be positive.');
        if (given.value('xact_type') === 'deposit') return this.deposit(amount, 'Deposit successful');
        return failure("Invalid transaction type. Use 'deposit' or 'withdrawal'.");
      },
    },
    get_account_info: {
      about: 'Id, balance and card of the account.',
      parameters: {},
      run: () =>
        isTruthy(this.authenticated)
          ? this.account
          : failure('User not authenticated. Please log in to view account information.'),
    },
    trading_login: {
      about: 'Logs a user in.',
      parameters: { username: required('string'), password: required('string') },
      run: () => {
        if (isTruthy(this.authenticated)) return result({ status: 'Already logged in' });
        this.authenticated = true;
        return result({ status: 'Logged in successfully' });
      },
    },
    trading_get_login_status: {
      about: 'Whether the user is logged in.',
      parameters: {},
      run: () => result({ status: isTruthy(this.authenticated) }),
    },
    trading_logout: {
      about: 'Logs the user out.',
      parameters: {},
      run: () => {
        if (!isTruthy(this.authenticated)) return result({ status: 'No user is currently logged in' });
        this.authenticated = false;
        return result({ status: 'Logged out successfully' });
      },
    },
    fund_account: {
      about: 'Puts money into the account.',
      parameters: { amount: required('float') },
      run: (given) => {
        if (!isTruthy(this.authenticated)) {
          return failure('User not authenticated. Please log in to fund the account.');
        }
        const amount = given.number('amount');
        if (compare(amount, 0n) <= 0) return failure('Funding amount must be positive.');
        return this.deposit(amount, 'Account funded successfully');
      },
    },
    remove_stock_from_watchlist: {
      about: 'Watches a stock no longer.',
      parameters: { symbol: required('string') },
      run: (given) => {
        if (!isTruthy(this.authenticated)) {
          return failure('User not authenticated. Please log in to modify the watchlist.');
        }
        const symbol = given.value('symbol');
        const at = this.watched.findIndex((each) => pyEqual(each, symbol));
        if (at < 0) return failure(`Stock ${pyStr(symbol)} not found in watchlist.`);
        this.watched.splice(at, 1);
        return result({ status: `Stock ${pyStr(symbol)} removed from watchlist successfully.` });
      },
    },
    get_watchlist: {
      about: 'Stocks that are watched.',
      parameters: {},
      run: () => {
        if (!isTruthy(this.authenticated)) {
          return ['Error: User not authenticated. Please log in to view the watchlist.'];
        }
        if (this.filler === undefined) return result({ watchlist: this.watched });
        return [...this.watched, ...asList(this.filler('WATCH_LIST_EXTENSION'))];
      },
    },
    get_order_history: {
      about: 'Ids of all orders.',
      parameters: {},
      run: () =>
        isTruthy(this.authenticated)
          ? result({ history: [...this.orders.keys()] })
          : [failure('User not authenticated. Please log in to view order history.')],
    },
    get_transaction_history: {
      about: 'Deposits and withdrawals, all or between two days (YYYY-MM-DD).',
      parameters: { start_date: optional('string', () => null), end_date: optional('string', () => null) },
      run: (given) => {
        if (!isTruthy(this.authenticated)) {
          return [failure('User not authenticated. Please log in to view transaction history.')];
        }
        const day = (name: string, open: string) =>
          given.truthy(name) ? `${sortableDay(given.text(name))} 00:00:00` : open;
        const [from, to] = [day('start_date', ''), day('end_date', '9999-99')];
        const found = this.transactions.filter((each) => {
          const at = parseMoment(pyStr(of(each, 'timestamp')));
          return from <= at && at <= to;
        });
        if (this.filler !== undefined) found.push(...asList(this.filler('TRANSACTION_HISTORY_EXTENSION')));
        return result({ transaction_history: found });
      },
    },
    update_stock_price: {
      about: 'Sets the price of a stock.',
      parameters: { symbol: required('string'), new_price: required('float') },
      old: true,
      run: (given) => {
        const stock = this.stock(given.value('symbol'));
        if (!(stock instanceof Map)) return failure(`Stock with symbol '${pyStr(given.value('symbol'))}' not found.`);
        const price = given.number('new_price');
        if (compare(price, 0n) <= 0) return failure('New price must be a positive value.');
        const before = asNumber(stock.get('price') ?? null, 'price');
        const change = multiply(divide(subtract(price, before), before), 100n);
        stock.set('price', price).set('percent_change', change);
        return result({ symbol: given.value('symbol'), old_price: before, new_price: price });
      },
    },
    get_available_stocks: {
      about: 'Stocks of a sector, e.g. Technology.',
      parameters: { sector: required('string') },
      run: (given) => {
        const sector = pyStr(given.value('sector'));
        const own: PyValue[] = [...(entryNamed(sectors, sector) ?? [])];
        if (this.filler !== undefined && own.length > 0) {
          own.push(...asList(this.filler(sector === 'Technology' ? 'TECHNOLOGY_EXTENSION' : 'AUTOMOBILE_EXTENSION')));
        }
        return result({ stock_list: own });
      },
    },
    filter_stocks_by_price: {
      about: 'Those of some stocks whose price lies between two.',
      parameters: { stocks: required('strings'), min_price: required('float'), max_price: required('float') },
      run: (given) => {
        const [low, high] = [given.number('min_price'), given.number('max_price')];
        const fits = (symbol: PyValue) => {
          const price = asNumber(of(this.stock(symbol), 'price') ?? 0n, 'price');
          return compare(price, low) >= 0 && compare(price, high) <= 0;
        };
        return result({ filtered_stocks: given.items('stocks').filter(fits) });
      },
    },
    add_to_watchlist: {
      about: 'Watches a stock.',
      parameters: { stock: required('string') },
      run: (given) => {
        const stock = given.value('stock');
        if (!isIn(stock, this.watched) && this.stock(stock) !== undefined) this.watched.push(stock);
        return result({ symbol: this.watched });
      },
    },
    notify_price_change: {
      about: 'Which of some stocks changed by at least so many percent.',
      parameters: { stocks: required('strings'), threshold: required('float') },
      run: (given) => {
        const threshold = given.number('threshold');
        const changed = given.items('stocks').filter((symbol) => {
          const stock = this.stock(symbol);
          const change = of(stock, 'percent_change');
          return stock !== undefined && compare(absolute(asNumber(change, 'percent_change')), threshold) >= 0;
        });
        const notification =
          changed.length > 0
            ? `Stocks ${changed.map(pyStr).join(', ')} have significant price changes.`
            : 'No significant price changes in the selected stocks.';
        return result({ notification });
      },
    },
  };

  private stock(symbol: PyValue): PyValue | undefined {
    return this.stocks.get(pyKey(symbol) ?? '');
  }

  private order(id: PyValue): PyValue | undefined {
    return this.orders.get(pyKey(id) ?? '');
  }

  private closedMarket(): PyDict | undefined {
    if (!isTruthy(this.authenticated)) return failure('User not authenticated. Please log in to make a transaction.');
    return this.market === 'Open' ? undefined : failure('Market is closed. Transactions are not allowed.');
  }

  private withdrawal(amount: PyNumber): PyValue {
    if (compare(amount, 0n) <= 0) return failure('Transaction amount must be positive.');
    const balance = asNumber(of(this.account, 'balance'), 'balance');
    if (compare(amount, balance) > 0) return failure('Insufficient funds for withdrawal.');
    return this.booked('withdrawal', amount, subtract(balance, amount), 'Withdrawal successful');
  }

  private deposit(amount: PyNumber, status: string): PyValue {
    return this.booked('deposit', amount, add(asNumber(of(this.account, 'balance'), 'balance'), amount), status);
  }

  private booked(type: string, amount: PyNumber, balance: PyNumber, status: string): PyValue {
    this.account.set('balance', balance);
    this.transactions.push(pyDict({ type, amount, timestamp: this.timestamp() }));
    return result({ status, new_balance: balance });
  }

  /** Some second of the day that begins now; the zone of the clock does not matter. */
  private timestamp(): string {
    const seconds = Number(this.random.integer(BigInt(now), BigInt(now + 86400)));
    return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
  }
}

const asList = (value: PyValue): PyList => (Array.isArray(value) ? value : []);

/** `{symbol}` in the texts stands for the symbol. */
function filledIn(texts: PyValue, symbol: PyValue): PyValue {
  if (!(texts instanceof Map)) return texts;
  return new Map([...texts].map(([key, text]) => [key, pyStr(text).replaceAll('{symbol}', pyStr(symbol))]));
}

export const tradingBot: ApiClass = {
  name: 'TradingBot',
  descriptionFile: 'trading_bot.json',
  about: 'Stocks, orders and a trading account.',
  create: (config, { filler }) => new Trading(config, filler),
};
