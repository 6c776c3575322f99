package minitaur.controller.format.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contents of a safetensors file: named tensors and text metadata.
 *
 * <pre>
 *   0        8                        8 + n
 *   +--------+------------------------+-----------------------------+
 *   | n, u64 | header, n bytes, JSON  | elements of all tensors     |
 *   +--------+------------------------+-----------------------------+
 *   {"__metadata__": {text: text},
 *    name: {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}, ...}   then spaces
 * </pre>
 *
 * <p>All numbers are little-endian; offsets are relative to the end of the header. The tensors
 * follow each other without gaps. This implementation supports F32, F64, I64 and U8.
 *
 * <p>Format: https://github.com/huggingface/safetensors
 */
public final class SafetensorsFile {
  static final String METADATA = "__metadata__";
  static final int LENGTH_FIELD_BYTES = 8;
  private static final int ALIGNMENT = 8;

  private final String name;
  private final Map<String, Tensor> tensors;
  private final Map<String, String> metadata;

  SafetensorsFile(String name, Map<String, Tensor> tensors, Map<String, String> metadata) {
    this.name = name;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Creates the contents of a file.
   *
   * @param tensors by name; written in this order. Not modified, copied.
   * @param metadata descriptive texts. Not modified, copied.
   */
  public SafetensorsFile(Map<String, Tensor> tensors, Map<String, String> metadata) {
    this("safetensors", tensors, metadata);
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException("a tensor cannot be named " + METADATA);
    }
  }

  /**
   * Reads a complete file.
   *
   * @throws SafetensorsException when any part of it violates the format
   */
  public static SafetensorsFile read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > Integer.MAX_VALUE - ALIGNMENT) {
      throw new SafetensorsException(file.toString(), size + " bytes are more than can be read");
    }
    return decode(Files.readAllBytes(file), file.toString());
  }

  /**
   * Decodes the bytes of a file.
   *
   * @param bytes Not modified, but retained.
   * @param name name of the file in messages
   * @throws SafetensorsException when any part of the bytes violates the format
   */
  public static SafetensorsFile decode(byte[] bytes, String name) throws SafetensorsException {
    return new SafetensorsDecoder(name, bytes).decode();
  }

  /** Encodes the contents as the bytes of a file. */
  public byte[] encode() {
    // Wide elements first, so that each tensor starts at a multiple of its element size.
    List<Map.Entry<String, Tensor>> sortedEntries =
        tensors.entrySet().stream()
            .sorted(
                Comparator.comparingInt(
                    (Map.Entry<String, Tensor> entry) -> -entry.getValue().type().bytes()))
            .toList();
    byte[] header = encodeHeader(sortedEntries);
    int padding = Math.floorMod(-(LENGTH_FIELD_BYTES + header.length), ALIGNMENT);
    int dataStart = LENGTH_FIELD_BYTES + header.length + padding;
    int size = dataStart;
    for (Map.Entry<String, Tensor> entry : sortedEntries) {
      size = Math.addExact(size, entry.getValue().data().capacity());
    }
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length + (long) padding);
    bytes.put(header);
    while (bytes.position() < dataStart) {
      bytes.put((byte) ' ');
    }
    for (Map.Entry<String, Tensor> entry : sortedEntries) {
      bytes.put(entry.getValue().data());
    }
    return bytes.array();
  }

  private byte[] encodeHeader(List<Map.Entry<String, Tensor>> sortedEntries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long offset = 0;
      for (Map.Entry<String, Tensor> entry : sortedEntries) {
        Tensor tensor = entry.getValue();
        long end = offset + tensor.data().capacity();
        json.writeObjectFieldStart(entry.getKey());
        json.writeStringField("dtype", tensor.type().name());
        json.writeFieldName("shape");
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        json.writeArray(shape, 0, shape.length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {offset, end}, 0, 2);
        json.writeEndObject();
        offset = end;
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /** The tensors in the order of the file's header. */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /** The text metadata. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * Returns a required tensor.
   *
   * @param shape expected shape, empty for a scalar
   * @throws SafetensorsException when the tensor is missing, or has another type or shape
   */
  public Tensor tensor(String tensorName, ElementType type, long... shape)
      throws SafetensorsException {
    Tensor tensor = tensors.get(tensorName);
    if (tensor == null) {
      throw new SafetensorsException(name, "has no tensor " + tensorName);
    }
    List<Long> expectedShape = Arrays.stream(shape).boxed().toList();
    if (tensor.type() != type || !tensor.shape().equals(expectedShape)) {
      throw new SafetensorsException(
          name,
          "tensor "
              + tensorName
              + " is "
              + tensor.type()
              + " "
              + tensor.shape()
              + " where "
              + type
              + " "
              + expectedShape
              + " is needed");
    }
    return tensor;
  }
}
