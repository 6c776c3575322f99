package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Short version of the drill that requires the command line. */
class MutationDrillTest {
  @Test
  void rejectsMutatedFiles() {
    assertPasses("bench", "mutations", "--count=120");
  }

  private static void assertPasses(String... arguments) {
    TestProgram program = new TestProgram();
    int exitCode = program.run(arguments);
    assertThat(exitCode).as(program.out() + program.err()).isZero();
  }
}
