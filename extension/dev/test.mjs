/** `npm test`: see test.ts. */
import { bootstrap } from './bootstrap.mjs';

bootstrap('test');
