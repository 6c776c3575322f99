package minitaur.controller.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who handles an emulated robot.
 *
 * @param resets whether the robot is put back to the start when its motors have been off for 1 s
 * @param orders file or named pipe from which a technician takes orders, {@code -} for standard
 *     input; null for no technician
 */
public record HandChoice(boolean resets, @Nullable Path orders) {
  /** Standard input. */
  public static final Path TYPED = Path.of("-");
}
