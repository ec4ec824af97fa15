/** `npm run package`: see package.ts. */
import { bootstrap } from './bootstrap.mjs';

bootstrap('package');
