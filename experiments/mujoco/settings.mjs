const SOFT = [0.9, 0.95, 0.001];
const HARD = [0.99, 0.999, 0.001];

/**
 * Settings of MuJoCo, named as in the fixtures' summary.json. The time step is in microseconds, so
 * that it divides the motors' millisecond exactly; solref is the time constant of the contacts in
 * seconds, and solimp their impedance (MuJoCo's default is SOFT).
 */
export const SETTINGS = new Map([
  ['10 kHz, solref 0.002, impratio 10', setting(100, 0.002, SOFT, 10)],
  ['10 kHz, solref 0.0005, solimp 0.99, impratio 10', setting(100, 0.0005, HARD, 10)],
  ['1 kHz, solref 0.002, impratio 10', setting(1000, 0.002, SOFT, 10)],
  ['1 kHz, solref 0.005, impratio 10', setting(1000, 0.005, SOFT, 10)],
  ['1 kHz, solref 0.002, impratio 1', setting(1000, 0.002, SOFT, 1)],
  ['1 kHz, solref 0.002, impratio 100', setting(1000, 0.002, SOFT, 100)],
  ['1 kHz, solref 0.002, solimp 0.99, impratio 10', setting(1000, 0.002, HARD, 10)],
]);

/** An intermediate setting, fast enough for many episodes. */
export const DEFAULT_SETTING = '1 kHz, solref 0.002, impratio 10';

function setting(stepMicroseconds, solref, solimp, impratio) {
  return Object.freeze({ stepMicroseconds, solref, solimp, impratio });
}
