/** `npm start`: see start.ts. */
import { bootstrap } from './bootstrap.mjs';

bootstrap('start');
