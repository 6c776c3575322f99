package minitaur.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import minitaur.controller.command.TestProgram;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.episode.WalkingTask;
import minitaur.controller.learn.Learner;
import minitaur.controller.learn.LearnerContext;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.TransitionBatch;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.learn.nn.TwoThreadExecutor;
import minitaur.controller.run.EpisodeRow;
import minitaur.controller.task.TaskSettings;
import minitaur.controller.task.reward.RewardFunction;
import minitaur.controller.task.reward.RewardTerm;
import minitaur.controller.task.reward.RewardTermValues;
import minitaur.controller.task.reward.StepOutcome;
import minitaur.hal.random.RandomStream;
import minitaur.hal.serial.BoardCapability;
import minitaur.hal.serial.BoardCodec;
import minitaur.hal.wire.BoardCommand;
import minitaur.hal.wire.BoardSample;
import minitaur.sim.terrain.SurfaceContacts;
import minitaur.sim.terrain.Terrain;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Compiles and runs the classes of docs/extending.md. */
class ExtendingGuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "extending.md");
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern DIFF_BLOCK = Pattern.compile("```diff\n(.*?)```", Pattern.DOTALL);
  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern TYPE = Pattern.compile("(?:class|record) (\\w+)");

  @TempDir private static Path temporary;
  private static URLClassLoader classes;

  @BeforeAll
  static void compileTheGuide() throws IOException {
    List<Path> sources = new ArrayList<>();
    sources.add(
        registered(
            "controller/src/main/java/minitaur/controller/task/reward/RewardFunction.java",
            "new UprightTerm(0)));",
            "new UprightTerm(0),\n%s"));
    sources.add(
        registered(
            "sim/src/main/java/minitaur/sim/terrain/TerrainKind.java", "  FLAT(", "%s\n  FLAT("));
    for (String block :
        JAVA_BLOCK
            .matcher(Files.readString(GUIDE))
            .results()
            .map(result -> result.group(1))
            .toList()) {
      String directory = firstGroup(PACKAGE, block).replace('.', '/');
      Path source = temporary.resolve(directory).resolve(firstGroup(TYPE, block) + ".java");
      Files.createDirectories(source.getParent());
      sources.add(Files.writeString(source, block));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of("-proc:none", "-cp", System.getProperty("java.class.path")),
                null,
                compiler
                    .getStandardFileManager(null, null, null)
                    .getJavaFileObjectsFromPaths(sources))
            .call();
    assertThat(compiled).as(messages.toString()).isTrue();
    classes = new URLClassLoader(new URL[] {temporary.toUri().toURL()});
  }

  /** A copy of a source with the line that registers a class of the guide. */
  private static Path registered(String file, String place, String replacement) throws IOException {
    Path source = Path.of("..").resolve(file);
    String added =
        DIFF_BLOCK
            .matcher(Files.readString(GUIDE))
            .results()
            .map(result -> result.group(1))
            .filter(block -> block.contains(file.contains("reward") ? "RollTerm" : "Valley"))
            .flatMap(String::lines)
            .filter(line -> line.startsWith("+"))
            .map(line -> line.substring(1))
            .collect(Collectors.joining("\n"));
    String original = Files.readString(source);
    assertThat(original).containsOnlyOnce(place);
    Path copy = Files.createDirectories(temporary.resolve("registered"));
    return Files.writeString(
        copy.resolve(String.valueOf(source.getFileName())),
        original.replace(place, replacement.formatted(added)));
  }

  @AfterAll
  static void close() throws IOException {
    classes.close();
  }

  private static String firstGroup(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .findFirst()
        .map((MatchResult result) -> result.group(1))
        .orElseThrow(() -> new AssertionError(pattern + " is not in " + text));
  }

  /** Creates an object with the only constructor of a class. */
  private static <T> T newInstance(Class<T> type, String name, Object... arguments)
      throws ReflectiveOperationException {
    Constructor<?> constructor = classes.loadClass(name).getDeclaredConstructors()[0];
    return type.cast(constructor.newInstance(arguments));
  }

  @Test
  void bindsAndEvaluatesRewardTerm() throws ReflectiveOperationException {
    String name = "minitaur.controller.task.reward.RollTerm";
    List<RewardTerm> terms = new ArrayList<>(RewardFunction.nominal().terms());
    terms.add(newInstance(RewardTerm.class, name, 0.0));
    RewardFunction registered = new RewardFunction(terms);

    RewardFunction bound =
        ConfigReader.read(registered, List.of(ConfigOverride.parse("--set", "roll=0.5")));
    StepOutcome step = new StepOutcome();
    step.nextObservation[8] = -0.2f;
    RewardTermValues parts = new RewardTermValues(bound.names());
    assertThat(bound.evaluate(step, parts)).isCloseTo(-0.1, within(1e-6));
    assertThat(parts.value("roll")).isCloseTo(-0.1, within(1e-6));
    assertThat(ConfigWriter.write(bound))
        .contains("# Weight of the absolute roll, which is subtracted. Unit: per rad.\nroll: 0.5");
    assertThatThrownBy(
            () -> ConfigReader.read(registered, List.of(ConfigOverride.parse("--set", "roll=-1"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("roll is -1.0");
  }

  @Test
  void learnerImitatesRewardedActions() throws ReflectiveOperationException, IOException {
    LearnerSettings settings =
        newInstance(
            LearnerSettings.class,
            "minitaur.controller.learn.regression.RegressionSettings",
            64,
            0.01);
    try (TwoThreadExecutor threads = new TwoThreadExecutor(1)) {
      LearnerContext context =
          new LearnerContext(
              WalkingTask.spec(TaskSettings.paper()), MatrixBackend.fastest(), threads, 1);
      Learner learner = settings.create(context);
      TransitionBatch batch = batch(context);
      learner.update(batch);
      double initialLoss = learner.metrics().value("policy_loss");
      for (int i = 0; i < 300; i++) {
        learner.update(batch);
      }
      assertThat(learner.metrics().value("policy_loss")).isLessThan(initialLoss / 10);
      assertThat(learner.updates()).isEqualTo(301);

      ByteArrayOutputStream saved = new ByteArrayOutputStream();
      learner.save(new DataOutputStream(saved));
      Learner restored = settings.create(context);
      restored.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
      restored.update(batch);
      learner.update(batch);
      assertThat(actingParameters(restored)).isEqualTo(actingParameters(learner));
    }
  }

  private static float[] actingParameters(Learner learner) {
    float[] values = new float[learner.policySpec().parameters()];
    learner.copyActingPolicy(values);
    return values;
  }

  /** Returns a batch in which every second transition has the action to imitate and is rewarded. */
  private static TransitionBatch batch(LearnerContext context) {
    RandomStream random = RandomStream.of(3, "batch");
    TransitionBatch batch =
        new TransitionBatch(64, context.spec().stateSize(), context.spec().actionSize());
    for (int i = 0; i < batch.states.length; i++) {
      batch.states[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < batch.size; i++) {
      batch.rewards[i] = i % 2;
      for (int j = 0; j < context.spec().actionSize(); j++) {
        int index = i * context.spec().actionSize() + j;
        batch.actions[index] =
            i % 2 == 1
                ? (float) Math.tanh(0.1 * batch.states[i * context.spec().stateSize() + j])
                : -0.9f;
      }
    }
    return batch;
  }

  @Test
  void terrainReportsBothPlanes() throws ReflectiveOperationException {
    double angle = Math.toRadians(10);
    Terrain valley = newInstance(Terrain.class, "minitaur.sim.terrain.Valley", angle);
    SurfaceContacts contacts = new SurfaceContacts();
    valley.contacts(0, 0, 0.03, 0.02, 0.05, contacts);
    assertThat(contacts.size()).isEqualTo(2);
    assertThat(contacts.gap(0)).isCloseTo(0.03 * Math.cos(angle) - 0.02, within(1e-12));
    assertThat(contacts.normalY(0)).isEqualTo(-contacts.normalY(1));

    contacts.clear();
    valley.contacts(0, 1, valley.height(0, 1), 0, 0.01, contacts);
    assertThat(contacts.size()).isEqualTo(1);
    assertThat(contacts.gap(0)).isCloseTo(0, within(1e-12));
    double[] normal = new double[3];
    valley.normal(0, 1, normal);
    assertThat(normal[1]).isCloseTo(contacts.normalY(0), within(1e-12));
  }

  @Test
  void commandPrintsItsResult() throws ReflectiveOperationException, IOException {
    Files.writeString(
        temporary.resolve("episodes.csv"),
        String.join(",", EpisodeRow.COLUMNS)
            + "\n0,100,100,1,0,0,time limit,0,1,0,0,0,0,0,0,0"
            + "\n1,150,50,1,0,0,fell after 50 steps,0,1,0,0,0,0,0,0,0\n");
    TestProgram program = new TestProgram();
    Callable<?> command =
        newInstance(Callable.class, "minitaur.controller.command.FallsCommand", program.program());
    assertThat(new CommandLine(command).execute(temporary.toString())).isZero();
    assertThat(program.out()).contains("1 of 2 episodes ended with a fall");
  }

  @Test
  void codecDecodesStatesAndEncodesDuties() throws ReflectiveOperationException {
    BoardCodec codec = newInstance(BoardCodec.class, "minitaur.hal.serial.DutyCodec");
    byte[] frame = new byte[22];
    frame[0] = 0x5A;
    frame[1] = 100;
    frame[5] = (byte) (1500 & 0xff);
    frame[6] = 1500 >> 8;
    for (int i = 0; i < 21; i++) {
      frame[21] ^= frame[i];
    }
    BoardSample sample = new BoardSample();
    assertThat(decode(codec, frame, sample)).isTrue();
    assertThat(sample.values.encoderTimeNanos).isEqualTo(100_000);
    assertThat(sample.values.encoderAngleRad[0]).isCloseTo(1.5, within(1e-12));
    assertThat(sample.values.batteryVoltage).isNaN();
    frame[5]++;
    assertThat(decode(codec, frame, sample)).isFalse();
    assertThat(codec.damaged()).isEqualTo(1);

    BoardCommand command = new BoardCommand();
    command.mode = BoardCommand.Mode.DUTY;
    command.value[0] = 1;
    command.value[1] = -1;
    command.disabledMotors = 0b10;
    byte[] out = new byte[codec.traits().maxCommandBytes()];
    assertThat(codec.encode(command, out)).isEqualTo(out.length);
    assertThat(out).startsWith(0xA5, BoardCommand.Mode.DUTY.ordinal(), 0xff, 0x7f, 0, 0);
    assertThat(codec.traits().supports(BoardCapability.POSITION_CONTROL)).isFalse();
  }

  private static boolean decode(BoardCodec codec, byte[] frame, BoardSample sample) {
    boolean complete = false;
    for (byte value : frame) {
      complete = codec.accept(value, sample);
    }
    return complete;
  }
}
