import { seededRandom } from '../../core/seededRandom';
import type { Filler, FillerName } from './apis/apiClass';
import { deepCopy, pyDict, type PyDict, type PyValue } from './python/pyValue';

/**
 * Our own filler for long-context questions: the shapes and rough sizes of the leaderboard's (190 kB together), other contents,
 * the same at every run. Both sides of a check are filled alike, so predictions made with the leaderboard's own are judged as
 * there; but a model that runs here reads other texts, and accepted answers that quote the leaderboard's cannot be reached.
 */
export const ownFiller: Filler = (name) => deepCopy(made()[name]);

let all: Readonly<Record<FillerName, PyValue>> | undefined;

function made(): Readonly<Record<FillerName, PyValue>> {
  return (all ??= makeAll());
}

const words =
  'river stone window garden letter engine market signal winter copper silver harbour ladder mirror paper basket'.split(
    ' ',
  );

function makeAll(): Readonly<Record<FillerName, PyValue>> {
  const random = seededRandom(40);
  const word = () => words[random(words.length)] ?? '';
  const text = (count: number) => Array.from({ length: count }, word).join(' ');
  const symbol = () => Array.from({ length: 2 + random(4) }, () => String.fromCharCode(65 + random(26))).join('');
  const symbols = (count: number) => Array.from({ length: count }, () => `Z${symbol()}`);
  const day = () => `2024-0${1 + random(8)}-${10 + random(18)}`;
  const digits = (count: number) => Array.from({ length: count }, () => random(10)).join('');
  const floats = (count: number) => Array.from({ length: count }, () => 200 + random(10_000) / 100);
  const transaction = () =>
    pyDict({
      type: random(2) === 0 ? 'deposit' : 'withdrawal',
      amount: random(1_000_000) / 100,
      timestamp: `${day()} 10:${10 + random(50)}:${10 + random(50)}`,
    });
  return {
    WATCH_LIST_EXTENSION: symbols(1500),
    TRANSACTION_HISTORY_EXTENSION: Array.from({ length: 100 }, transaction),
    MA_5_EXTENSION: floats(400),
    MA_20_EXTENSION: floats(400),
    ORDER_DETAIL_EXTENSION: keyed(60, () => `Note of {symbol}: ${text(20)}`),
    TECHNOLOGY_EXTENSION: symbols(500),
    AUTOMOBILE_EXTENSION: symbols(500),
    BOOKING_RECORD_EXTENSION: keyed(60, () =>
      pyDict({
        card_id: `filler_${digits(8)}`,
        travel_date: day(),
        travel_from: 'RMS',
        travel_to: 'SBK',
        travel_class: 'economy',
        travel_cost: 220.0,
        transaction_id: digits(8),
      }),
    ),
    CREDIT_CARD_EXTENSION: keyed(60, () =>
      pyDict({
        card_number: digits(16),
        expiration_date: '12/2030',
        cardholder_name: text(2),
        card_verification_number: BigInt(100 + random(900)),
        balance: BigInt(10_000 + random(90_000)),
      }),
    ),
    CAR_STATUS_METADATA_EXTENSION: text(1500),
    INTERMEDIARY_CITIES: Array.from({ length: 500 }, () => text(2)),
    LONG_WEATHER_EXTENSION: keyed(100, () => text(12)),
    PARKING_BRAKE_INSTRUCTION: text(1500),
    FILE_CONTENT_EXTENSION: text(1500),
    FILES_TAIL_USED: [],
    POPULATE_FILE_EXTENSION: Array.from({ length: 200 }, (_, index) => `filler_${index}_${word()}.txt`),
  };
}

function keyed(count: number, value: () => PyValue): PyDict {
  return new Map(
    Array.from({ length: count }, (_, index): [string, PyValue] => [
      `filler_${String(index).padStart(3, '0')}`,
      value(),
    ]),
  );
}
