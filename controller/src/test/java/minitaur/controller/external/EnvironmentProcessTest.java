package minitaur.controller.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests servers that send prepared bytes, whatever the client requests. */
class EnvironmentProcessTest {
  private static final ExternalSpec SPEC =
      new ExternalSpec(
          "fake",
          ExternalSpec.Bounds.of(2, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY),
          new ExternalSpec.Bounds(new float[] {-2, 0}, new float[] {2, 10}),
          100,
          20);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir private Path temporary;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final FrameChannel server = new FrameChannel(InputStream.nullInputStream(), bytes);

  @Test
  void readsSpecificationObservationsRewardsAndFlags() throws IOException {
    SPEC.send(server, 2, 7);
    sendFloats(FrameType.OBSERVATION, 0.5f, -0.5f);
    sendResult(new float[] {1, 2, 3, 4}, new float[] {0.25f, -1}, new byte[] {1, 2});
    try (EnvironmentProcess process = start("cat >request", 2, TIMEOUT)) {
      assertThat(process.spec().name()).isEqualTo("fake");
      assertThat(process.spec().forLearner(0).horizonSteps()).isEqualTo(100);
      assertThat(process.spec().forLearner(10).horizonSteps()).isEqualTo(10);
      assertThat(process.spec().forLearner(0).rateHz()).isEqualTo(20);
      float[] observation = new float[2];
      process.reset(1, 99, observation);
      assertThat(observation).containsExactly(0.5f, -0.5f);
      process.step(new float[] {-1, -1, 1, 0});
      process.copyObservation(1, observation);
      assertThat(observation).containsExactly(3, 4);
      assertThat(process.reward(0)).isEqualTo(0.25f);
      assertThat(process.reward(1)).isEqualTo(-1);
      assertThat(process.isTerminated(0)).isTrue();
      assertThat(process.isTruncated(0)).isFalse();
      assertThat(process.isTerminated(1)).isFalse();
      assertThat(process.isTruncated(1)).isTrue();
    }
    FrameChannel requests =
        new FrameChannel(Files.newInputStream(temporary.resolve("request")), bytes);
    assertThat(requests.receive()).isEqualTo(FrameType.OPEN);
    assertThat(requests.receive()).isEqualTo(FrameType.RESET);
    assertThat(requests.receive()).isEqualTo(FrameType.STEP);
    float[] actions = new float[4];
    requests.payload().asFloatBuffer().get(actions);
    // Mapped from [-1, 1] to the bounds of the space.
    assertThat(actions).containsExactly(-2, 0, 2, 5);
    assertThat(requests.receive()).isEqualTo(FrameType.CLOSE);
  }

  @Test
  void reportsCrashWithExitCodeAndStandardError() throws IOException {
    SPEC.send(server, 1, 7);
    EnvironmentProcess process = start("echo no such body: torso >&2; exit 3", 1, TIMEOUT);
    assertThatThrownBy(() -> process.reset(0, 0, new float[2]))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("fake")
        .hasMessageContaining("exited with code 3")
        .hasMessageContaining("no such body: torso");
  }

  @Test
  void killsUnresponsiveServerAndItsChildren() throws Exception {
    String script = "sleep 1000 & echo $! >child; echo thinking >&2; wait";
    assertThatThrownBy(() -> start(script, 1, Duration.ofSeconds(1)))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("did not answer within 1.0 s")
        .hasMessageContaining("thinking");
    long child = Long.parseLong(Files.readString(temporary.resolve("child")).strip());
    Optional<ProcessHandle> handle = ProcessHandle.of(child);
    if (handle.isPresent()) {
      assertThat(handle.get().onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
    }
  }

  @Test
  void killsServerThatDoesNotAnswerStep() throws IOException {
    SPEC.send(server, 1, 7);
    EnvironmentProcess process = start("cat >/dev/null", 1, Duration.ofSeconds(2));
    assertThatThrownBy(() -> process.step(new float[2]))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("did not answer within 2.0 s");
  }

  @Test
  void errorShowsTextOnStandardOutput() throws IOException {
    bytes.writeBytes("Loading the model\n".getBytes(StandardCharsets.US_ASCII));
    assertRejected("not a frame", "Loading the model");
  }

  @Test
  void rejectsSpecificationOfAnotherVersion() throws IOException {
    SPEC.send(server, 1, 7);
    overwriteWord(12, 9);
    assertRejected("version 9 of the protocol, where version 1 is needed");
  }

  @Test
  void rejectsSpecificationOfAnotherNumberOfEnvironments() throws IOException {
    SPEC.send(server, 5, 7);
    assertRejected("5 environments", "1 with seed 7 were requested");
  }

  @Test
  void rejectsSpecificationWithoutObservation() throws IOException {
    SPEC.send(server, 1, 7);
    overwriteWord(20, 0);
    assertRejected("0 observation and 2 action components");
  }

  @Test
  void rejectsTruncatedSpecification() throws IOException {
    SPEC.send(server, 1, 7);
    overwriteWord(20, 1000);
    assertRejected("cut off");
  }

  @Test
  void rejectsUnboundedActions() throws IOException {
    new ExternalSpec(
            "fake",
            ExternalSpec.Bounds.of(1, -1, 1),
            ExternalSpec.Bounds.of(1, -1, Float.POSITIVE_INFINITY),
            0,
            0)
        .send(server, 1, 7);
    assertRejected("unbounded action space");
  }

  @Test
  void reportsErrorFrameFromServer() throws IOException {
    byte[] text = "action space Discrete(2) is not a Box".getBytes(StandardCharsets.US_ASCII);
    server.begin(FrameType.ERROR, text.length).put(text);
    server.send();
    assertRejected("reported: action space Discrete(2) is not a Box");
  }

  @Test
  void rejectsResultOfAnotherSize() throws IOException {
    SPEC.send(server, 1, 7);
    sendResult(new float[] {1, 2, 3}, new float[] {0}, new byte[] {0});
    assertStepRejected("17 bytes, where 13 are needed");
  }

  @Test
  void rejectsNaNObservation() throws IOException {
    SPEC.send(server, 1, 7);
    sendResult(new float[] {1, Float.NaN}, new float[] {0}, new byte[] {0});
    assertStepRejected("observation NaN in component 1 of environment 0");
  }

  @Test
  void rejectsInfiniteReward() throws IOException {
    SPEC.send(server, 1, 7);
    sendResult(new float[] {1, 2}, new float[] {Float.NEGATIVE_INFINITY}, new byte[] {0});
    assertStepRejected("reward -Infinity");
  }

  @Test
  void rejectsUnknownFlags() throws IOException {
    SPEC.send(server, 1, 7);
    sendResult(new float[] {1, 2}, new float[] {0}, new byte[] {4});
    assertStepRejected("flags 4");
  }

  @Test
  void rejectsAnswerToAnotherRequest() throws IOException {
    SPEC.send(server, 1, 7);
    sendFloats(FrameType.OBSERVATION, 1, 2);
    assertStepRejected("OBSERVATION instead of RESULT");
  }

  @ParameterizedTest
  @CsvSource({
    "-3, 0.2",
    "-1, 1",
    "-0.4, 0.4",
    "-3.4028235E38, 3.4028235E38",
    "0, 3.4028235E38",
    "2, 2"
  })
  void actionsReachBoundsWithoutExceedingThem(float low, float high) {
    ExternalSpec.Bounds box = ExternalSpec.Bounds.of(1, low, high);
    assertThat(box.scale(0, -1)).isEqualTo(low);
    assertThat(box.scale(0, 1)).isEqualTo(high);
    for (float action = -1; action <= 1; action += 0.001f) {
      assertThat(box.scale(0, action)).isBetween(low, high);
    }
    assertThat(box.scale(0, 0)).isEqualTo((float) (((double) low + high) / 2));
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.4f, 1, 2, 3})
  void actionsOfSymmetricBoxesKeepTheirBits(float high) {
    ExternalSpec.Bounds box = ExternalSpec.Bounds.of(1, -high, high);
    for (float action = -1; action <= 1; action += 1e-5f) {
      // The formula of the published runs.
      float expected = -high + 0.5f * (action + 1) * (high - -high);
      assertThat(box.scale(0, action)).isEqualTo(expected);
    }
  }

  @Test
  void requiresSomeEpisodeLimit() {
    ExternalSpec unlimited =
        new ExternalSpec(
            "endless", ExternalSpec.Bounds.of(1, -1, 1), ExternalSpec.Bounds.of(1, -1, 1), 0, 0);
    assertThat(unlimited.forLearner(50).horizonSteps()).isEqualTo(50);
    assertThatThrownBy(() -> unlimited.forLearner(0))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("environment.maxEpisodeSteps");
    ExternalSpec tooLong =
        new ExternalSpec(
            "long",
            ExternalSpec.Bounds.of(1, -1, 1),
            ExternalSpec.Bounds.of(1, -1, 1),
            100_000_000,
            0);
    assertThat(tooLong.forLearner(50).horizonSteps()).isEqualTo(50);
    assertThatThrownBy(() -> tooLong.forLearner(0))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("100000000 steps; set one of up to 1000000")
        .hasMessageContaining("environment.maxEpisodeSteps");
  }

  @Test
  void errorNamesMissingProgram() {
    assertThatThrownBy(
            () -> new EnvironmentProcess("fake", List.of("/nonexistent/program"), 1, 7, TIMEOUT))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("/nonexistent/program");
  }

  private void assertRejected(String... texts) {
    assertThatThrownBy(() -> start("cat >/dev/null", 1, TIMEOUT))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContainingAll(texts);
  }

  private void assertStepRejected(String text) throws IOException {
    EnvironmentProcess process = start("cat >/dev/null", 1, TIMEOUT);
    assertThatThrownBy(() -> process.step(new float[2]))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(text);
  }

  /** Starts a server that sends the prepared bytes and then runs a shell command. */
  private EnvironmentProcess start(String command, int environments, Duration timeout)
      throws IOException {
    Files.write(temporary.resolve("answers"), bytes.toByteArray());
    String script = "cd '%s'; cat answers; %s".formatted(temporary, command);
    return new EnvironmentProcess("fake", List.of("sh", "-c", script), environments, 7, timeout);
  }

  private void sendFloats(FrameType type, float... values) throws IOException {
    ByteBuffer buffer = server.begin(type, 4 * values.length);
    for (float value : values) {
      buffer.putFloat(value);
    }
    server.send();
  }

  private void sendResult(float[] observations, float[] rewards, byte[] flags) throws IOException {
    int count = observations.length + rewards.length;
    ByteBuffer buffer = server.begin(FrameType.RESULT, 4 * count + flags.length);
    for (float value : observations) {
      buffer.putFloat(value);
    }
    for (float value : rewards) {
      buffer.putFloat(value);
    }
    buffer.put(flags);
    server.send();
  }

  /** Overwrites a word of the prepared bytes. */
  private void overwriteWord(int offset, int value) {
    byte[] copy = bytes.toByteArray();
    ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
    bytes.reset();
    bytes.writeBytes(copy);
  }
}
