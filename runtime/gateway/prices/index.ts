/** What models cost. README.md has the rules. */
export { costOf, worstCase } from './cost';
export { PriceBook, type PricedProvider } from './priceBook';
