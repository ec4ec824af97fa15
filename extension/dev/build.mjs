/** `npm run build`: installs what is missing and bundles everything for development. */
import { prepare } from './bootstrap.mjs';

prepare();
