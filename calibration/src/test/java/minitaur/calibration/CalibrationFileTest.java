package minitaur.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import minitaur.hal.Motor;
import minitaur.hal.mocap.client.LaneFrame;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationFileTest {
  private static final Pattern NUMBER = Pattern.compile("(?<=: )-?\\d[\\d.]*(?=[,}\n])");

  @TempDir private Path directory;
  private final List<String> warnings = new ArrayList<>();

  @Test
  void readsBackWrittenCalibration() throws IOException {
    Path file = directory.resolve("calibration.yaml");
    Calibration complete = completeCalibration("robot-7");
    CalibrationFile.write(file, complete);
    assertThat(CalibrationFile.read(file, "robot-7", warnings::add)).isEqualTo(complete);
    assertThat(Files.readString(file)).contains("# angle = sign (encoder - zero)");
    assertThat(warnings).isEmpty();

    Calibration uncalibrated = Calibration.of("robot-7");
    CalibrationFile.write(file, uncalibrated);
    assertThat(CalibrationFile.read(file, warnings::add)).isEqualTo(uncalibrated);
    assertThatThrownBy(uncalibrated::jointMap)
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("robot-7")
        .hasMessageContaining("minitaur calibrate motors");
  }

  @Test
  void rejectsFileOfAnotherRobot() throws IOException {
    Path file = directory.resolve("calibration.yaml");
    CalibrationFile.write(file, completeCalibration("robot-7"));
    assertThatThrownBy(() -> CalibrationFile.read(file, "robot-8", warnings::add))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("'robot-7'")
        .hasMessageContaining("'robot-8'");
  }

  @Test
  void missingFileErrorNamesCalibrateCommand() {
    assertThatThrownBy(() -> CalibrationFile.read(directory.resolve("none.yaml"), warnings::add))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("none.yaml")
        .hasMessageContaining("minitaur calibrate motors");
  }

  @Test
  void invalidValueErrorNamesLocation() {
    String valid = CalibrationFile.format(completeCalibration("robot-7"));
    assertRejected(valid.replace("version: 1", "version: 2"), "version 2", "reads version 1");
    assertRejected(valid.replace("robot: \"robot-7\"", "robot: \"../x\""), "'../x'");
    assertRejected(valid.replace("robot: \"robot-7\"\n", ""), "robot");
    assertRejected(valid.replace("  axes:", "  axis: 1\n  axes:"), "imu.axis", "unknown", "axes");
    assertRejected(valid.replaceFirst("  axes: .*\n", ""), "imu.axes is missing");
    assertRejected(valid.replace("sign: -1", "sign: -2"), "motors.FRONT_LEFT_R", "sign is -2");
    assertRejected(valid.replace("sign: -1", "sign: 1.5"), "motors.FRONT_LEFT_R.sign");
    assertRejected(
        valid.replace("zeroRad: 0.25", "zeroRad: NaN"), "motors.FRONT_LEFT_L", "zero is NaN");
    assertRejected(valid.replace("zeroRad: 0.25, ", ""), "motors.FRONT_LEFT_L", "zeroRad");
    assertRejected(valid.replaceFirst("    BACK_LEFT_L: .*\n", ""), "BACK_LEFT_L is missing");
    assertRejected(
        valid.replace("{value: 0.003,", "{value: 3,"), "commandLatencySeconds", "low <= value");
    assertRejected(valid.replace("widthPixels: 1280", "widthPixels: 0"), "camera", "0 x 720");
    assertRejected(valid.replace("zMetres: 2.25", "zMetres: NaN"), "cameraPlacement", "not finite");
    assertRejected(valid.replaceFirst("focalXPixels: .*", "focalXPixels:"), "focalXPixels has a");
    assertRejected(valid.replaceFirst("  date: .*", "  date:"), "motors.date has a value of");
    assertRejected(valid.replaceFirst("imu:", "imu:\n  roll: 1"), "imu.roll is unknown", "rollRad");
    assertRejected("version: 1\n\trobot: x\n", "line ", "not valid YAML");
    assertRejected(valid + "robot: \"robot-7\"\n", "robot");
    assertRejected(
        valid.replace("BACK_LEFT_L:", "BACK_LEFT_X:"), "motors.motors 'BACK_LEFT_X' is unknown");
    assertRejected(valid.replace("BACK_LEFT_L:", "BACK_LEFT_X:"), "allowed: BACK_LEFT_L, BACK_");
    assertRejected("", "is empty", "restore it from");
    assertRejected("---\n", "robot is missing");
    assertRejected("# Only a comment.\n", "is empty");
  }

  @Test
  void reportsFileThatEndsWithinLineAsTruncated() {
    String complete = CalibrationFile.format(completeCalibration("robot-7"));
    for (int end = complete.indexOf("version"); end < complete.indexOf("checksum: "); end += 97) {
      assertRejected(complete.substring(0, end), "the file is truncated");
    }
  }

  @Test
  void acceptsEditedFileWithWarning() throws IOException {
    Path file = directory.resolve("calibration.yaml");
    CalibrationFile.write(file, completeCalibration("robot-7"));
    String written = Files.readString(file);
    Files.writeString(file, written.replace("zeroRad: 0.25,", "zeroRad: 0.26,"));
    Calibration edited = CalibrationFile.read(file, "robot-7", warnings::add);
    assertThat(edited.motors()).isNotNull();
    assertThat(edited.motors().of(Motor.FRONT_LEFT_L).zeroRad()).isEqualTo(0.26);
    assertThat(warnings)
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains(file.toString(), "does not match its checksum", "edited by hand");

    warnings.clear();
    Files.writeString(file, withoutChecksum());
    CalibrationFile.read(file, warnings::add);
    assertThat(warnings)
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("has no checksum");
  }

  @Test
  void rejectsNonFiniteAndHugeNumbers() {
    String valid = withoutChecksum();
    Matcher number = NUMBER.matcher(valid);
    int count = 0;
    while (number.find()) {
      for (String impossible : List.of(".nan", ".inf", "1e30")) {
        assertRejected(
            valid.substring(0, number.start()) + impossible + valid.substring(number.end()), "");
      }
      count++;
    }
    assertThat(count).isGreaterThan(150);
  }

  @Test
  void rejectsTruncatedOrBinaryFile() throws IOException {
    String valid = CalibrationWriter.format(completeCalibration("robot-7"));
    assertRejected(valid.substring(0, valid.indexOf("sign:")), "truncated", "my.yaml.1");
    assertRejected(valid, "last line", "truncated", "my.yaml.1");
    Path file = directory.resolve("calibration.yaml");
    byte[] bytes = valid.getBytes(StandardCharsets.UTF_8);
    bytes[100] = (byte) 0xff;
    Files.write(file, bytes);
    assertThatThrownBy(() -> CalibrationFile.read(file, warnings::add))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContainingAll(file.toString(), "damaged", ".1");
  }

  @Test
  void keepsTenBackups() throws IOException {
    Path file = directory.resolve("calibration.yaml");
    for (int i = 0; i <= 12; i++) {
      CalibrationFile.write(file, Calibration.of("robot-" + i));
    }
    assertThat(CalibrationFile.read(file, warnings::add).robot()).isEqualTo("robot-12");
    for (int age = 1; age <= 10; age++) {
      Path backup = directory.resolve("calibration.yaml." + age);
      assertThat(CalibrationFile.read(backup, warnings::add).robot())
          .isEqualTo("robot-" + (12 - age));
    }
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(11);
    }
  }

  @Test
  void failedWriteKeepsFileAndBackups() throws IOException {
    Path file = directory.resolve("calibration.yaml");
    for (int i = 0; i <= 2; i++) {
      CalibrationFile.write(file, Calibration.of("robot-" + i));
    }
    Map<Path, String> before = contents();
    // In place of the temporary file, a directory makes the write fail.
    Path temporary = Files.createDirectory(directory.resolve("calibration.yaml.part"));
    Files.createFile(temporary.resolve("other"));
    assertThatThrownBy(() -> CalibrationFile.write(file, Calibration.of("robot-3")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
    assertThat(contents()).isEqualTo(before);

    // A failure to save the current file as a backup preserves the older backups, too.
    Files.delete(temporary.resolve("other"));
    Files.move(temporary, directory.resolve("calibration.yaml.1.part"));
    Files.createFile(directory.resolve("calibration.yaml.1.part").resolve("other"));
    assertThatThrownBy(() -> CalibrationFile.write(file, Calibration.of("robot-3")))
        .isInstanceOf(IOException.class);
    assertThat(contents()).isEqualTo(before);
  }

  private Map<Path, String> contents() throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file, Files.readString(file));
      }
    }
    return contents;
  }

  /** A calibration as written before files had checksums, or by hand. */
  private static String withoutChecksum() {
    return CalibrationWriter.format(completeCalibration("robot-7"))
        .replace(CalibrationWriter.CHECKSUM_NOTICE + "\n", "");
  }

  private static void assertRejected(String yaml, String... messageParts) {
    assertThatThrownBy(() -> CalibrationFile.parse(yaml, "my.yaml", warning -> {}))
        .isInstanceOf(CalibrationException.class)
        .hasMessageStartingWith("my.yaml")
        .hasMessageContainingAll(messageParts);
  }

  static Calibration completeCalibration(String robot) {
    Map<Motor, MotorZero> zeros = new EnumMap<>(Motor.class);
    Map<Motor, MotorIdentification> motors = new EnumMap<>(Motor.class);
    Estimate latency = new Estimate(0.003, 0.0025, 0.0035);
    for (Motor motor : Motor.values()) {
      int index = motor.ordinal();
      zeros.put(motor, new MotorZero(0.25 - index, index % 2 == 0 ? 1 : -1, 0.00125));
      motors.put(
          motor,
          new MotorIdentification(
              Estimate.around(1.0625, 0.03125),
              new Estimate(0.008, 0.007, 0.009),
              new Estimate(0.03125, 0.03, 0.032),
              new Estimate(0.00034, 0.0003, 0.0004),
              0.0125));
    }
    return new Calibration(
        robot,
        new MotorCalibration("2026-03-01", "hanging and \"folded\"", zeros),
        new ImuCalibration(
            "2026-03-02",
            "level",
            new ImuCalibration.Orientation("-x +y +z", 0.01, -0.02, 0.03),
            new ImuCalibration.Rates(1, -1, 0.02, -0.01),
            0.001,
            0.002),
        new Identification("2026-03-03", "stand", latency, latency, latency, latency, motors),
        new MocapAlignment(
            "2026-03-04",
            "walk",
            new MocapAlignment.LanePlacement(LaneFrame.Up.Y, 0.5, 1, 2),
            new MocapAlignment.TrunkOffset(0.01, 0.02, -0.08, 0.01, 0.02, 0.03),
            0.004,
            0.005),
        new CameraIntrinsics(
            "2026-03-05",
            "20 views",
            new CameraIntrinsics.ImageSize(1280, 720),
            new CameraIntrinsics.Pinhole(
                new Estimate(901.5, 900, 903),
                new Estimate(902.5, 901, 904),
                new Estimate(640.25, 638, 642),
                new Estimate(361.5, 360, 363)),
            new CameraIntrinsics.Distortion(-0.21, 0.05, 0.001, -0.002, 0),
            20,
            0.25),
        new CameraPlacement(
            "2026-03-06",
            "4 floor tags",
            new CameraPlacement.CameraPose(1, -0.5, 2.25, 3.125, 0.02, -0.03),
            0.002));
  }
}
