/** What kind of thing a parameter or a word is about. */
export type Topic = string;

const units: Readonly<Record<string, string>> = {
  length:
    'm metre meter km kilometre kilometer cm centimetre centimeter mm millimetre millimeter ft foot feet inch inche in mile yard yd light-year',
  mass: 'kg kilogram g gram mg milligram lb pound oz ounce ton tonne t',
  duration: 's sec second ms millisecond min minute h hr hour day week month year yr night decade',
  temperature: '° °c °f celsius fahrenheit kelvin k degree',
  speed: 'm/s km/h mph kph knot',
  money: '$ € £ ¥ usd eur gbp dollar euro pound cent franc yen rupee peso',
  percent: '% percent percentage basis',
  volume: 'l litre liter ml millilitre gallon cup m³ m^3',
  area: 'm² m^2 acre hectare square',
  force: 'n newton',
  energy: 'j joule kj kwh calorie kcal ev',
  power: 'w watt kw kilowatt',
  voltage: 'v volt',
  current: 'a amp ampere ma',
  resistance: 'ohm Ω kΩ',
  frequency: 'hz khz mhz ghz hertz',
  pressure: 'pa pascal kpa bar atm psi',
  angle: 'degree radian rad °',
  charge: 'c coulomb',
  data: 'kb mb gb tb byte bit megabyte gigabyte',
  count:
    'people person guest player item piece time ticket room bed point page result child adult passenger copy serving star mole word unit share step',
};

const named: Readonly<Record<string, string>> = {
  length:
    'length width height depth distance radius diameter base side size wavelength altitude elevation displacement',
  mass: 'mass weight load',
  duration: 'duration time period years months days hours minutes seconds term age interval timeout nights lifetime',
  temperature: 'temperature temp',
  speed: 'speed velocity pace',
  money:
    'price cost amount budget salary principal income payment revenue balance fee deposit fare money loan investment profit value expense wage contribution',
  percent: 'rate percent percentage interest discount tax probability share ratio growth yield chance tip margin',
  volume: 'volume capacity',
  area: 'area surface',
  force: 'force tension thrust',
  energy: 'energy work calories',
  power: 'power wattage',
  voltage: 'voltage potential',
  current: 'current',
  resistance: 'resistance',
  frequency: 'frequency',
  pressure: 'pressure',
  angle: 'angle latitude longitude rotation',
  charge: 'charge',
  data: 'bytes memory',
  count:
    'count number num quantity limit n k people guests players size max min total attempts population rounds tickets adults children rooms copies servings passengers',
  place:
    'city location place town address destination origin region state country venue area neighborhood capital site departure arrival station airport nation county zip',
  person:
    'name person author artist player actor director composer user customer employee painter writer singer patient owner recipient contact sender scientist defendant plaintiff president leader',
  date: 'date day when deadline birthday start end year month check checkin checkout since until',
  clock: 'time hour clock',
  language: 'language lang locale',
  currency: 'currency',
  unit: 'unit units measurement system',
  title: 'title book movie film song album game show painting series event artwork',
  text: 'text message content query body sentence description comment note string prompt question subject keyword',
  topic:
    'topic category genre type kind field industry subject cuisine sport species animal ingredient dish team company product brand model item element material color',
  code: 'id code file path url email link symbol identifier username password key phone number variable column table branch',
  order: 'order sort direction',
  from: 'from source origin start initial old first departure before input base current',
  to: 'to target destination end final new last arrival recipient second output after',
};

function table(rows: Readonly<Record<string, string>>): ReadonlyMap<string, readonly Topic[]> {
  const all = new Map<string, Topic[]>();
  for (const [topic, list] of Object.entries(rows)) {
    for (const each of list.split(' ')) all.set(each, [...(all.get(each) ?? []), topic]);
  }
  return all;
}

const byUnit = table(units);
const byName = table(named);

/** @param word lower case, as it stands behind a number */
export function unitTopics(word: string): readonly Topic[] {
  return byUnit.get(word) ?? byUnit.get(word.replace(/s$/, '')) ?? byUnit.get(word.replace(/es$/, '')) ?? [];
}

/** @param word lower case, of the name of a parameter or its description */
export function nameTopics(word: string): readonly Topic[] {
  return byName.get(word) ?? byName.get(word.replace(/s$/, '')) ?? [];
}

/** Names of countries, languages, currencies and the cities of time zones, as the platform knows them. */
const known = new Map<string, Topic>();

function add(type: 'region' | 'language' | 'currency', topic: Topic, codes: readonly string[]): void {
  const names = new Intl.DisplayNames('en', { type, fallback: 'none' });
  for (const code of codes) {
    const each = names.of(code);
    if (each !== undefined) known.set(each.toLowerCase(), topic);
  }
}

/** @returns what a text is the name of, if the platform knows */
export function knownTopic(text: string): Topic | undefined {
  if (known.size === 0) fillKnown();
  const lower = text.toLowerCase();
  return known.get(lower) ?? known.get(lower.split(',')[0]!);
}

function fillKnown(): void {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
  add('currency', 'currency', Intl.supportedValuesOf('currency'));
  for (const code of Intl.supportedValuesOf('currency')) known.set(code.toLowerCase(), 'currency');
  for (const each of ['dollars', 'euros', 'pounds', 'yen', 'rupees', 'francs', 'pesos', 'yuan'])
    known.set(each, 'currency');
  const pairs = letters.flatMap((one) => letters.map((other) => one + other));
  add(
    'language',
    'language',
    pairs.map((pair) => pair.toLowerCase()),
  );
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const city = zone.split('/').at(-1);
    if (city !== undefined && zone.includes('/')) known.set(city.replaceAll('_', ' ').toLowerCase(), 'place');
  }
  add('region', 'place', pairs);
}
