/** What a trading account holds unless the configuration says otherwise. */
import { pyDict, type PyDict, type PyValue } from '../python/pyValue';

type Stock = readonly [symbol: string, price: number, change: number, volume: number, ma5: number, ma20: number];

const stocks: readonly Stock[] = [
  ['AAPL', 227.16, 0.17, 2.552, 227.11, 227.09],
  ['GOOG', 2840.34, 0.24, 1.123, 2835.67, 2842.15],
  ['TSLA', 667.92, -0.12, 1.654, 671.15, 668.2],
  ['MSFT', 310.23, 0.09, 3.234, 309.88, 310.11],
  ['NVDA', 220.34, 0.34, 1.234, 220.45, 220.67],
  ['ALPH', 1320.45, -0.08, 1.567, 1321.12, 1325.78],
  ['OMEG', 457.23, 0.12, 2.345, 456.78, 458.12],
  ['QUAS', 725.89, -0.03, 1.789, 726.45, 728.0],
  ['NEPT', 88.34, 0.19, 0.654, 88.21, 88.67],
  ['SYNX', 345.67, 0.11, 2.112, 345.34, 346.12],
  ['ZETA', 22.09, -0.05, 0.789, 22.12, 22.34],
];

export function defaultStocks(): PyDict {
  const quotes = stocks.map(([symbol, price, change, volume, ma5, ma20]): [string, PyValue] => [
    symbol,
    pyDict({ price, percent_change: change, volume, 'MA(5)': ma5, 'MA(20)': ma20 }),
  ]);
  return new Map(quotes);
}

export function defaultOrders(): PyDict {
  const order = (id: bigint, type: string, symbol: string, price: number, amount: bigint, status: string): PyDict =>
    pyDict({ id, order_type: type, symbol, price, amount, status });
  return new Map([
    [12345n, order(12345n, 'Buy', 'AAPL', 210.65, 10n, 'Completed')],
    [12446n, order(12446n, 'Sell', 'GOOG', 2840.56, 5n, 'Pending')],
  ]);
}

export function defaultAccount(): PyDict {
  return pyDict({ account_id: 12345n, balance: 10000.0, binding_card: 1974202140965533n });
}

export const symbols: Readonly<Record<string, string>> = {
  Apple: 'AAPL',
  Google: 'GOOG',
  Tesla: 'TSLA',
  Microsoft: 'MSFT',
  Nvidia: 'NVDA',
  'Zeta Corp': 'ZETA',
  'Alpha Tech': 'ALPH',
  'Omega Industries': 'OMEG',
  'Quasar Ltd.': 'QUAS',
  'Neptune Systems': 'NEPT',
  'Synex Solutions': 'SYNX',
  Amazon: 'AMZN',
  Gorilla: 'GORI',
};

export const sectors: Readonly<Record<string, readonly string[]>> = {
  Technology: ['AAPL', 'GOOG', 'MSFT', 'NVDA'],
  Automobile: ['TSLA', 'F', 'GM'],
};
