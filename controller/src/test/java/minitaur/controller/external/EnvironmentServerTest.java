package minitaur.controller.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Sends prepared requests and checks the answers of the server. */
class EnvironmentServerTest {
  private static final ExternalSpec SPEC =
      new ExternalSpec(
          "counter", ExternalSpec.Bounds.of(1, -9, 9), ExternalSpec.Bounds.of(1, -1, 1), 0, 0);

  private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
  private final FrameChannel client = new FrameChannel(InputStream.nullInputStream(), requests);
  private int closeCount;

  /** Sums its actions and terminates at 2. */
  private final class SumEnvironment implements Environment {
    private float sum;

    @Override
    public void reset(long seed, float[] observation) {
      sum = seed;
      observation[0] = sum;
    }

    @Override
    public Outcome step(float[] action, float[] observation) {
      sum += action[0];
      observation[0] = sum;
      return sum >= 2 ? Outcome.TERMINATED : Outcome.CONTINUES;
    }

    @Override
    public float reward() {
      return 10 * sum;
    }

    @Override
    public void close() {
      closeCount++;
    }
  }

  @Test
  void doesNotStepEndedEnvironmentUntilReset() throws IOException {
    open(1, 2);
    reset(0, 1);
    reset(1, 0);
    step(1, 0.5f);
    step(1, 0.25f);
    reset(0, 0);
    step(0.5f, 7);
    FrameChannel answers = serve();
    assertThat(answers.receive()).isEqualTo(FrameType.SPEC);
    assertThat(ExternalSpec.decode(answers.payload(), 2, 11).name()).isEqualTo("counter");
    assertFloats(answers, FrameType.OBSERVATION, 1);
    assertFloats(answers, FrameType.OBSERVATION, 0);
    assertThat(assertFloats(answers, FrameType.RESULT, 2, 0.5f, 20, 5)).containsExactly(1, 0);
    assertThat(assertFloats(answers, FrameType.RESULT, 2, 0.75f, 0, 7.5f)).containsExactly(1, 0);
    assertFloats(answers, FrameType.OBSERVATION, 0);
    // The action 7 is clipped to the bound 1.
    assertThat(assertFloats(answers, FrameType.RESULT, 0.5f, 1.75f, 5, 17.5f))
        .containsExactly(0, 0);
    assertThat(closeCount).isEqualTo(2);
  }

  @Test
  void rejectsOtherVersionWithErrorFrame() throws IOException {
    open(2, 1);
    assertError("version 2 of the protocol, where version 1 is needed");
  }

  @Test
  void rejectsNaNAction() throws IOException {
    open(1, 1);
    reset(0, 0);
    step(Float.NaN);
    assertError("NaN");
    assertThat(closeCount).isEqualTo(1);
  }

  @Test
  void rejectsResetOfUnknownEnvironment() throws IOException {
    open(1, 1);
    reset(1, 0);
    assertError("environment 1 of 1");
  }

  @Test
  void rejectsStepOfWrongSize() throws IOException {
    open(1, 1);
    step(1, 1);
    assertError("STEP with 8 bytes instead of STEP with 4 bytes");
  }

  private void assertError(String text) throws IOException {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    assertThatThrownBy(() -> run(answers)).isInstanceOf(IOException.class);
    assertThat(answers.toString(StandardCharsets.UTF_8)).contains(text);
  }

  private FrameChannel serve() throws IOException {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    run(answers);
    return new FrameChannel(new ByteArrayInputStream(answers.toByteArray()), answers);
  }

  private void run(ByteArrayOutputStream answers) throws IOException {
    InputStream in = new ByteArrayInputStream(requests.toByteArray());
    new EnvironmentServer(SPEC, SumEnvironment::new, in, answers).run();
  }

  private void open(int version, int environments) throws IOException {
    client
        .begin(FrameType.OPEN, 20)
        .putInt(ExternalSpec.MAGIC)
        .putInt(version)
        .putInt(environments)
        .putLong(11);
    client.send();
  }

  private void reset(int environment, long seed) throws IOException {
    client.begin(FrameType.RESET, 16).putInt(environment).putInt(0).putLong(seed);
    client.send();
  }

  private void step(float... actions) throws IOException {
    ByteBuffer buffer = client.begin(FrameType.STEP, 4 * actions.length);
    for (float action : actions) {
      buffer.putFloat(action);
    }
    client.send();
  }

  /** Asserts the type and the floats of a frame, and returns the bytes after them. */
  private static byte[] assertFloats(FrameChannel answers, FrameType type, float... expected)
      throws IOException {
    assertThat(answers.receive()).isEqualTo(type);
    ByteBuffer payload = answers.payload();
    for (float value : expected) {
      assertThat(payload.getFloat()).isEqualTo(value);
    }
    byte[] rest = new byte[payload.remaining()];
    payload.get(rest);
    return rest;
  }
}
