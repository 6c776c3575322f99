package minitaur.sim.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the reference data. */
final class ReferenceData {
  private ReferenceData() {}

  /** Reads a JSON file from the folder {@code physics}. */
  static JsonNode json(String name) throws IOException {
    try (InputStream stream = open(name)) {
      return new ObjectMapper().readTree(stream);
    }
  }

  /** Reads a CSV file into rows by column name; an empty cell is NaN. */
  static List<Map<String, Double>> table(String name) throws IOException {
    try (InputStream stream = open(name)) {
      List<String> lines =
          new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      List<String> columns = Arrays.asList(lines.get(0).split(","));
      return lines.stream().skip(1).map(line -> row(columns, line)).toList();
    }
  }

  /** Converts a JSON array of numbers. */
  static double[] array(JsonNode node) {
    double[] values = new double[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = node.get(i).asDouble();
    }
    return values;
  }

  private static Map<String, Double> row(List<String> columns, String line) {
    String[] cells = line.split(",", -1);
    Map<String, Double> row = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      row.put(columns.get(i), cells[i].isEmpty() ? Double.NaN : Double.parseDouble(cells[i]));
    }
    return row;
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(
        ReferenceData.class.getResourceAsStream("/physics/" + name), name);
  }
}
