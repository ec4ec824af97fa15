import type { GoldenForm } from '../../parity/goldenForm';
import { gymForms } from '../gyms/golden/gymForm';
import { derivedMetricsForm } from './derivedMetricsForm';
import { scoringForm } from './scoringForm';
import { travelgymForm } from './travelgymForm';

/** Golden files of UserBench and UserRL. Every owner of a kind of file adds a line. */
export const userbenchForms: readonly GoldenForm[] = [scoringForm, derivedMetricsForm, travelgymForm, ...gymForms];
