package minitaur.controller.verify;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepDrillTest {
  /** A sweep of which one row fails. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      if (List.of(arguments).containsAll(List.of("--row", "1"))) {
        System.out.println("the row failed");
        System.exit(1);
      }
    }
  }

  @Test
  void failsIfOneOfTheTimedRowsFails() {
    assertThatThrownBy(() -> new SweepDrill(Program.class).run())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the row failed");
  }
}
