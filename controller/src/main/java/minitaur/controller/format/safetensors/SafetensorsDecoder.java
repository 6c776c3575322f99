package minitaur.controller.format.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decodes a safetensors file from untrusted bytes, which are validated completely. */
final class SafetensorsDecoder {
  private static final int MAX_HEADER_BYTES = 100_000_000;

  private final String name;
  private final ByteBuffer bytes;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Header entry of a tensor; offsets are relative to the end of the header. */
  private record Entry(ElementType type, List<Long> shape, long begin, long end) {}

  SafetensorsDecoder(String name, byte[] bytes) {
    this.name = name;
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  SafetensorsFile decode() throws SafetensorsException {
    require(
        bytes.capacity() >= SafetensorsFile.LENGTH_FIELD_BYTES,
        "is too short to be a safetensors file: " + bytes.capacity() + " bytes");
    long headerLength = bytes.getLong(0);
    int available = bytes.capacity() - SafetensorsFile.LENGTH_FIELD_BYTES;
    require(
        headerLength >= 2 && headerLength <= MAX_HEADER_BYTES && headerLength <= available,
        "is not a safetensors file or is truncated: the header length is "
            + Long.toUnsignedString(headerLength)
            + " bytes, but "
            + available
            + " bytes follow");
    ByteBuffer header = bytes.slice(SafetensorsFile.LENGTH_FIELD_BYTES, (int) headerLength);
    int dataStart = SafetensorsFile.LENGTH_FIELD_BYTES + (int) headerLength;
    ByteBuffer data = bytes.slice(dataStart, bytes.capacity() - dataStart);

    readHeader(header);
    requireContiguous(data.capacity());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> namedEntry : entries.entrySet()) {
      Entry entry = namedEntry.getValue();
      // Both offsets were validated to lie within the data, whose length fits an int.
      ByteBuffer elements = data.slice((int) entry.begin, (int) (entry.end - entry.begin));
      tensors.put(namedEntry.getKey(), new Tensor(entry.type, entry.shape, elements));
    }
    return new SafetensorsFile(name, tensors, metadata);
  }

  private void readHeader(ByteBuffer header) throws SafetensorsException {
    require(header.get(0) == '{', "its header is not JSON");
    try (JsonParser json =
        createParser(StandardCharsets.UTF_8.newDecoder().decode(header).toString())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        requireToken(json.nextToken(), JsonToken.START_OBJECT, key + " is not an object");
        if (key.equals(SafetensorsFile.METADATA)) {
          readMetadata(json);
        } else {
          entries.put(key, readEntry(json, key));
        }
      }
      require(json.nextToken() == null, "there is trailing data after the JSON of the header");
    } catch (SafetensorsException e) {
      throw e;
    } catch (CharacterCodingException e) {
      throw new SafetensorsException(name, "its header is not valid UTF-8");
    } catch (IOException e) {
      String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new SafetensorsException(name, "its header is not JSON: " + problem);
    }
  }

  private static JsonParser createParser(String text) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    return factory.createParser(text);
  }

  private void readMetadata(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      requireToken(
          json.nextToken(), JsonToken.VALUE_STRING, "metadata " + key + " is not a string");
      metadata.put(key, json.getText());
    }
  }

  private Entry readEntry(JsonParser json, String tensor) throws IOException {
    ElementType type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      JsonToken token = json.nextToken();
      switch (key) {
        case "dtype" -> type = readElementType(json, token, tensor);
        case "shape" -> shape = readIntegers(json, token, tensor + ": shape");
        case "data_offsets" -> offsets = readIntegers(json, token, tensor + ": data_offsets");
        default -> json.skipChildren();
      }
    }
    if (type == null || shape == null || offsets == null || offsets.size() != 2) {
      throw new SafetensorsException(
          name, "tensor " + tensor + " lacks dtype, shape or two data_offsets");
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    require(begin <= end, "tensor " + tensor + " ends before it begins");
    long expectedBytes = type.bytes();
    for (long size : shape) {
      long product = expectedBytes * size;
      require(
          Math.multiplyHigh(expectedBytes, size) == 0 && product >= 0,
          "tensor " + tensor + " has an invalid shape " + shape);
      expectedBytes = product;
    }
    require(
        end - begin == expectedBytes,
        "tensor "
            + tensor
            + " has "
            + (end - begin)
            + " bytes, but "
            + type
            + " "
            + shape
            + " needs "
            + expectedBytes);
    return new Entry(type, shape, begin, end);
  }

  private ElementType readElementType(JsonParser json, @Nullable JsonToken token, String tensor)
      throws IOException {
    requireToken(token, JsonToken.VALUE_STRING, tensor + ": dtype is not a string");
    String dtype = json.getText();
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(dtype)) {
        return type;
      }
    }
    throw new SafetensorsException(
        name,
        "tensor "
            + tensor
            + " has the dtype "
            + dtype
            + "; supported: "
            + Arrays.stream(ElementType.values())
                .map(ElementType::name)
                .collect(Collectors.joining(", ")));
  }

  /** Reads an array of non-negative integers; its length is bounded by that of the header. */
  private List<Long> readIntegers(JsonParser json, @Nullable JsonToken token, String description)
      throws IOException {
    requireToken(token, JsonToken.START_ARRAY, description + " is not a list");
    List<Long> numbers = new ArrayList<>();
    while (true) {
      JsonToken next = json.nextToken();
      if (next == JsonToken.END_ARRAY) {
        return numbers;
      }
      requireToken(
          next, JsonToken.VALUE_NUMBER_INT, description + " contains values other than integers");
      long number = json.getLongValue();
      require(number >= 0, description + " contains " + number);
      numbers.add(number);
    }
  }

  /** Requires that every byte of the data belongs to exactly one tensor. */
  private void requireContiguous(long dataLength) throws SafetensorsException {
    List<Entry> sortedEntries =
        entries.values().stream()
            .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
            .toList();
    long end = 0;
    for (Entry entry : sortedEntries) {
      require(
          entry.begin == end,
          "its tensors overlap or leave a gap at byte " + Math.min(end, entry.begin));
      end = entry.end;
    }
    require(
        end == dataLength,
        "its tensors need " + end + " bytes, but " + dataLength + " follow the header");
  }

  private void requireToken(@Nullable JsonToken token, JsonToken expected, String problem)
      throws SafetensorsException {
    require(token == expected, "in its header " + problem);
  }

  private void require(boolean condition, String problem) throws SafetensorsException {
    if (!condition) {
      throw new SafetensorsException(name, problem);
    }
  }
}
