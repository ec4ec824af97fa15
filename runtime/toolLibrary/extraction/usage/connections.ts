/** Names that people give to what leads out of the program: `client.get(…)` is no look into a dictionary. */
const names =
  /(^|[._])(client|session|http|https|api|conn|connection|db|database|cursor|redis|socket|sock|server|browser|page)$|(Client|Session|Connection|Api|Db|Socket)$/;

/** @param receiver text of what a method is called on */
export function isConnection(receiver: string | undefined): boolean {
  return receiver !== undefined && names.test(receiver);
}
