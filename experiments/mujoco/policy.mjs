import { readFileSync } from 'node:fs';

const FORMATS = ['minitaur-policy/1', 'minitaur-policy/2'];
const INPUTS = 112;
const ACTIONS = 8;

/** Heads by name in the metadata: outputs, additional zero inputs, and action from an output. */
const HEADS = {
  squashed_gaussian: { outputs: 2 * ACTIONS, latents: 0, action: Math.tanh },
  deterministic_tanh: { outputs: ACTIONS, latents: 0, action: Math.tanh },
  latent_tanh: { outputs: ACTIONS, latents: ACTIONS, action: Math.tanh },
  gaussian: { outputs: 2 * ACTIONS, latents: 0, action: (y) => Math.max(-1, Math.min(1, y)) },
};
const ACTIVATIONS = { relu: (x) => Math.max(0, x), tanh: Math.tanh };
const HEADER_LENGTH_BYTES = 8;
const CONDITIONS = [
  'policy_rate_hz',
  'swing_range_rad',
  'extension_mid_rad',
  'extension_range_rad',
  'kp_duty_per_rad',
  'kd_duty_per_rad_per_sec',
];

/** Thrown for a policy file that cannot be used; the message is for the user. */
export class PolicyFileError extends Error {}

/**
 * A deterministic learned policy: a = tanh(y[0:8]), y = w3 relu(w2 relu(w1 s + b1) + b2)
 * + b3, or another head and activation where the metadata names them.
 */
export class Policy {
  #layers;
  #head;
  #activation;

  /**
   * @param {{weights: Float32Array, biases: Float32Array}[]} layers weights [outputs x inputs],
   *     row-major
   * @param {object} head one of HEADS
   * @param {(x: number) => number} activation between the layers
   * @param {object} conditions values of CONDITIONS and action_filter_hz, by name
   */
  constructor(layers, head, activation, conditions) {
    this.#layers = layers;
    this.#head = head;
    this.#activation = activation;
    this.conditions = conditions;
  }

  /** Reads a policy file written by training. */
  static read(file) {
    try {
      return Policy.parse(readFileSync(file));
    } catch (error) {
      if (error instanceof PolicyFileError) {
        throw new PolicyFileError(`${file} ${error.message}`);
      }
      if (error.code === undefined) {
        throw error;
      }
      throw new PolicyFileError(`${file} cannot be read: ${error.message}`);
    }
  }

  /** Decodes a policy from the bytes of a safetensors file. */
  static parse(bytes) {
    const { tensors, metadata } = parseSafetensors(bytes);
    if (!FORMATS.includes(metadata.format)) {
      throw new PolicyFileError(
        `is not a Minitaur policy: its format is ${metadata.format}, supported: ${FORMATS.join(', ')}`,
      );
    }
    const head = HEADS[metadata.head ?? 'squashed_gaussian'];
    const activation = ACTIVATIONS[metadata.activation ?? 'relu'];
    if (head === undefined || activation === undefined) {
      throw new PolicyFileError(
        `has a head ${metadata.head} or an activation ${metadata.activation} that is not known here`,
      );
    }
    const hidden = tensors.get('b1')?.shape[0];
    const shapes = [
      [hidden, INPUTS + head.latents],
      [hidden, hidden],
      [head.outputs, hidden],
    ];
    const layers = shapes.map(([outputs, inputs], i) => ({
      weights: valuesOf(tensors, `w${i + 1}`, [outputs, inputs]),
      biases: valuesOf(tensors, `b${i + 1}`, [outputs]),
    }));
    const conditions = Object.fromEntries(
      CONDITIONS.map((name) => [name, positiveNumber(metadata, name)]),
    );
    // Missing in policies of an earlier version; 0 without a filter.
    conditions.action_filter_hz = Number(metadata.action_filter_hz ?? 0);
    if (!(conditions.action_filter_hz >= 0 && conditions.action_filter_hz < conditions.policy_rate_hz / 2)) {
      throw new PolicyFileError(`has an action_filter_hz of ${metadata.action_filter_hz}, which is not from 0 to half of its rate`);
    }
    return new Policy(layers, head, activation, conditions);
  }

  /**
   * Chooses an action.
   *
   * @param {Float32Array} state [112]
   * @returns {Float32Array} [8] in [-1, 1]
   */
  act(state) {
    let values = Float64Array.from({ length: INPUTS + this.#head.latents }, (_, i) => state[i] ?? 0);
    this.#layers.forEach(({ weights, biases }, i) => {
      const last = i === this.#layers.length - 1;
      values = affine(weights, biases, values, last ? ACTIONS : biases.length);
      if (!last) {
        values = values.map(this.#activation);
      }
    });
    return Float32Array.from(values, this.#head.action);
  }
}

/** Returns the first `outputs` rows of weights times inputs plus biases. */
function affine(weights, biases, inputs, outputs) {
  const result = new Float64Array(outputs);
  for (let row = 0; row < outputs; row++) {
    let sum = biases[row];
    const start = row * inputs.length;
    for (let column = 0; column < inputs.length; column++) {
      sum += weights[start + column] * inputs[column];
    }
    result[row] = sum;
  }
  return result;
}

function parseSafetensors(bytes) {
  if (bytes.length < HEADER_LENGTH_BYTES) {
    throw new PolicyFileError('is not a safetensors file: it is shorter than its header');
  }
  const headerLength = Number(bytes.readBigUInt64LE(0));
  const dataStart = HEADER_LENGTH_BYTES + headerLength;
  if (dataStart > bytes.length) {
    throw new PolicyFileError('is not a safetensors file, or its header is truncated');
  }
  let header;
  try {
    header = JSON.parse(bytes.toString('utf8', HEADER_LENGTH_BYTES, dataStart));
  } catch {
    throw new PolicyFileError('is not a safetensors file: its header is not JSON');
  }
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = new Map();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(entries)) {
    const [begin, end] = offsets;
    if (dataStart + end > bytes.length) {
      throw new PolicyFileError(`is truncated within tensor ${name}`);
    }
    tensors.set(name, { dtype, shape, data: bytes.subarray(dataStart + begin, dataStart + end) });
  }
  return { tensors, metadata };
}

function valuesOf(tensors, name, shape) {
  const tensor = tensors.get(name);
  const count = shape.reduce((product, size) => product * size, 1);
  const fits =
    tensor?.dtype === 'F32' &&
    String(tensor.shape) === String(shape) &&
    tensor.data.length === count * Float32Array.BYTES_PER_ELEMENT;
  if (!fits) {
    const found = tensor ? `${tensor.dtype} [${tensor.shape}]` : 'missing';
    throw new PolicyFileError(`should hold tensor ${name} as F32 [${shape}], it is ${found}`);
  }
  const values = Float32Array.from({ length: count }, (_, i) => tensor.data.readFloatLE(4 * i));
  if (!values.every(Number.isFinite)) {
    throw new PolicyFileError(`contains NaN or Inf in ${name}`);
  }
  return values;
}

function positiveNumber(metadata, name) {
  const value = Number(metadata[name]);
  if (!(value > 0 && Number.isFinite(value))) {
    throw new PolicyFileError(`must have a positive ${name}, found ${metadata[name]}`);
  }
  return value;
}
