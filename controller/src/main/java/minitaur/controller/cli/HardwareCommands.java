package minitaur.controller.cli;

import picocli.CommandLine;

/** The commands for a robot's board. */
public final class HardwareCommands {
  private HardwareCommands() {}

  /** Adds them to the program {@code line}. */
  public static void addTo(
      CommandLine line, Job<EmulateRequest> emulate, Job<DoctorRequest> doctor) {
    add(line, new EmulateCommand(emulate));
    add(line, new DoctorCommand(doctor));
  }

  private static void add(CommandLine line, Object command) {
    CommandLine added = new CommandLine(command);
    added.getCommandSpec().mixinStandardHelpOptions(true).version(line.getCommandSpec().version());
    added.getCommandSpec().usageMessage().sortOptions(false);
    added.setUsageHelpWidth(line.getUsageHelpWidth());
    added.setCaseInsensitiveEnumValuesAllowed(true);
    added.setParameterExceptionHandler(line.getParameterExceptionHandler());
    added.setExecutionExceptionHandler(line.getExecutionExceptionHandler());
    line.addSubcommand(added);
  }
}
