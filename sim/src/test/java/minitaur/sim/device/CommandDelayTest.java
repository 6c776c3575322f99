package minitaur.sim.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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

  @Test
  void discardsPendingCommands() {
    delay.send(command(1), 3);
    delay.clear();
    delay.receive(10, active);
    assertThat(active.kp).isZero();
  }

  @Test
  void restoresFullQueue() throws IOException {
    delay.send(command(9), 0);
    delay.receive(0, active);
    for (int i = 1; i <= 4; i++) {
      delay.send(command(i), i);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    delay.save(new DataOutputStream(bytes));
    CommandDelay restored = new CommandDelay(3);
    restored.send(command(8), 0);
    restored.receive(0, active);
    restored.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    for (int i = 1; i <= 4; i++) {
      restored.receive(i, active);
      assertThat(active.kp).isEqualTo(i);
    }
  }

  private static MotorCommand command(double kp) {
    MotorCommand command = new MotorCommand();
    command.kp = kp;
    return command;
  }
}
