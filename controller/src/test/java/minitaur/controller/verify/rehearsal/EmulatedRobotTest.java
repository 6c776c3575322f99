package minitaur.controller.verify.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minitaur.hal.SystemClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatedRobotTest {
  @TempDir private Path directory;
  private final List<String> printed = new ArrayList<>();

  /** An emulated robot whose safety report is a constant. */
  private abstract static class Program {
    static void run(String[] arguments, String report) throws Exception {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(report)));
      String link =
          Arrays.stream(arguments).filter(each -> each.startsWith("--link=")).findFirst().get();
      Files.createFile(Path.of(link.substring("--link=".length())));
      Thread.sleep(60_000); // Until it is terminated.
    }
  }

  /** Reports that every rule was met. */
  static final class SafeProgram extends Program {
    public static void main(String[] arguments) throws Exception {
      run(arguments, "safety check on the robot: all rules met. 0 falls");
    }
  }

  /** Reports a violated rule. */
  static final class UnsafeProgram extends Program {
    public static void main(String[] arguments) throws Exception {
      run(arguments, "safety check on the robot: RULE VIOLATED. 1 falls");
    }
  }

  /** Reports nothing. */
  static final class SilentProgram extends Program {
    public static void main(String[] arguments) throws Exception {
      run(arguments, "");
    }
  }

  @Test
  void meetsSafetyRulesOnlyIfItReportsSo() throws Exception {
    assertThat(stop(SafeProgram.class)).isTrue();
    assertThat(stop(UnsafeProgram.class)).isFalse();
    assertThat(stop(SilentProgram.class)).isFalse();
    assertThat(printed)
        .containsExactly(
            "safety check on the robot: all rules met. 0 falls",
            "safety check on the robot: RULE VIOLATED. 1 falls",
            "the emulated robot ended without a safety report");
  }

  private boolean stop(Class<?> program) throws Exception {
    Path files = Files.createDirectory(directory.resolve(program.getSimpleName()));
    try (EmulatedRobot robot = new EmulatedRobot(files, program, 1, 0, new SystemClock())) {
      robot.start();
      return robot.stop(printed::add);
    }
  }
}
