package minitaur.hal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StructTest {
  static Stream<Struct<?>> structs() {
    return Stream.of(new RobotState(), new MotorCommand(), new Track(), new Pose());
  }

  /** Gives every field a distinct value, including fields added later. */
  private static void fill(Struct<?> struct) throws IllegalAccessException {
    int nextValue = 1;
    for (Field field : struct.getClass().getFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        continue;
      }
      Class<?> type = field.getType();
      if (type == double.class) {
        field.setDouble(struct, nextValue++);
      } else if (type == long.class) {
        field.setLong(struct, nextValue++);
      } else if (type == boolean.class) {
        field.setBoolean(struct, true);
      } else if (type == MotorCommand.Mode.class) {
        field.set(struct, MotorCommand.Mode.DAMPING);
      } else {
        double[] values = (double[]) field.get(struct);
        for (int i = 0; i < values.length; i++) {
          values[i] = nextValue++;
        }
      }
    }
  }

  private static Struct<?> newInstance(Struct<?> template) throws ReflectiveOperationException {
    return template.getClass().getDeclaredConstructor().newInstance();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void copy(Struct from, Struct to) {
    to.set(from);
  }

  private static byte[] serialize(Struct<?> struct) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    struct.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("structs")
  void copiesAndRestoresEveryField(Struct<?> struct) throws Exception {
    fill(struct);
    Struct<?> copy = newInstance(struct);
    copy(struct, copy);
    assertThat(copy).usingRecursiveComparison().isEqualTo(struct);

    Struct<?> restored = newInstance(struct);
    restored.restore(new DataInputStream(new ByteArrayInputStream(serialize(struct))));
    assertThat(restored).usingRecursiveComparison().isEqualTo(struct);
  }

  @ParameterizedTest
  @MethodSource("structs")
  void copyAllocatesNothing(Struct<?> struct) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Struct<?> copy = newInstance(struct);
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        copy(struct, copy);
      }
      allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(allocated).isLessThan(10_000);
  }

  @Test
  void rejectsUnknownMode() throws Exception {
    byte[] bytes = serialize(new MotorCommand());
    bytes[0] = 3;
    assertThatThrownBy(
            () -> new MotorCommand().restore(new DataInputStream(new ByteArrayInputStream(bytes))))
        .isInstanceOf(IOException.class)
        .hasMessage("mode has the unknown value 3");
  }
}
