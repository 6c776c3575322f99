package minitaur.controller.command;

import java.io.PrintStream;
import minitaur.controller.verify.CalibrationBenchmark;
import minitaur.controller.verify.CameraBenchmark;

/** Measures the program's speed and prints the figure with the limit beside it. */
public final class BenchJob implements Job<BenchRequest> {
  private static final int CALIBRATED_ROBOTS = 20;

  private final PrintStream out;

  /**
   * @param out where the figures go
   */
  public BenchJob(PrintStream out) {
    this.out = out;
  }

  @Override
  public ExitCode run(BenchRequest request) throws Exception {
    boolean json = request.json();
    double seconds = request.seconds();
    switch (request.subject()) {
      case LEARNER -> new LearnerFigures(out, json).print(seconds);
      case SIM -> new SimulatorFigures(out, json).print(seconds);
      case LOOP -> new LoopFigures(out, json).print(seconds);
      case MOCAP -> new MocapFigures(out, json).print(seconds);
      case CALIBRATION -> {
        return new BarFigures(out, json)
            .print(new CalibrationBenchmark(CALIBRATED_ROBOTS).run(robot -> {}));
      }
      case CAMERA -> {
        return new BarFigures(out, json).print(new CameraBenchmark().run());
      }
      case STOP -> new StopFigures(out, json).print(request.config(), request.count());
      case CONSOLE ->
          new ConsoleFigures(out, json).print(request.config(), seconds, request.count());
      case DRILL -> {
        return new DrillFigures(out, json).print(request.count());
      }
      case PIPELINE -> new PipelineFigures(out, json).print(seconds);
    }
    return ExitCode.OK;
  }
}
