package minitaur.controller.command.emulate;

import java.util.ArrayList;
import java.util.List;
import minitaur.controller.command.options.OptionCheck;
import minitaur.controller.command.options.OptionHeading;
import minitaur.hal.wire.LinkFrame;
import minitaur.sim.board.LineFaults;
import minitaur.sim.board.ScheduledFault;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Faults of an emulated board and its serial line. */
@OptionHeading("Faults")
public final class FaultOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--drop",
      paramLabel = "P",
      defaultValue = "0",
      description = "Probability that a byte is lost.")
  private double drop;

  @Option(
      names = "--insert",
      paramLabel = "P",
      defaultValue = "0",
      description = "Probability that a byte is inserted.")
  private double insert;

  @Option(
      names = "--flip",
      paramLabel = "P",
      defaultValue = "0",
      description = "Probability that a bit of a byte is flipped.")
  private double flip;

  @Option(
      names = "--duplicate",
      paramLabel = "P",
      defaultValue = "0",
      description = "Probability that a frame is duplicated.")
  private double duplicate;

  @Option(
      names = "--split",
      paramLabel = "P",
      defaultValue = "0",
      description = "Probability that the end of a frame arrives with the next one.")
  private double split;

  @Option(
      names = "--fault",
      paramLabel = "KIND@S",
      converter = FaultConverter.class,
      showDefaultValue = Visibility.NEVER,
      description =
          "Fault S seconds after the start: silent, speaking, unplug, replug, reboot, imu-silent,"
              + " encoders-silent, encoder-stuck:MOTOR, encoder-absurd:MOTOR, clear. Repeatable."
              + " Default: none.")
  private List<ScheduledFault> schedule = new ArrayList<>();

  @Option(
      names = "--protocol-version",
      paramLabel = "N",
      defaultValue = "" + LinkFrame.VERSION,
      description =
          "Version of minitaur-link that the board reports; 2 emulates a board with an unsupported"
              + " version.")
  private int version;

  /** Parses faults. */
  static final class FaultConverter implements ITypeConverter<ScheduledFault> {
    @Override
    public ScheduledFault convert(String text) {
      try {
        return ScheduledFault.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Random faults of the serial line. */
  LineFaults lineFaults() {
    try {
      return new LineFaults(drop, insert, flip, duplicate, split);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  /** Scheduled faults of the board. */
  List<ScheduledFault> schedule() {
    return schedule;
  }

  /** Version of minitaur-link that the board reports. */
  int protocolVersion() {
    OptionCheck.require(
        spec, version >= 0 && version <= 255, "--protocol-version", version, "0 to 255");
    return version;
  }
}
