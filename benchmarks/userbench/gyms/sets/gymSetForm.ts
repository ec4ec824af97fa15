/** `form` in `set.json` of a set of a gym's tasks. Alone in its file: who only asks what a set is loads no gym. */
export const gymSetForm = 'whetstone-gym-set-1';
