package minitaur.controller.external;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import minitaur.controller.learn.EnvironmentSpec;

/**
 * Specification of a server's environments.
 *
 * @param name for messages and files
 * @param observations bounds of the observation space
 * @param actions bounds of the action space
 * @param episodeSteps steps after which the environment truncates an episode; 0 for no limit
 * @param rateHz control steps per second; 0 if unknown
 */
public record ExternalSpec(
    String name, Bounds observations, Bounds actions, int episodeSteps, double rateHz) {
  private static final int MAX_SIZE = 1 << 20;
  private static final int FIXED_BYTES = 44;

  /** First word of OPEN and SPEC: "MENV". */
  static final int MAGIC = 0x564E454D;

  /** Version of the protocol. */
  static final int VERSION = 1;

  /**
   * A box: bounds of each component.
   *
   * @param low may be -infinity. Must not be modified.
   * @param high may be infinity. Must not be modified.
   */
  public record Bounds(float[] low, float[] high) {
    /**
     * Rejects boxes without components, with arrays of different lengths, or with low &gt; high.
     */
    public Bounds {
      if (low.length != high.length || low.length < 1) {
        throw new IllegalArgumentException(
            low.length + " lower and " + high.length + " upper bounds");
      }
      for (int i = 0; i < low.length; i++) {
        if (!(low[i] <= high[i])) {
          throw new IllegalArgumentException(
              "component %d is bounded by %s and %s".formatted(i, low[i], high[i]));
        }
      }
    }

    /** A box with the same bounds for each component. */
    public static Bounds of(int size, float low, float high) {
      float[] lows = new float[size];
      float[] highs = new float[size];
      Arrays.fill(lows, low);
      Arrays.fill(highs, high);
      return new Bounds(lows, highs);
    }

    /** Number of components. */
    public int size() {
      return low.length;
    }

    /** Whether every bound is finite. */
    boolean isFinite() {
      for (int i = 0; i < low.length; i++) {
        if (!Float.isFinite(low[i]) || !Float.isFinite(high[i])) {
          return false;
        }
      }
      return true;
    }

    /**
     * Maps a value from [-1, 1] to the bounds of a component, which must be finite. In single
     * precision, because training runs with the same seed must stay bit-identical; the result is
     * clipped, because it may round to just outside the bounds.
     */
    float scale(int component, float value) {
      float min = low[component];
      float max = high[component];
      float fraction = 0.5f * (value + 1);
      float range = max - min;
      float scaled =
          Float.isFinite(range)
              ? min + fraction * range
              : (float) (min + fraction * ((double) max - min));
      return Math.max(min, Math.min(max, scaled));
    }

    private void put(ByteBuffer buffer) {
      buffer.asFloatBuffer().put(low).put(high);
      buffer.position(buffer.position() + 8 * size());
    }

    private static Bounds get(ByteBuffer buffer, int size) {
      float[] low = new float[size];
      float[] high = new float[size];
      buffer.asFloatBuffer().get(low).get(high);
      buffer.position(buffer.position() + 8 * size);
      return new Bounds(low, high);
    }
  }

  /**
   * The specification for learner and trainer.
   *
   * @param maxEpisodeSteps additional limit of an episode; 0 for none
   * @throws EnvironmentException if there is no limit, or only one that is too large
   */
  public EnvironmentSpec forLearner(int maxEpisodeSteps) {
    int limit = episodeSteps;
    if (maxEpisodeSteps > 0 && (limit == 0 || maxEpisodeSteps < limit)) {
      limit = maxEpisodeSteps;
    }
    if (limit == 0 || limit > EnvironmentSettings.MAX_EPISODE_STEPS) {
      String problem = limit == 0 ? "no episode limit" : "an episode limit of " + limit + " steps";
      throw new EnvironmentException(
          "%s has %s; set one of up to %d: --set environment.maxEpisodeSteps=1000"
              .formatted(name, problem, EnvironmentSettings.MAX_EPISODE_STEPS));
    }
    return new EnvironmentSpec(
        name, observations.size(), actions.size(), rateHz > 0 ? rateHz : 1, limit, null);
  }

  /** Sends the specification in answer to OPEN. */
  void send(FrameChannel channel, int environments, long seed) throws IOException {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    int bounds = 8 * (observations.size() + actions.size());
    ByteBuffer buffer = channel.begin(FrameType.SPEC, FIXED_BYTES + bounds + text.length);
    buffer.putInt(MAGIC).putInt(VERSION).putInt(environments);
    buffer.putInt(observations.size()).putInt(actions.size()).putInt(episodeSteps);
    buffer.putDouble(rateHz).putLong(seed);
    observations.put(buffer);
    actions.put(buffer);
    buffer.putInt(text.length).put(text);
    channel.send();
  }

  /**
   * Decodes the payload of SPEC.
   *
   * @param environments number requested
   * @param seed sent in the request
   * @throws FrameException if the version differs, or the payload is inconsistent or contradicts
   *     the request
   */
  static ExternalSpec decode(ByteBuffer payload, int environments, long seed)
      throws FrameException {
    if (payload.remaining() < FIXED_BYTES || payload.getInt() != MAGIC) {
      throw new FrameException("a specification that does not begin with MENV");
    }
    int version = payload.getInt();
    if (version != VERSION) {
      throw new FrameException(
          "version %d of the protocol, where version %d is needed".formatted(version, VERSION));
    }
    int count = payload.getInt();
    int observationSize = payload.getInt();
    int actionSize = payload.getInt();
    int episodeSteps = payload.getInt();
    double rateHz = payload.getDouble();
    long receivedSeed = payload.getLong();
    if (count != environments || receivedSeed != seed) {
      throw new FrameException(
          "a specification of %d environments with seed %d, where %d with seed %d were requested"
              .formatted(count, receivedSeed, environments, seed));
    }
    if (observationSize < 1
        || observationSize > MAX_SIZE
        || actionSize < 1
        || actionSize > MAX_SIZE
        || episodeSteps < 0
        || !(rateHz >= 0 && rateHz < Double.POSITIVE_INFINITY)) {
      throw new FrameException(
          "a specification of %d observation and %d action components, %d steps and %s Hz"
              .formatted(observationSize, actionSize, episodeSteps, rateHz));
    }
    if (payload.remaining() < 8 * (observationSize + actionSize) + 4) {
      throw new FrameException("a specification that is cut off");
    }
    try {
      Bounds observations = Bounds.get(payload, observationSize);
      Bounds actions = Bounds.get(payload, actionSize);
      if (!actions.isFinite()) {
        throw new FrameException(
            "an unbounded action space; actions need a finite lower and upper bound");
      }
      byte[] name = new byte[payload.getInt()];
      if (name.length != payload.remaining()) {
        throw new FrameException("a specification with trailing bytes");
      }
      payload.get(name);
      return new ExternalSpec(
          new String(name, StandardCharsets.UTF_8), observations, actions, episodeSteps, rateHz);
    } catch (IllegalArgumentException | NegativeArraySizeException e) {
      throw new FrameException("an invalid specification: " + e.getMessage());
    }
  }
}
