package minitaur.controller.verify;

import java.io.IOException;
import java.util.List;
import minitaur.calibration.prompt.CancelledException;
import minitaur.controller.settings.ControllerConfig;

/** Benchmarks and drills by name. */
public enum Benchmark {
  LEARNER(
      "updates per second of the configured learner, and the limit set by its matrix products",
      settings -> new LearnerBenchmark(settings.config().learner(), settings.seconds()).run()),
  SIM("simulated seconds per second", settings -> new SimulatorBenchmark(settings.seconds()).run()),
  LOOP(
      "jitter and latency of the position loop on a serial line, while a learner trains",
      settings -> new LoopBenchmark(settings.seconds()).run()),
  MOCAP(
      "velocity error, decoder speed and robustness, recovery after a server restart",
      settings -> new MocapBenchmark(settings.seconds()).run()),
  CALIBRATION(
      "calibration procedures against the ground truth of 20 simulated robots (minutes)",
      settings -> new CalibrationBenchmark(20).run()),
  CAMERA(
      "lens, pose, velocity and native memory on rendered images (one or two minutes)",
      settings -> new CameraBenchmark().run()),
  STOP(
      "latency from the operator's stop to the motor command, while a learner trains",
      settings -> StopBenchmark.ofPort(settings.config(), settings.count())),
  CONSOLE(
      "control jitter with 20 page clients, one stalled; stop through the web server",
      settings ->
          new ConsoleBenchmark(settings.config(), settings.seconds()).run(settings.count())),
  ATTACK(
      "stop through the page while 200 clients without the token attack the web server",
      settings -> new StopAttackBenchmark(200, settings.count()).run()),
  DRILL(
      "training runs, each with a device fault: motors, reported reason, resume",
      settings -> FaultDrill.run(settings.count())),
  ARMING(
      "faults of every kind of board at random times of arming and soft start (minutes)",
      settings -> ArmingDrill.run(settings.count())),
  DAMAGE(
      "damaged files of a run directory: resumed, reported or rejected",
      settings -> DamageDrill.run(settings.count())),
  KILL(
      "training runs killed at random times and resumed (minutes)",
      settings -> KillDrill.run(settings.program(), settings.count())),
  DISK(
      "training runs on a full or read-only disk, or without descriptors (minutes; root)",
      settings -> DiskDrill.run(settings.program(), settings.count())),
  LEAK(
      "growth of memory, threads and descriptors of a training run with the page open",
      settings -> new LeakBenchmark(settings.config(), settings.seconds()).run()),
  MUTATIONS(
      "mutated files, read by the commands that use them (minutes)",
      settings -> new MutationDrill(settings.commands()).run(settings.count())),
  PIPELINE(
      "cost of an episode for a trainer, capacity for 20 robots, effect on control",
      settings -> new PipelineBenchmark(settings.config().learner(), settings.seconds()).run()),
  SWEEP(
      "cost of a row of a sweep; 24 rows whose processes are killed ten times (minutes)",
      settings -> new SweepDrill(settings.program()).run()),
  COURSES(
      "soundness of the simulation on random courses: penetration and energy (minutes)",
      settings -> CourseBenchmark.run(settings.count())),
  ENVIRONMENT(
      "control steps per second of the simulated robot served to another program",
      settings -> EnvironmentBenchmark.run(settings.program(), settings.seconds()));

  /** A real-time training run with operator-confirmed resets and no other delays. */
  private static final List<String> OPERATOR_SETTINGS =
      List.of(
          "run.mode=asynchronous",
          "sim.realTime=true",
          "run.steps=1000000",
          "run.evaluationInterval=1000000",
          "learner.randomSteps=300",
          "operator.resets=ask",
          "operator.standUp=false",
          "operator.stillSeconds=0");

  /**
   * A real-time training run without an operator, with the evaluations, checkpoints and recordings
   * of a long run.
   */
  private static final List<String> UNATTENDED_SETTINGS =
      List.of(
          "run.mode=asynchronous",
          "sim.realTime=true",
          "run.steps=1000000",
          "run.evaluationInterval=2000",
          "run.evaluationEpisodes=1",
          "run.checkpointInterval=1000",
          "recording.every=10",
          "recording.stepLog=1",
          "learner.randomSteps=300",
          "learner.batchSize=16",
          "learner.hiddenUnits=16",
          "compute.threads=1",
          "operator.resets=automatic");

  private final String summary;
  private final Measurement measurement;

  Benchmark(String summary, Measurement measurement) {
    this.summary = summary;
    this.measurement = measurement;
  }

  private interface Measurement {
    List<Result> run(Settings settings)
        throws IOException, CancelledException, InterruptedException;
  }

  /**
   * Inputs of a benchmark.
   *
   * @param program main class of this program, for benchmarks with a child process
   * @param seconds duration of each measurement, s
   * @param count number of stop presses, drill runs, damaged files, kills, mutations, or trials of
   *     each fault (arming, disk)
   * @param commands runs commands in this process, for drills that need no child process
   */
  public record Settings(
      ControllerConfig config,
      Class<?> program,
      double seconds,
      int count,
      CommandRunner commands) {}

  /** One-line description. */
  public String summary() {
    return summary;
  }

  /** Configuration settings that the benchmark requires, as KEY=VALUE. */
  public List<String> configuration() {
    return switch (this) {
      case STOP, CONSOLE -> OPERATOR_SETTINGS;
      case LEAK -> UNATTENDED_SETTINGS;
      default -> List.of();
    };
  }

  /** Runs the benchmark. */
  public List<Result> run(Settings settings)
      throws IOException, CancelledException, InterruptedException {
    return measurement.run(settings);
  }
}
