import { MersenneTwister } from '../python/mersenneTwister';
import { PyError } from '../python/pyError';
import { add, asNumber, compare, divide, multiply, subtract, toFloat } from '../python/pyNumbers';
import { pyRepr, pyStr } from '../python/pyText';
import { pyDict, pyEqual, pyKey, type PyDict, type PyValue } from '../python/pyValue';
import {
  failure,
  optional,
  required,
  result,
  type ApiClass,
  type ApiMethod,
  type ApiObject,
  type Filler,
} from './apiClass';
import { dictMember, entryNamed, member, wholeMember } from './config';
import { distances, zipCodes } from './roads';

const tank = 50n;
const milesPerGallon = 20.0;
const openDoors = () =>
  pyDict({ driver: 'unlocked', passenger: 'unlocked', rear_left: 'unlocked', rear_right: 'unlocked' });

/** Public attributes that the configuration sets by the same name, or by another. */
const settings: readonly (readonly [attribute: string, fallback: PyValue, name?: string])[] = [
  ['fuelLevel', 0.0],
  ['batteryVoltage', 12.6],
  ['engine_state', 'stopped', 'engineState'],
  ['acTemperature', 25.0],
  ['fanSpeed', 50n],
  ['acMode', 'auto'],
  ['humidityLevel', 50.0],
  ['headLightStatus', 'off'],
  ['parkingBrakeStatus', 'released'],
  ['brakePedalStatus', 'released'],
  ['distanceToNextVehicle', 50.0],
  ['cruiseStatus', 'inactive'],
  ['destination', 'None'],
  ['frontLeftTirePressure', 32.0],
  ['frontRightTirePressure', 32.0],
  ['rearLeftTirePressure', 30.0],
  ['rearRightTirePressure', 30.0],
];

const tires = ['frontLeftTirePressure', 'frontRightTirePressure', 'rearLeftTirePressure', 'rearRightTirePressure'];

class Vehicle implements ApiObject {
  private readonly random: MersenneTwister;
  private readonly state: Map<string, PyValue>;
  private readonly doors: PyDict;
  private unlockedDoors: bigint;
  /** Forces and slope are private attributes: they are not compared. */
  private parkingForce: PyValue;
  private slope: PyValue;
  private pedalForce: PyValue;

  constructor(
    config: PyDict,
    private readonly filler: Filler | undefined,
  ) {
    this.random = new MersenneTwister(wholeMember(config, 'random_seed', 141053n));
    this.state = new Map(
      settings.map(([attribute, fallback, name = attribute]) => [attribute, member(config, name, fallback)]),
    );
    this.doors = dictMember(config, 'doorStatus', openDoors());
    this.unlockedDoors = 4n - BigInt([...this.doors.values()].filter((status) => status === 'locked').length);
    this.parkingForce = member(config, 'parkingBrakeForce', 0.0);
    this.slope = member(config, 'slopeAngle', 0.0);
    this.pedalForce = member(config, 'brakePedalForce', 0.0);
  }

  attributes(): Readonly<Record<string, PyValue>> {
    return {
      ...Object.fromEntries(this.state),
      doorStatus: this.doors,
      remainingUnlockedDoors: this.unlockedDoors,
      long_context: this.filler !== undefined,
    };
  }

  readonly methods: Readonly<Record<string, ApiMethod>> = {
    startEngine: {
      about: 'Starts the engine (ignitionMode START); all doors must be locked and the brake pedal fully pressed.',
      parameters: { ignitionMode: required('string') },
      run: (given) => this.start(given.value('ignitionMode')),
    },
    fillFuelTank: {
      about: 'Fills so many gallons more into the tank, which holds 50.',
      parameters: { fuelAmount: required('float') },
      run: (given) => {
        const amount = given.number('fuelAmount');
        if (compare(amount, 0n) < 0) return failure('Fuel amount cannot be negative.');
        const level = add(asNumber(this.get('fuelLevel'), 'fuelLevel'), amount);
        if (compare(level, tank) > 0) return failure('Cannot fill gas above the tank capacity.');
        if (compare(level, 0n) < 0) return failure('Fuel tank is empty. Min fuel level is 0 gallons.');
        this.state.set('fuelLevel', level);
        return result({ fuelLevel: level });
      },
    },
    lockDoors: {
      about: 'Locks or unlocks doors: driver, passenger, rear_left, rear_right.',
      parameters: { unlock: required('boolean'), door: required('strings') },
      run: (given) => {
        const to = given.truthy('unlock') ? 'unlocked' : 'locked';
        for (const door of given.items('door')) {
          const key = pyKey(door);
          const status = key === undefined ? undefined : this.doors.get(key);
          if (key === undefined || status === undefined) throw new PyError('KeyError', pyRepr(door));
          if (status === to) continue;
          this.doors.set(key, to);
          this.unlockedDoors += to === 'unlocked' ? 1n : -1n;
        }
        return result({ lockStatus: to, remainingUnlockedDoors: this.unlockedDoors });
      },
    },
    adjustClimateControl: {
      about:
        'Sets temperature (unit celsius or fahrenheit), fan speed (0 to 100) and mode (auto, cool, heat, defrost).',
      parameters: {
        temperature: required('float'),
        unit: optional('string', () => 'celsius'),
        fanSpeed: optional('integer', () => 50n),
        mode: optional('string', () => 'auto'),
      },
      run: (given) => {
        const speed = given.number('fanSpeed');
        if (compare(speed, 0n) < 0 || compare(speed, 100n) > 0) return failure('Fan speed must be between 0 and 100.');
        const temperature = given.value('temperature');
        const celsius = () => divide(multiply(subtract(given.number('temperature'), 32n), 5n), 9n);
        this.state.set('acTemperature', given.value('unit') === 'fahrenheit' ? celsius() : temperature);
        this.state.set('fanSpeed', speed).set('acMode', given.value('mode'));
        return result({
          currentACTemperature: temperature,
          climateMode: given.value('mode'),
          humidityLevel: this.get('humidityLevel'),
        });
      },
    },
    get_outside_temperature_from_google: {
      about: 'The temperature outside in degrees Celsius.',
      parameters: {},
      run: () => {
        const outsideTemperature = this.random.uniform(-10.0, 40.0);
        const long = this.filler?.('LONG_WEATHER_EXTENSION');
        return long instanceof Map
          ? new Map(long).set('outsideTemperature', outsideTemperature)
          : result({ outsideTemperature });
      },
    },
    get_outside_temperature_from_weather_com: {
      about: 'The temperature outside in degrees Celsius.',
      parameters: {},
      run: () => failure(404n),
    },
    setHeadlights: {
      about: 'Turns the headlights on, off or to auto.',
      parameters: { mode: required('string') },
      run: (given) => {
        const mode = given.value('mode');
        if (mode !== 'on' && mode !== 'off' && mode !== 'auto') return failure('Invalid headlight mode.');
        this.state.set('headLightStatus', mode === 'on' ? 'on' : 'off');
        return result({ headlightStatus: this.get('headLightStatus') });
      },
    },
    displayCarStatus: {
      about: 'The status of fuel, battery, doors, climate, headlights, parkingBrake, brakePedal or engine.',
      parameters: { option: required('string') },
      run: (given) => {
        const status = this.status(pyStr(given.value('option'))) ?? { error: 'Invalid option' };
        const metadata = this.filler?.('CAR_STATUS_METADATA_EXTENSION');
        return result(metadata === undefined ? status : { metadata, ...status });
      },
    },
    activateParkingBrake: {
      about: 'Engages or releases the parking brake (mode engage or release).',
      parameters: { mode: required('string') },
      run: (given) => {
        const mode = given.value('mode');
        if (mode !== 'engage' && mode !== 'release') return failure('Invalid mode');
        const parkingBrakeStatus = mode === 'engage' ? 'engaged' : 'released';
        this.state.set('parkingBrakeStatus', parkingBrakeStatus);
        [this.parkingForce, this.slope] = [mode === 'engage' ? 500.0 : 0.0, 10.0];
        const parkingBrakeInstruction = this.filler?.('PARKING_BRAKE_INSTRUCTION');
        return result({
          ...(parkingBrakeInstruction === undefined ? {} : { parkingBrakeInstruction }),
          parkingBrakeStatus,
          _parkingBrakeForce: this.parkingForce,
          _slopeAngle: this.slope,
        });
      },
    },
    pressBrakePedal: {
      about: 'Presses the brake pedal to a position from 0 to 1 (fully), where it stays.',
      parameters: { pedalPosition: required('float') },
      run: (given) => {
        const position = given.number('pedalPosition');
        if (compare(position, 0n) < 0 || compare(position, 1n) > 0) {
          return failure('Pedal position must be between 0 and 1.');
        }
        if (compare(position, 0n) === 0) return this.releasePedal();
        const force = multiply(position, 1000n);
        this.pedalForce = force;
        this.state.set('brakePedalStatus', 'pressed');
        return result({ brakePedalStatus: 'pressed', brakePedalForce: toFloat(force) });
      },
    },
    releaseBrakePedal: { about: 'Releases the brake pedal.', parameters: {}, run: () => this.releasePedal() },
    setCruiseControl: {
      about: 'Cruise control at a speed from 0 to 120 in steps of 5, with a distance to the next vehicle in metres.',
      parameters: {
        speed: required('float'),
        activate: required('boolean'),
        distanceToNextVehicle: required('float'),
      },
      run: (given) => {
        if (this.get('engine_state') === 'stopped') {
          return failure('Start the engine before activating the cruise control.');
        }
        const distance = toFloat(given.number('distanceToNextVehicle'));
        this.state.set('distanceToNextVehicle', distance);
        const speed = toFloat(given.number('speed'));
        const activate = given.truthy('activate');
        if (activate && (speed < 0 || speed > 120 || speed % 5 !== 0)) return failure('Invalid speed');
        this.state.set('cruiseStatus', activate ? 'active' : 'inactive');
        return result({
          cruiseStatus: this.get('cruiseStatus'),
          currentSpeed: speed,
          distanceToNextVehicle: distance,
        });
      },
    },
    get_current_speed: {
      about: 'The current speed.',
      parameters: {},
      run: () => result({ currentSpeed: this.random.uniform(0.0, 120.0) }),
    },
    display_log: {
      about: 'Shows messages.',
      parameters: { messages: required('strings') },
      run: (given) => result({ log: given.value('messages') }),
    },
    estimate_drive_feasibility_by_mileage: {
      about: 'Whether the fuel lasts for a distance in miles.',
      parameters: { distance: required('float') },
      run: (given) => {
        const range = multiply(asNumber(this.get('fuelLevel'), 'fuelLevel'), milesPerGallon);
        return result({ canDrive: compare(range, given.number('distance')) >= 0 });
      },
    },
    liter_to_gallon: {
      about: 'Litres in gallons.',
      parameters: { liter: required('float') },
      run: (given) => result({ gallon: multiply(given.number('liter'), 0.264172) }),
    },
    gallon_to_liter: {
      about: 'Gallons in litres.',
      parameters: { gallon: required('float') },
      run: (given) => result({ liter: multiply(given.number('gallon'), 3.78541) }),
    },
    estimate_distance: {
      about: 'The distance between two cities, by their zip codes.',
      parameters: { cityA: required('string'), cityB: required('string') },
      run: (given) => {
        const [a, b] = [pyStr(given.value('cityA')), pyStr(given.value('cityB'))];
        const distance = distances.get(`${a}|${b}`) ?? distances.get(`${b}|${a}`);
        const found = distance === undefined ? failure('distance not found in database.') : result({ distance });
        const cities = this.filler?.('INTERMEDIARY_CITIES');
        return cities === undefined ? found : found.set('intermediaryCities', cities);
      },
    },
    get_zipcode_based_on_city: {
      about: 'The zip code of a city.',
      parameters: { city: required('string') },
      run: (given) => result({ zipcode: entryNamed(zipCodes, pyStr(given.value('city'))) ?? '00000' }),
    },
    set_navigation: {
      about: 'Navigates to a destination: street, city, state.',
      parameters: { destination: required('string') },
      run: (given) => {
        const destination = given.text('destination');
        this.state.set('destination', destination);
        return result({ status: `Navigating to ${destination}` });
      },
    },
    check_tire_pressure: { about: 'The pressure of the tires.', parameters: {}, run: () => this.tirePressure() },
    find_nearest_tire_shop: {
      about: 'The nearest tire shop.',
      parameters: {},
      run: () => result({ shopLocation: '456 Oakwood Avenue, Rivermist, 83214' }),
    },
  };

  private get(attribute: string): PyValue {
    return this.state.get(attribute) ?? null;
  }

  private start(mode: PyValue): PyValue {
    if (mode === 'STOP') this.state.set('engine_state', 'stopped');
    if (this.unlockedDoors > 0n) {
      const open = [...this.doors].filter(([, status]) => status === 'unlocked').map(([door]) => String(door));
      const listed = open.join(', ');
      return failure(`All doors must be locked before starting the engine. Here are the unlocked doors: ${listed}`);
    }
    if (this.get('brakePedalStatus') !== 'pressed') {
      return failure('Brake pedal needs to be pressed when starting the engine.');
    }
    if (!pyEqual(this.pedalForce, 1000.0)) return failure('Must press the brake fully before starting the engine.');
    if (compare(asNumber(this.get('fuelLevel'), 'fuelLevel'), 0n) < 0) return failure('Fuel tank is empty.');
    if (mode !== 'START') return failure('Invalid ignition mode.');
    this.state.set('engine_state', 'running');
    return result({
      engineState: 'running',
      fuelLevel: this.get('fuelLevel'),
      batteryVoltage: this.get('batteryVoltage'),
    });
  }

  private releasePedal(): PyValue {
    this.state.set('brakePedalStatus', 'released');
    this.pedalForce = 0.0;
    return result({ brakePedalStatus: 'released', brakePedalForce: 0.0 });
  }

  private status(option: string): Readonly<Record<string, PyValue>> | undefined {
    const statuses: Readonly<Record<string, Readonly<Record<string, PyValue>>>> = {
      fuel: { fuelLevel: this.get('fuelLevel') },
      battery: { batteryVoltage: this.get('batteryVoltage') },
      doors: { doorStatus: this.doors },
      climate: {
        currentACTemperature: this.get('acTemperature'),
        fanSpeed: this.get('fanSpeed'),
        climateMode: this.get('acMode'),
        humidityLevel: this.get('humidityLevel'),
      },
      headlights: { headlightStatus: this.get('headLightStatus') },
      parkingBrake: {
        parkingBrakeStatus: this.get('parkingBrakeStatus'),
        parkingBrakeForce: this.parkingForce,
        slopeAngle: this.slope,
      },
      brakePedal: { brakePedalStatus: this.get('brakePedalStatus'), brakePedalForce: this.pedalForce },
      engine: { engineState: this.get('engine_state') },
    };
    return entryNamed(statuses, option);
  }

  private tirePressure(): PyValue {
    const pressures = tires.map((tire) => asNumber(this.get(tire), tire));
    const mean = divide(
      pressures.reduce((all, each) => add(all, each)),
      4n,
    );
    return result({
      ...Object.fromEntries(tires.map((tire) => [tire, this.get(tire)])),
      healthy_tire_pressure: mean >= 30 && mean <= 35,
      car_info: this.filler?.('CAR_STATUS_METADATA_EXTENSION') ?? pyDict(),
    });
  }
}

export const vehicleControlApi: ApiClass = {
  name: 'VehicleControlAPI',
  descriptionFile: 'vehicle_control.json',
  about: 'Engine, doors, climate, lights and brakes of a car.',
  create: (config, { filler }) => new Vehicle(config, filler),
};
