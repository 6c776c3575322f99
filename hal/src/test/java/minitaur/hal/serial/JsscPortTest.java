package minitaur.hal.serial;

import static org.assertj.core.api.Assertions.assertThat;

import jssc.SerialPortException;
import minitaur.hal.serial.SerialLinkException.Kind;
import org.junit.jupiter.api.Test;

/** Messages for the failures to open a port. */
class JsscPortTest {
  @Test
  void permissionErrorNamesRequiredGroup() {
    SerialLinkException e = openError(SerialPortException.TYPE_PERMISSION_DENIED);
    assertThat(e.kind()).isEqualTo(Kind.NO_PERMISSION);
    assertThat(e).hasMessageContaining("/dev/ttyACM0").hasMessageContaining("dialout");
  }

  @Test
  void busyErrorNamesCommandThatFindsUser() {
    SerialLinkException e = openError(SerialPortException.TYPE_PORT_BUSY);
    assertThat(e.kind()).isEqualTo(Kind.BUSY);
    assertThat(e).hasMessageContaining("another program").hasMessageContaining("fuser");
  }

  @Test
  void missingPortErrorNamesDirectory() {
    SerialLinkException e = openError(SerialPortException.TYPE_PORT_NOT_FOUND);
    assertThat(e.kind()).isEqualTo(Kind.ABSENT);
    assertThat(e).hasMessageContaining("/dev/serial/by-id");
  }

  private static SerialLinkException openError(String type) {
    return JsscPort.openError("/dev/ttyACM0", type);
  }
}
