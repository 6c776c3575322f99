package minitaur.controller.external;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import minitaur.hal.loop.Agent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Environments in a child process that implements the protocol on its standard input and output.
 * All environments are stepped together. A process that exits, does not answer in time or violates
 * the protocol is killed; the {@link EnvironmentException} contains the reason and the last lines
 * of its standard error.
 *
 * <p>A step does not allocate. Used by one thread; a watchdog and the reader of standard error have
 * their own threads.
 */
public final class EnvironmentProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EnvironmentProcess.class);
  private static final long WATCHDOG_PERIOD_NANOS = 20_000_000;

  /** Time for the reader to catch up with the standard error of a running process. */
  private static final long STANDARD_ERROR_NANOS = 100_000_000;

  private static final long EXIT_TIMEOUT_NANOS = 2_000_000_000;
  private static final int MAX_ERROR_LINES = 20;
  private static final int MAX_TITLE_LENGTH = 80;
  private static final long NO_DEADLINE = 0;

  /** Exit codes after SIGHUP, SIGINT and SIGTERM. */
  private static final Set<Integer> STOP_CODES = Set.of(129, 130, 143);

  private final String title;
  private final Process process;
  private final FrameChannel channel;
  private final long timeoutNanos;
  private final Agent errorReader = new Agent("environment-stderr", Agent.once(this::readErrors));
  private final Agent watchdog = new Agent("environment-watchdog", this::runWatchdog);
  private final Deque<String> errorLines = new ArrayDeque<>();
  private final int environmentCount;
  private final ExternalSpec spec;
  private final float[] observations;
  private final float[] rewards;
  private final byte[] flags;

  /** Deadline of the pending answer; {@link #NO_DEADLINE} if none is pending. */
  private volatile long deadlineNanos = NO_DEADLINE;

  private volatile boolean timedOut;

  /**
   * Starts a server.
   *
   * @param title name in messages
   * @param command its program and arguments
   * @param environmentCount number of environments, stepped together
   * @param seed of the server's random numbers outside of episodes, which have their own seeds
   * @param timeout for each answer
   * @throws EnvironmentException when it cannot be used
   */
  public EnvironmentProcess(
      String title, List<String> command, int environmentCount, long seed, Duration timeout) {
    this.title = title;
    this.environmentCount = environmentCount;
    timeoutNanos = timeout.toNanos();
    try {
      process = new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new EnvironmentException(
          "%s cannot be started: %s. The command is: %s"
              .formatted(title, e.getMessage(), String.join(" ", command)));
    }
    channel =
        new FrameChannel(
            new BufferedInputStream(process.getInputStream(), 1 << 16), process.getOutputStream());
    errorReader.start();
    watchdog.start();
    spec = open(seed);
    observations = new float[environmentCount * spec.observations().size()];
    rewards = new float[environmentCount];
    flags = new byte[environmentCount];
  }

  /**
   * Starts the configured environment.
   *
   * @param environments number of environments, stepped together
   * @param seed of the server's random numbers outside of episodes, which have their own seeds
   * @throws EnvironmentException when it cannot be used
   */
  public static EnvironmentProcess start(
      EnvironmentSettings settings, int environments, long seed) {
    String id = settings.id();
    return new EnvironmentProcess(
        id.length() <= MAX_TITLE_LENGTH ? id : id.substring(0, MAX_TITLE_LENGTH) + "...",
        settings.command(),
        environments,
        seed,
        Duration.ofNanos((long) (settings.timeoutSeconds() * 1e9)));
  }

  /** Specification that the server reported. */
  public ExternalSpec spec() {
    return spec;
  }

  private ExternalSpec open(long seed) {
    try {
      channel
          .begin(FrameType.OPEN, 20)
          .putInt(ExternalSpec.MAGIC)
          .putInt(ExternalSpec.VERSION)
          .putInt(environmentCount)
          .putLong(seed);
      exchange(FrameType.SPEC);
      return ExternalSpec.decode(channel.payload(), environmentCount, seed);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Starts an episode of one environment.
   *
   * @param environment index, from 0
   * @param seed of the episode, 0 to 2^32 - 1
   * @param observation {@code [observation]} first observation. Modified.
   * @throws EnvironmentException when the process fails
   */
  public void reset(int environment, long seed, float[] observation) {
    try {
      channel.begin(FrameType.RESET, 16).putInt(environment).putInt(0).putLong(seed);
      exchange(FrameType.OBSERVATION);
      ByteBuffer payload = requirePayload(4 * observation.length);
      for (int i = 0; i < observation.length; i++) {
        observation[i] = requireFinite(payload.getFloat(), "observation", environment, i);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Takes a step in each environment whose episode is running; the others do not change.
   *
   * @param actions {@code [environments x action]} in [-1, 1], mapped to the environment's bounds.
   *     Not modified.
   * @throws EnvironmentException when the process fails
   */
  public void step(float[] actions) {
    try {
      ExternalSpec.Bounds bounds = spec.actions();
      ByteBuffer request = channel.begin(FrameType.STEP, 4 * actions.length);
      for (int i = 0; i < actions.length; i++) {
        request.putFloat(bounds.scale(i % bounds.size(), actions[i]));
      }
      exchange(FrameType.RESULT);
      ByteBuffer payload = requirePayload(4 * observations.length + 5 * environmentCount);
      int size = spec.observations().size();
      for (int i = 0; i < observations.length; i++) {
        observations[i] = requireFinite(payload.getFloat(), "observation", i / size, i % size);
      }
      for (int i = 0; i < environmentCount; i++) {
        rewards[i] = requireFinite(payload.getFloat(), "reward", i, 0);
      }
      for (int i = 0; i < environmentCount; i++) {
        flags[i] = payload.get();
        if ((flags[i] & ~3) != 0) {
          throw new FrameException("the flags %d for environment %d".formatted(flags[i], i));
        }
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Copies the observation after the last step.
   *
   * @param observation {@code [observation]}. Modified.
   */
  public void copyObservation(int environment, float[] observation) {
    System.arraycopy(
        observations, environment * observation.length, observation, 0, observation.length);
  }

  /** Reward of the last step. */
  public float reward(int environment) {
    return rewards[environment];
  }

  /** Whether the episode terminated with the last step: no reward follows. */
  public boolean isTerminated(int environment) {
    return (flags[environment] & Environment.Outcome.TERMINATED.flags) != 0;
  }

  /** Whether the environment truncated the episode with the last step. */
  public boolean isTruncated(int environment) {
    return (flags[environment] & Environment.Outcome.TRUNCATED.flags) != 0;
  }

  private static float requireFinite(float value, String quantity, int environment, int component)
      throws FrameException {
    if (!Float.isFinite(value)) {
      throw new FrameException(
          "%s %s in component %d of environment %d"
              .formatted(quantity, value, component, environment));
    }
    return value;
  }

  private ByteBuffer requirePayload(int bytes) throws FrameException {
    ByteBuffer payload = channel.payload();
    if (payload.remaining() != bytes) {
      throw new FrameException(
          "a frame of %d bytes, where %d are needed".formatted(payload.remaining(), bytes));
    }
    return payload;
  }

  /** Sends the frame that was begun, and waits for the answer. */
  private void exchange(FrameType expected) throws IOException {
    // The lowest bit is set so that the deadline never equals NO_DEADLINE.
    deadlineNanos = (System.nanoTime() + timeoutNanos) | 1;
    try {
      channel.send();
    } catch (IOException e) {
      // The process has exited; a frame that it sent earlier may contain the reason.
      LOG.debug("A request could not be sent", e);
    }
    FrameType type = channel.receive();
    deadlineNanos = NO_DEADLINE;
    if (type == FrameType.ERROR) {
      throw new ServerException(StandardCharsets.UTF_8.decode(channel.payload()).toString());
    }
    if (type != expected) {
      throw new FrameException("a frame %s instead of %s".formatted(type, expected));
    }
  }

  /** The server reported an error. */
  private static final class ServerException extends IOException {
    private static final long serialVersionUID = 1;

    ServerException(String message) {
      super(message);
    }
  }

  private long runWatchdog() {
    long deadline = deadlineNanos;
    if (deadline != NO_DEADLINE && System.nanoTime() - deadline > 0) {
      timedOut = true;
      kill();
      return Agent.DONE;
    }
    return WATCHDOG_PERIOD_NANOS;
  }

  private void readErrors() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        LOG.info("{}: {}", title, line);
        synchronized (errorLines) {
          errorLines.addLast(line);
          if (errorLines.size() > MAX_ERROR_LINES) {
            errorLines.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("The standard error of {} ended", title, e);
    }
  }

  /** Kills the process and describes the failure. */
  private EnvironmentException failure(IOException e) {
    String reason;
    if (timedOut) {
      reason = "did not answer within %s s".formatted(timeoutNanos / 1e9);
    } else if (e instanceof EOFException) {
      reason = waitForExit() ? "exited with code " + process.exitValue() : "closed its output";
    } else if (e instanceof ServerException) {
      reason = "reported: " + e.getMessage();
    } else if (e instanceof FrameException) {
      reason = "sent " + e.getMessage();
    } else {
      reason = "failed: " + e.getMessage();
    }
    watchdog.requestClose();
    // Killing closes the standard error, so what the process wrote is read before.
    errorReader.join(process.isAlive() ? STANDARD_ERROR_NANOS : EXIT_TIMEOUT_NANOS);
    kill();
    errorReader.join(EXIT_TIMEOUT_NANOS);
    String details = describeErrors();
    if (details.isEmpty() && !(e instanceof ServerException)) {
      details = " It printed nothing to standard error.";
    }
    return new EnvironmentException(
        "The environment %s %s.%s".formatted(title, reason.replaceAll("\\.+$", ""), details),
        e instanceof EOFException
            && !process.isAlive()
            && STOP_CODES.contains(process.exitValue()));
  }

  private String describeErrors() {
    synchronized (errorLines) {
      return errorLines.isEmpty()
          ? ""
          : " Its standard error:\n  " + String.join("\n  ", errorLines).stripTrailing();
    }
  }

  private boolean waitForExit() {
    try {
      return process.waitFor(EXIT_TIMEOUT_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Also kills the child processes, which hold its standard output open. */
  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Requests the process to exit, and kills it if it does not. */
  @Override
  public void close() {
    if (watchdog.isClosing()) {
      return;
    }
    watchdog.requestClose();
    try {
      channel.begin(FrameType.CLOSE, 0);
      channel.send();
      process.getOutputStream().close();
    } catch (IOException e) {
      LOG.debug("{} had ended before it was closed", title, e);
    }
    if (!waitForExit()) {
      kill();
    }
  }
}
