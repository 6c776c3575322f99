package minitaur.controller.format.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
  private static final byte[] FLAGS = {1, 0, -1};
  private static final long[] SCALE = {Double.doubleToLongBits(Math.PI)};
  private static final long[] STEPS = {Long.MIN_VALUE, 7};

  private static ByteBuffer bytes(long[] elements) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES * elements.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(elements);
    return bytes;
  }

  private static SafetensorsFile sample() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("flags", new Tensor(ElementType.U8, List.of(3L), ByteBuffer.wrap(FLAGS)));
    tensors.put("weight", Tensor.ofFloats(new float[] {1, -2, Float.NaN, 0.1f, 5, 6}, 2, 3));
    tensors.put("scale", new Tensor(ElementType.F64, List.of(), bytes(SCALE)));
    tensors.put("empty", Tensor.ofFloats(new float[0], 0, 4));
    tensors.put("steps", new Tensor(ElementType.I64, List.of(2L), bytes(STEPS)));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("layout", "12 observations");
    metadata.put("quote", "\"ü\\\n");
    return new SafetensorsFile(tensors, metadata);
  }

  private static SafetensorsFile decode(byte[] bytes) throws SafetensorsException {
    return SafetensorsFile.decode(bytes, "p.safetensors");
  }

  private static byte[] buildFile(long headerLength, String header, int dataBytes) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(headerLength)
        .put(text)
        .array();
  }

  private static String errorMessage(byte[] bytes) {
    try {
      decode(bytes);
    } catch (SafetensorsException e) {
      assertThat(e.getMessage()).startsWith("p.safetensors: ");
      return e.getMessage().substring("p.safetensors: ".length());
    }
    throw new AssertionError("accepted");
  }

  private static String errorMessage(String header, int dataBytes) {
    return errorMessage(
        buildFile(header.getBytes(StandardCharsets.UTF_8).length, header, dataBytes));
  }

  @Test
  void roundTripsTensorsAndMetadata() throws IOException {
    SafetensorsFile read = decode(sample().encode());

    assertThat(read.metadata()).isEqualTo(sample().metadata());
    assertThat(read.tensors()).containsOnlyKeys("flags", "weight", "scale", "empty", "steps");
    assertThat(read.tensor("flags", ElementType.U8, 3).data()).isEqualTo(ByteBuffer.wrap(FLAGS));
    assertThat(read.tensor("weight", ElementType.F32, 2, 3).floats())
        .containsExactly(1, -2, Float.NaN, 0.1f, 5, 6);
    assertThat(read.tensor("scale", ElementType.F64).data()).isEqualTo(bytes(SCALE));
    assertThat(read.tensor("empty", ElementType.F32, 0, 4).floats()).isEmpty();
    assertThat(read.tensor("steps", ElementType.I64, 2).data()).isEqualTo(bytes(STEPS));
  }

  @Test
  void alignsTensorsAndEncodesDeterministically() throws IOException {
    byte[] encoded = sample().encode();
    long headerLength = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN).getLong(0);

    assertThat(headerLength % 8).isZero();
    assertThat(new String(encoded, 8, (int) headerLength, StandardCharsets.UTF_8).strip())
        .startsWith("{\"__metadata__\":{\"layout\":\"12 observations\"")
        .contains("\"scale\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]}")
        .endsWith("\"flags\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[48,51]}}");
    assertThat(sample().encode()).isEqualTo(encoded);
  }

  @Test
  void encodesSmallFileByteForByte() throws IOException {
    String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.writeBytes(new byte[] {56, 0, 0, 0, 0, 0, 0, 0});
    expected.writeBytes((header + "  ").getBytes(StandardCharsets.US_ASCII));
    expected.writeBytes(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0}); // 1, -2

    SafetensorsFile file =
        new SafetensorsFile(Map.of("w", Tensor.ofFloats(new float[] {1, -2}, 2)), Map.of());
    assertThat(file.encode()).isEqualTo(expected.toByteArray());
    assertThat(decode(expected.toByteArray()).tensors().get("w").floats()).containsExactly(1, -2);
  }

  @Test
  void readsFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("p.safetensors");
    Files.write(file, sample().encode());
    assertThat(SafetensorsFile.read(file).tensors()).hasSize(5);
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> SafetensorsFile.read(directory.resolve("none")));
  }

  @Test
  void rejectsMissingOrMismatchedEntries() throws IOException {
    SafetensorsFile file = decode(sample().encode());
    assertThatExceptionOfType(SafetensorsException.class)
        .isThrownBy(() -> file.tensor("bias", ElementType.F32, 3))
        .withMessage("p.safetensors: has no tensor bias");
    assertThatExceptionOfType(SafetensorsException.class)
        .isThrownBy(() -> file.tensor("weight", ElementType.F32, 3, 2))
        .withMessage("p.safetensors: tensor weight is F32 [2, 3] where F32 [3, 2] is needed");
    assertThatExceptionOfType(SafetensorsException.class)
        .isThrownBy(() -> file.tensor("scale", ElementType.F32))
        .withMessage("p.safetensors: tensor scale is F64 [] where F32 [] is needed");
    assertThatIllegalStateException().isThrownBy(() -> file.tensors().get("scale").floats());
    assertThatIllegalArgumentException().isThrownBy(() -> Tensor.ofFloats(new float[5], 2, 3));
    Map<String, Tensor> reserved = new HashMap<>();
    reserved.put("__metadata__", Tensor.ofFloats(new float[1]));
    assertThatIllegalArgumentException().isThrownBy(() -> new SafetensorsFile(reserved, Map.of()));
  }

  @Test
  void rejectsInvalidHeaderLengths() {
    assertThat(errorMessage(new byte[7]))
        .isEqualTo("is too short to be a safetensors file: 7 bytes");
    for (long length : new long[] {0, 1, -1, 11, Long.MAX_VALUE, Long.MIN_VALUE, 100_000_001}) {
      assertThat(errorMessage(buildFile(length, "{}", 8)))
          .isEqualTo(
              "is not a safetensors file or is truncated: the header length is "
                  + Long.toUnsignedString(length)
                  + " bytes, but 10 bytes follow");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1] | 0 | its header is not JSON",
        "{} | 4 | its tensors need 0 bytes, but 4 follow the header",
        "{}{} | 0 | there is trailing data after the JSON of the header",
        "{\"a\":3} | 0 | in its header a is not an object",
        "{\"__metadata__\":{\"a\":3}} | 0 | in its header metadata a is not a string",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}} | 4 | tensor a lacks dtype, shape or two"
            + " data_offsets",
        "{\"a\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[0,2]}} | 2 | tensor a has"
            + " the dtype BF16; supported: F32, F64, I64, U8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | 4 | a: shape contains"
            + " -1",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}} | 4 | in its header a:"
            + " shape contains values other than integers",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | 4 | tensor a has 4"
            + " bytes, but F32 [2] needs 8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}} | 4 | tensor a ends"
            + " before it begins",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 3 | its tensors need 4"
            + " bytes, but 3 follow the header",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 | its tensors overlap"
            + " or leave a gap at byte 0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904],\"data_offsets\":[0,0]}} | 0 |"
            + " tensor a has an invalid shape [4611686018427387904]",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}} | 0 |"
            + " tensor a has an invalid shape [4294967296, 4294967296]",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[9223372036854775806,"
            + "9223372036854775807]}} | 1 | its tensors overlap or leave a gap at byte 0",
      })
  void rejectsMalformedHeaders(String header, int dataBytes, String problem) {
    assertThat(errorMessage(header, dataBytes)).isEqualTo(problem);
  }

  @Test
  void rejectsOverlapsDuplicatesAndInvalidUtf8() {
    String a = "\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}";
    String b = "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}";
    assertThat(errorMessage("{" + a + "," + b + "}", 3)).contains("overlap");
    assertThat(errorMessage("{" + a + "," + a + "}", 2)).contains("not JSON").contains("Duplicate");
    assertThat(errorMessage("{" + a.replace("2]}", "99999999999999999999]}") + "}", 2))
        .contains("not JSON");
    assertThat(errorMessage("{\"a\":" + "[".repeat(5000), 0)).contains("a is not an object");
    assertThat(errorMessage("{\"a\":{\"x\":" + "[".repeat(5000), 0)).contains("not JSON");
    byte[] notUtf8 = buildFile(4, "{  }", 0);
    notUtf8[9] = (byte) 0xff;
    assertThat(errorMessage(notUtf8)).isEqualTo("its header is not valid UTF-8");
  }

  @Test
  void corruptFileThrowsOnlySafetensorsException() {
    byte[] valid = sample().encode();
    Random random = new Random(8);
    int rejected = 0;
    for (int i = 0; i < 4000; i++) {
      byte[] corrupt = valid.clone();
      int changes = 1 + random.nextInt(6);
      for (int c = 0; c < changes; c++) {
        // Half of the changes affect the length and the first entries, where most errors are
        // possible.
        int index = random.nextInt(random.nextBoolean() ? 100 : corrupt.length);
        corrupt[index] =
            switch (random.nextInt(3)) {
              case 0 -> (byte) random.nextInt(256);
              case 1 -> (byte) "{}[]\",:0123456789-e".charAt(random.nextInt(19));
              default -> (byte) (corrupt[index] ^ (1 << random.nextInt(8)));
            };
      }
      if (random.nextInt(4) == 0) {
        corrupt = Arrays.copyOf(corrupt, random.nextInt(corrupt.length + 20));
      }
      try {
        for (Tensor tensor : decode(corrupt).tensors().values()) {
          assertThat(tensor.size()).isLessThan(corrupt.length);
        }
      } catch (SafetensorsException e) {
        rejected++;
      }
    }
    assertThat(rejected).isBetween(2000, 3999);
  }
}
