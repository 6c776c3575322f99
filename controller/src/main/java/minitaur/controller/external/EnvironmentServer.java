package minitaur.controller.external;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Serves environments to a client over a pair of streams, until the client closes the connection.
 */
public final class EnvironmentServer {
  private static final int MAX_ENVIRONMENTS = 1 << 12;

  private final ExternalSpec spec;
  private final Supplier<? extends Environment> environmentFactory;
  private final FrameChannel channel;
  private final List<Slot> slots = new ArrayList<>();

  /** An environment and the state of its episode. */
  private static final class Slot {
    final Environment environment;
    final float[] observation;
    boolean running;
    byte flags;

    Slot(Environment environment, int observationSize) {
      this.environment = environment;
      observation = new float[observationSize];
    }
  }

  /**
   * @param spec of each environment
   * @param environmentFactory creates as many environments as the client requests
   * @param in requests
   * @param out answers; must not be used for anything else
   */
  public EnvironmentServer(
      ExternalSpec spec,
      Supplier<? extends Environment> environmentFactory,
      InputStream in,
      OutputStream out) {
    this.spec = spec;
    this.environmentFactory = environmentFactory;
    channel = new FrameChannel(in, out);
  }

  /**
   * Serves until the client closes the connection.
   *
   * @throws IOException if the client violates the protocol; the client receives the reason
   */
  public void run() throws IOException {
    try {
      open();
      float[] action = new float[spec.actions().size()];
      while (true) {
        FrameType type = channel.receive();
        switch (type) {
          case RESET -> reset();
          case STEP -> step(action);
          case CLOSE -> {
            return;
          }
          default -> throw new FrameException("a frame of type " + type + " from the client");
        }
      }
    } catch (EOFException e) {
      // The client has exited.
    } catch (FrameException | IllegalArgumentException e) {
      byte[] text = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
      channel.begin(FrameType.ERROR, text.length).put(text);
      channel.send();
      throw new IOException("The client sent " + e.getMessage(), e);
    } finally {
      slots.forEach(slot -> slot.environment.close());
    }
  }

  private void open() throws IOException {
    ByteBuffer payload = expect(FrameType.OPEN, channel.receive(), 20);
    int magic = payload.getInt();
    int version = payload.getInt();
    int count = payload.getInt();
    long seed = payload.getLong();
    if (magic != ExternalSpec.MAGIC || version != ExternalSpec.VERSION) {
      throw new FrameException(
          "version %d of the protocol, where version %d is needed"
              .formatted(version, ExternalSpec.VERSION));
    }
    if (count < 1 || count > MAX_ENVIRONMENTS) {
      throw new FrameException("a request for " + count + " environments");
    }
    for (int i = 0; i < count; i++) {
      slots.add(new Slot(environmentFactory.get(), spec.observations().size()));
    }
    spec.send(channel, count, seed);
  }

  private void reset() throws IOException {
    ByteBuffer payload = expect(FrameType.RESET, FrameType.RESET, 16);
    int index = payload.getInt();
    payload.getInt();
    long seed = payload.getLong();
    if (index < 0 || index >= slots.size()) {
      throw new FrameException("a reset of environment " + index + " of " + slots.size());
    }
    Slot slot = slots.get(index);
    slot.environment.reset(seed, slot.observation);
    slot.running = true;
    slot.flags = 0;
    ByteBuffer response = channel.begin(FrameType.OBSERVATION, 4 * slot.observation.length);
    for (float value : slot.observation) {
      response.putFloat(value);
    }
    channel.send();
  }

  private void step(float[] action) throws IOException {
    int count = slots.size();
    ByteBuffer actions = expect(FrameType.STEP, FrameType.STEP, 4 * count * action.length);
    int size = spec.observations().size();
    ByteBuffer response = channel.begin(FrameType.RESULT, count * (4 * size + 5));
    int start = response.position();
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < action.length; j++) {
        action[j] = clip(actions.getFloat(), j);
      }
      Slot slot = slots.get(i);
      float reward = 0;
      if (slot.running) {
        slot.flags = slot.environment.step(action, slot.observation).flags;
        slot.running = slot.flags == 0;
        reward = slot.environment.reward();
      }
      for (int j = 0; j < size; j++) {
        response.putFloat(start + 4 * (i * size + j), slot.observation[j]);
      }
      response.putFloat(start + 4 * (count * size + i), reward);
      response.put(start + 4 * count * (size + 1) + i, slot.flags);
    }
    response.position(response.limit());
    channel.send();
  }

  private float clip(float value, int component) throws FrameException {
    if (Float.isNaN(value)) {
      throw new FrameException("an action that is NaN in component " + component);
    }
    float low = spec.actions().low()[component];
    float high = spec.actions().high()[component];
    return Math.max(low, Math.min(high, value));
  }

  private ByteBuffer expect(FrameType expected, FrameType type, int bytes) throws FrameException {
    ByteBuffer payload = channel.payload();
    if (type != expected || payload.remaining() != bytes) {
      throw new FrameException(
          "%s with %d bytes instead of %s with %d bytes"
              .formatted(type, payload.remaining(), expected, bytes));
    }
    return payload;
  }

  /** An environment without any computation, for benchmarking the protocol. */
  public static Environment createNoOp() {
    return new Environment() {
      @Override
      public void reset(long seed, float[] observation) {
        Arrays.fill(observation, 0);
      }

      @Override
      public Outcome step(float[] action, float[] observation) {
        return Outcome.CONTINUES;
      }

      @Override
      public float reward() {
        return 0;
      }

      @Override
      public void close() {}
    };
  }
}
