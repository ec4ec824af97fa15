export { buildAsking, type AskingInput } from './buildAsking';
export { episodeFacts, type EpisodeFacts } from './episodeFacts';
export type * from './types';
export { readAsking, type KeptEpisodes } from './readAsking';
