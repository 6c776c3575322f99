package minitaur.controller.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import minitaur.sim.board.HandOrder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "emulate",
    header = "Stand in for a robot's board and for the motion capture that sees it.",
    description =
        "Prints the path of a serial port behind which a simulated robot answers in real time with a"
            + " board's bytes, until Ctrl-C. Motion-capture servers on this computer see the same"
            + " robot.",
    footer = {
      "",
      "Examples:",
      "  minitaur emulate --link /tmp/minitaur",
      "  minitaur emulate --board moteus --drop 1e-4 --no-hand",
      "  minitaur emulate --link /tmp/minitaur --fault unplug@20 --fault replug@25",
      "  minitaur emulate --link /tmp/minitaur --vrpn --qtm --mocap-drop-outs 0.05",
      "  minitaur emulate --link /tmp/minitaur --peculiar 7 --orders -     and type: hang",
      "",
      "Orders, a line each; \"hand: ORDER\" is printed when it is done:",
      "  " + HandOrder.WORDS
    })
final class EmulateCommand implements Callable<Integer> {
  private final Job<EmulateRequest> job;

  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Mixin private final BoardOption boardOption = new BoardOption();

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      defaultValue = "realistic",
      description = "nominal, realistic (default) or randomized; its delays are left to the line.")
  private String profile = "realistic";

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Root of every random number.")
  private long seed;

  @Option(
      names = "--link",
      paramLabel = "PATH",
      description = "Make this symbolic link to the port, so that its name stays the same.")
  private @Nullable Path alias;

  @Mixin private final FaultOptions faultOptions = new FaultOptions();

  @Option(
      names = "--no-hand",
      description = "Leave the robot where it lies when its motors have gone off.")
  private boolean noHand;

  @Option(
      names = "--orders",
      paramLabel = "FILE",
      description =
          "Take orders for the hands that handle the robot from a file or a named pipe, or with -"
              + " from standard input: they hang it, fold a leg, tilt it, put it on a stand ...")
  private @Nullable Path orders;

  @Option(
      names = "--peculiar",
      paramLabel = "N",
      description =
          "Robot N of many, as calibrate --seed N has it: encoders with any zero and direction, an"
              + " inertial unit askew, motors of its own. It must be calibrated. Without --profile.")
  private @Nullable Long peculiar;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description =
          "With --peculiar: write the truth about it as a calibration, for calibrate compare.")
  private @Nullable Path truth;

  @Mixin private final MocapServerOptions mocap = new MocapServerOptions();

  EmulateCommand(Job<EmulateRequest> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    EmulatedFaults faults = faultOptions.read();
    if (faults.unplugs() && alias == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--fault unplug goes with --link: without it the port has another name when it is back");
    }
    if (peculiar == null && truth != null) {
      throw new ParameterException(
          spec.commandLine(), "--truth goes with --peculiar: else there is nothing to tell");
    }
    if (peculiar != null && spec.commandLine().getParseResult().hasMatchedOption("--profile")) {
      throw new ParameterException(
          spec.commandLine(), "--peculiar has a profile of its own; leave --profile out");
    }
    return job.run(
            new EmulateRequest(
                boardOption.board,
                profile,
                seed,
                alias,
                faults,
                new HandChoice(!noHand, orders),
                peculiar,
                truth,
                mocap.request()))
        .number();
  }
}
