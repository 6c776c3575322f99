package minitaur.sim.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import minitaur.hal.MotorCommand;
import org.junit.jupiter.api.Test;

class CommandDelayTest {
  private final CommandDelay delay = new CommandDelay(3);
  private final MotorCommand active = new MotorCommand();

  @Test
  void appliesCommandsAfterDelay() {
    for (int millis = 0; millis < 100; millis++) {
      delay.send(command(millis), millis + 3);
      delay.receive(millis, active);
      assertThat(active.kp).isEqualTo(Math.max(0, millis - 3));
    }
  }

  @Test
  void keepsLastCommandOfSameTime() {
    delay.send(command(1), 3);
    delay.send(command(2), 3);
    delay.receive(2, active);
    assertThat(active.kp).isZero();
    delay.receive(3, active);
    assertThat(active.kp).isEqualTo(2);
  }

  @Test
  void appliesAllElapsedCommands() {
    delay.send(command(1), 3);
    delay.send(command(2), 4);
    delay.receive(10, active);
    assertThat(active.kp).isEqualTo(2);
  }

  @Test
  void throwsWhenCapacityIsExceeded() {
    for (int i = 0; i < 4; i++) {
      delay.send(command(i), i);
    }
    assertThatThrownBy(() -> delay.send(command(9), 9)).isInstanceOf(IllegalStateException.class);
  }

  private static MotorCommand command(double kp) {
    MotorCommand command = new MotorCommand();
    command.kp = kp;
    return command;
  }
}
