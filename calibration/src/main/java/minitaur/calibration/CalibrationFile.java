package minitaur.calibration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.util.NameTransformer;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import minitaur.hal.Text;
import minitaur.hal.file.AtomicFile;
import minitaur.hal.file.FileErrors;
import org.jspecify.annotations.Nullable;

/**
 * A robot's {@link Calibration} as a human-readable YAML file. Reading rejects unknown keys,
 * out-of-range values, other format versions, and the file of another robot; the error names the
 * location in the file. Writing keeps the ten previous files as {@code calibration.yaml.1} (the
 * newest) to {@code .10}.
 *
 * <p>The last line is a checksum of the others. A file that was edited by hand does not match its
 * checksum; its values are used if they are valid, with a warning.
 */
public final class CalibrationFile {
  /** Version of the format. */
  public static final int VERSION = 1;

  /** Number of previous files that are kept. */
  public static final int MAX_BACKUPS = 10;

  private static final String CHECKSUM_PREFIX = "checksum: ";

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .annotationIntrospector(new FlatParts())
          .build();

  private CalibrationFile() {}

  /** Reads the components of a group from the keys of its part. */
  private static final class FlatParts extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable NameTransformer findUnwrappingNameTransformer(AnnotatedMember member) {
      return PartFields.isGroup(member.getRawType(), member.getDeclaringClass())
          ? NameTransformer.NOP
          : null;
    }
  }

  /**
   * Contents of the file. Mutable fields rather than a record, because top-level parts are optional
   * while the fields of a part are required.
   */
  private static final class Document {
    @JsonProperty private int version;
    @JsonProperty private @Nullable String robot;
    @JsonProperty private @Nullable MotorCalibration motors;
    @JsonProperty private @Nullable ImuCalibration imu;
    @JsonProperty private @Nullable Identification identification;
    @JsonProperty private @Nullable MocapAlignment mocap;
    @JsonProperty private @Nullable CameraIntrinsics camera;
    @JsonProperty private @Nullable CameraPlacement cameraPlacement;
    @JsonProperty private @Nullable String checksum;
  }

  /**
   * Reads a file.
   *
   * @param warnings receives the warning that the file was edited by hand
   * @throws CalibrationException when the file is missing or invalid
   */
  public static Calibration read(Path file, Consumer<? super String> warnings)
      throws CalibrationException {
    try {
      return parse(Files.readString(file), file.toString(), warnings);
    } catch (NoSuchFileException e) {
      throw new CalibrationException(
          file + ": no calibration file; create one with minitaur calibrate motors");
    } catch (CharacterCodingException e) {
      throw new CalibrationException(
          file + ": is not UTF-8 text, so it is damaged; restore it from " + file + ".1");
    } catch (CalibrationException e) {
      throw e;
    } catch (IOException e) {
      throw new CalibrationException(file + ": cannot be read (" + FileErrors.reason(e) + ")");
    }
  }

  /**
   * Reads the file of a robot.
   *
   * @param robotName expected name of the robot
   * @param warnings receives the warning that the file was edited by hand
   * @throws CalibrationException when the file is missing, is invalid, or belongs to another robot
   */
  public static Calibration read(Path file, String robotName, Consumer<? super String> warnings)
      throws CalibrationException {
    Calibration calibration = read(file, warnings);
    if (!calibration.robot().equals(robotName)) {
      throw new CalibrationException(
          "%s: belongs to robot '%s', not '%s'; use another file for this robot (robot.calibration, or"
              + " --file to calibrate it), or set robot.name",
          file, calibration.robot(), robotName);
    }
    return calibration;
  }

  /**
   * Creates or replaces a file atomically: at any time, either the complete old file or the
   * complete new file exists. A failure also preserves the backups.
   *
   * @throws IOException when the file cannot be written; the message names it
   */
  public static void write(Path file, Calibration calibration) throws IOException {
    Path absolutePath = file.toAbsolutePath();
    byte[] content = format(calibration).getBytes(StandardCharsets.UTF_8);
    try {
      replace(
          absolutePath,
          content,
          () -> {
            if (Files.exists(absolutePath)) {
              rotateBackups(absolutePath);
            }
          });
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written (" + FileErrors.message(e) + ")", e);
    }
  }

  /** The content of the file of a calibration. */
  public static String format(Calibration calibration) {
    String text = CalibrationWriter.format(calibration);
    return text + CHECKSUM_PREFIX + '"' + checksum(text) + "\"\n";
  }

  /** CRC-32C of a text, excluding its checksum line, as eight hexadecimal digits. */
  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    text.lines()
        .filter(line -> !line.startsWith(CHECKSUM_PREFIX))
        .forEach(line -> crc.update((line + '\n').getBytes(StandardCharsets.UTF_8)));
    return Text.of("%08x", crc.getValue());
  }

  /** Parses a text; {@code name} is the file name used in messages. */
  static Calibration parse(String yaml, String name, Consumer<? super String> warnings)
      throws CalibrationException {
    if (yaml.contains(CalibrationWriter.CHECKSUM_NOTICE)
        && yaml.lines().noneMatch(line -> line.startsWith(CHECKSUM_PREFIX))) {
      throw new CalibrationException(
          "%s: its last line, the checksum, is missing, so the file is truncated; restore it from %s.1",
          name, name);
    }
    if (yaml.lines().allMatch(line -> line.isBlank() || line.startsWith("#"))) {
      throw new CalibrationException("%s: is empty; restore it from %s.1", name, name);
    }
    Document document;
    try {
      document = MAPPER.readValue(yaml, Document.class);
      JsonNode tree = MAPPER.readTree(yaml);
      for (RecordComponent part : Calibration.class.getRecordComponents()) {
        if (part.getType().isRecord()) {
          requireKnownKeys(name, part, tree.path(part.getName()));
        }
      }
    } catch (JsonProcessingException e) {
      throw new CalibrationException(describe(e, name));
    }
    if (document == null || document.robot == null) {
      throw new CalibrationException(name + ": robot is missing; add the robot's name");
    }
    if (document.version != VERSION) {
      throw new CalibrationException(
          "%s: has version %d; this program reads version %d", name, document.version, VERSION);
    }
    try {
      Calibration calibration =
          new Calibration(
              document.robot,
              document.motors,
              document.imu,
              document.identification,
              document.mocap,
              document.camera,
              document.cameraPlacement);
      if (!checksum(yaml).equals(document.checksum)) {
        warnings.accept(
            name
                + (document.checksum == null
                    ? ": has no checksum"
                    : ": does not match its checksum")
                + ", so it was edited by hand or damaged. Its values are used; compare them with"
                + " minitaur calibrate compare "
                + name
                + ".1");
      }
      return calibration;
    } catch (IllegalArgumentException e) {
      throw new CalibrationException(name + ": " + e.getMessage());
    }
  }

  /** Rejects unknown keys of a part, because Jackson ignores them if the part is flattened. */
  private static void requireKnownKeys(String name, RecordComponent part, JsonNode node)
      throws CalibrationException {
    List<String> known = PartFields.names(part.getType());
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!known.contains(entry.getKey())) {
        String path = part.getName() + "." + entry.getKey();
        throw new CalibrationException(name + ": " + path + unknownKey(known));
      }
    }
  }

  private static String unknownKey(Collection<?> known) {
    return " is unknown; allowed: "
        + known.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
  }

  private static String describe(JsonProcessingException e, String name) {
    if (!(e instanceof JsonMappingException mapping)) {
      // The line is reported for syntax errors only. For an invalid value, the parser has already
      // advanced past its line, so the path is reported instead.
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
                reference ->
                    reference.getFieldName() == null
                        ? String.valueOf(reference.getIndex())
                        : reference.getFieldName())
            .collect(Collectors.joining("."));
    String prefix = name + ": " + (path.isEmpty() ? "" : path + " ");
    if (e instanceof UnrecognizedPropertyException unknown) {
      return prefix.stripTrailing() + unknownKey(unknown.getKnownPropertyIds());
    }
    if (e.getOriginalMessage().startsWith("Missing creator property")) {
      return prefix + "is missing";
    }
    Throwable cause = e.getCause();
    if (cause instanceof IllegalArgumentException) {
      return prefix + "is invalid: " + cause.getMessage();
    }
    if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
      List<?> allowed = List.of(format.getTargetType().getEnumConstants());
      return prefix + "'" + format.getValue() + "'" + unknownKey(allowed);
    }
    if (e instanceof MismatchedInputException) {
      return prefix + "has a value of the wrong type";
    }
    return prefix + "cannot be read: " + e.getOriginalMessage().lines().findFirst().orElse("");
  }

  /** Rotates the backups by one and saves a copy of the current file as the newest backup. */
  private static void rotateBackups(Path file) throws IOException {
    replace(
        backupPath(file, 1),
        Files.readAllBytes(file),
        () -> {
          for (int i = MAX_BACKUPS; i > 1; i--) {
            Path newer = backupPath(file, i - 1);
            if (Files.exists(newer)) {
              Files.move(newer, backupPath(file, i), StandardCopyOption.REPLACE_EXISTING);
            }
          }
        });
  }

  private static Path backupPath(Path file, int age) {
    return file.resolveSibling(file.getFileName() + "." + age);
  }

  private interface FileAction {
    void run() throws IOException;
  }

  /**
   * Replaces or creates a file.
   *
   * @param beforeRename called when the new content is on the disk under a temporary name
   */
  private static void replace(Path file, byte[] content, FileAction beforeRename)
      throws IOException {
    AtomicFile.write(
        file,
        channel -> {
          AtomicFile.writeFully(channel, ByteBuffer.wrap(content));
          channel.force(true);
          beforeRename.run();
        });
  }
}
