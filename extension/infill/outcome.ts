/** The words of the activity log, under one roof for this folder. */
import type { ActivityEntry } from '../../webviews/activity/protocol';

export type { ActivityEntry };
export type Outcome = ActivityEntry['outcome'];
