/** What models cost. README.md has the rules. */
export { costOf, worstCase } from './cost';
export { PriceBook, userPrice, type PricedProvider } from './priceBook';
export { knownModels } from './secondTable';
