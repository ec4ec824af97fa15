/** Which tests are about which sources. */
export { testLinks } from './testLinks';
