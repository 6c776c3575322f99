package minitaur.calibration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A robot's {@link Calibration} as a YAML file that people read too. Reading refuses unknown keys,
 * impossible values, other versions and another robot's file, with the place in the file. Writing
 * keeps the ten files before as {@code calibration.yaml.1} (the newest) to {@code .10}.
 */
public final class CalibrationFile {
  /** Version of the format. */
  public static final int VERSION = 1;

  /** How many earlier files are kept. */
  public static final int KEPT = 10;

  private CalibrationFile() {}

  /** The file as it is written. Fields, because parts may be missing, unlike what is in them. */
  private static final class Document {
    @JsonProperty private int version;
    @JsonProperty private @Nullable String robot;
    @JsonProperty private @Nullable MotorCalibration motors;
    @JsonProperty private @Nullable InertialCalibration imu;
    @JsonProperty private @Nullable Identification identification;
    @JsonProperty private @Nullable MocapAlignment mocap;
    @JsonProperty private @Nullable CameraIntrinsics camera;
    @JsonProperty private @Nullable CameraPlacement cameraPlacement;
  }

  /**
   * Reads a file.
   *
   * @throws CalibrationException when it is missing or cannot be used
   */
  public static Calibration read(Path file) throws CalibrationException {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new CalibrationException(
          file + ": there is no calibration; make one with minitaur calibrate motors");
    } catch (CalibrationException e) {
      throw e;
    } catch (IOException e) {
      throw new CalibrationException(file + ": cannot be read (" + e.getMessage() + ")");
    }
  }

  /**
   * Reads the file of a robot.
   *
   * @param robotName which robot it must be of
   * @throws CalibrationException when it is missing, cannot be used or is another robot's
   */
  public static Calibration read(Path file, String robotName) throws CalibrationException {
    Calibration calibration = read(file);
    if (!calibration.robot().equals(robotName)) {
      throw new CalibrationException(
          "%s: is of robot '%s', not of '%s'; name the right file, or calibrate this robot"
              .formatted(file, calibration.robot(), robotName));
    }
    return calibration;
  }

  /**
   * Replaces a file or creates it. The old content is whole at any time.
   *
   * @throws IOException when it cannot be written
   */
  public static void write(Path file, Calibration calibration) throws IOException {
    Path absolute = file.toAbsolutePath();
    if (Files.exists(absolute)) {
      keep(absolute);
    }
    byte[] bytes = CalibrationText.of(calibration).getBytes(StandardCharsets.UTF_8);
    replace(absolute, bytes);
  }

  /** Reads a text; {@code name} is what messages call it. */
  static Calibration parse(String yaml, String name) throws CalibrationException {
    YAMLMapper mapper =
        YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();
    Document document;
    try {
      document = mapper.readValue(yaml, Document.class);
    } catch (JsonProcessingException e) {
      throw new CalibrationException(describe(e, name));
    }
    if (document == null || document.robot == null) {
      throw new CalibrationException(name + ": robot is missing; write its name");
    }
    if (document.version != VERSION) {
      throw new CalibrationException(
          "%s: has version %d, this program reads %d".formatted(name, document.version, VERSION));
    }
    try {
      return new Calibration(
          document.robot,
          document.motors,
          document.imu,
          document.identification,
          document.mocap,
          document.camera,
          document.cameraPlacement);
    } catch (IllegalArgumentException e) {
      throw new CalibrationException(name + ": " + e.getMessage());
    }
  }

  private static String describe(JsonProcessingException e, String name) {
    if (!(e instanceof JsonMappingException mapping)) {
      // Only here: of a wrong value the parser knows the path, but has read on beyond its line.
      JsonLocation location = e.getLocation();
      return name
          + (location == null ? "" : ", line " + location.getLineNr())
          + ": is not valid YAML ("
          + e.getOriginalMessage().lines().findFirst().orElse("unreadable")
          + ")";
    }
    String path =
        mapping.getPath().stream()
            .map(
                part ->
                    part.getFieldName() == null
                        ? String.valueOf(part.getIndex())
                        : part.getFieldName())
            .collect(Collectors.joining("."));
    String at = name + ": " + (path.isEmpty() ? "" : path + " ");
    if (e instanceof UnrecognizedPropertyException unknown) {
      Collection<Object> known = unknown.getKnownPropertyIds();
      return at
          + "is unknown; allowed: "
          + known.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }
    if (e.getOriginalMessage().startsWith("Missing creator property")) {
      return at + "is missing";
    }
    Throwable cause = e.getCause();
    if (cause instanceof IllegalArgumentException) {
      return at + "cannot be: " + cause.getMessage();
    }
    if (e instanceof MismatchedInputException) {
      return at + "holds the wrong kind of value";
    }
    return at + "cannot be read: " + e.getOriginalMessage().lines().findFirst().orElse("");
  }

  /** Moves what was kept before up by one and keeps a copy of the present file. */
  private static void keep(Path file) throws IOException {
    for (int i = KEPT; i > 1; i--) {
      Path younger = kept(file, i - 1);
      if (Files.exists(younger)) {
        Files.move(younger, kept(file, i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    replace(kept(file, 1), Files.readAllBytes(file));
  }

  private static Path kept(Path file, int age) {
    return file.resolveSibling(file.getFileName() + "." + age);
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".part");
    try (FileChannel channel =
        FileChannel.open(
            aside,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
