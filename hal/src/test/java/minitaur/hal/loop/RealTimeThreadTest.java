package minitaur.hal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class RealTimeThreadTest {
  /** Requests priority twice, because the second failure of a native library is another error. */
  public static void main(String[] arguments) {
    for (int i = 0; i < 2; i++) {
      System.out.println(
          RealTimeThread.request(RealTimeThread.ANY_CORE, RealTimeThread.MOTOR_PRIORITY)
              .explanation());
    }
  }

  /** As on a computer whose temporary directory does not allow native libraries. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void explainsMissingNativeLibrary() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djna.nosys=true",
                "-Djna.noclasspath=true",
                "-cp",
                System.getProperty("java.class.path"),
                RealTimeThreadTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines()).hasSize(2).allMatch(line -> line.contains("JNA is unavailable"));
  }
}
