package minitaur.controller.command;

import java.util.ArrayList;
import java.util.List;
import minitaur.hal.wire.LinkFrame;
import minitaur.sim.board.LineFaults;
import minitaur.sim.board.ScheduledFault;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What shall go wrong with an emulated board. */
final class FaultOptions {
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--drop",
      paramLabel = "P",
      defaultValue = "0",
      description = "Chance that a byte is lost.")
  private double drop;

  @Option(
      names = "--insert",
      paramLabel = "P",
      defaultValue = "0",
      description = "Chance that a byte comes in.")
  private double insert;

  @Option(
      names = "--flip",
      paramLabel = "P",
      defaultValue = "0",
      description = "Chance that a bit of a byte is turned.")
  private double flip;

  @Option(
      names = "--duplicate",
      paramLabel = "P",
      defaultValue = "0",
      description = "Chance that a whole frame comes twice.")
  private double duplicate;

  @Option(
      names = "--split",
      paramLabel = "P",
      defaultValue = "0",
      description = "Chance that the end of a frame comes with the next one only.")
  private double split;

  @Option(
      names = "--fault",
      paramLabel = "KIND@S",
      converter = Faults.class,
      description =
          "What happens S seconds after the start: silent, speaking, unplug, replug, reboot,"
              + " imu-silent, encoder-stuck:MOTOR, encoder-absurd:MOTOR, mend. Can be repeated.")
  private List<ScheduledFault> schedule = new ArrayList<>();

  @Option(
      names = "--protocol-version",
      paramLabel = "N",
      description = "minitaur-link: the version that the board speaks; 2 is one that nobody knows.")
  private int version = LinkFrame.VERSION;

  /** Reads faults. */
  static final class Faults implements ITypeConverter<ScheduledFault> {
    @Override
    public ScheduledFault convert(String text) {
      try {
        return ScheduledFault.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  EmulatedFaults read() {
    try {
      return new EmulatedFaults(
          new LineFaults(drop, insert, flip, duplicate, split), schedule, version);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
