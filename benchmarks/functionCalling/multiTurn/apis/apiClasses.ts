import type { ApiClass } from './apiClass';
import { gorillaFileSystem } from './gorillaFileSystem';
import { mathApi } from './mathApi';
import { messageApi } from './messageApi';
import { ticketApi } from './ticketApi';
import { tradingBot } from './tradingBot';
import { travelApi } from './travelApi';
import { twitterApi } from './twitterApi';
import { vehicleControlApi } from './vehicleControlApi';

/** The classes of the multi-turn categories, by name. */
export const apiClasses: ReadonlyMap<string, ApiClass> = new Map(
  [gorillaFileSystem, mathApi, messageApi, twitterApi, ticketApi, tradingBot, travelApi, vehicleControlApi].map(
    (each) => [each.name, each],
  ),
);
