package minitaur.controller.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobControlTest {
  @Test
  void comparesProcessGroupWithForegroundGroup() {
    assertThat(JobControl.isForeground("42 (java) S 1 42 40 34816 42 4194304 1")).isTrue();
    assertThat(JobControl.isForeground("42 (a ) b) S 1 42 40 34816 40 4194304 1")).isFalse();
  }

  @Test
  void isForegroundWithoutTerminal() {
    assertThat(JobControl.isForeground("42 (java) S 1 42 40 0 -1 4194304 1")).isTrue();
  }
}
