package minitaur.controller.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A CSV table in memory. An incomplete last line, left by a crash, is skipped. */
public final class CsvTable {
  private final Path file;
  private final List<String> columns;
  private final List<String[]> rows;

  private CsvTable(Path file, List<String> columns, List<String[]> rows) {
    this.file = file;
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Reads a table written by {@link CsvLog}, which may still be open for writing.
   *
   * @throws CsvFormatException when the header is missing or a row has a wrong number of fields
   */
  public static CsvTable read(Path file) throws IOException {
    return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), file);
  }

  /**
   * Parses text written by {@link CsvLog}.
   *
   * @param file name of the source, for messages
   * @throws CsvFormatException when the header is missing or a row has a wrong number of fields
   */
  public static CsvTable parse(String text, Path file) throws CsvFormatException {
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    if (lines.isEmpty()) {
      throw new CsvFormatException(file, "has no header");
    }
    List<String> columns = List.of(splitLine(lines.get(0)));
    List<String[]> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] fields = splitLine(lines.get(i));
      if (fields.length != columns.size()) {
        throw new CsvFormatException(
            file, "line " + (i + 1) + " has " + fields.length + " fields, not " + columns.size());
      }
      rows.add(fields);
    }
    return new CsvTable(file, columns, rows);
  }

  /** Splits a line. Fields never contain commas or quotes, so no CSV library is needed. */
  static String[] splitLine(String line) {
    return line.split(",", -1);
  }

  /** Number of rows below the header. */
  public int size() {
    return rows.size();
  }

  /** Names of the columns. */
  public List<String> columns() {
    return columns;
  }

  /**
   * A column of strings.
   *
   * @throws CsvFormatException when there is no such column
   */
  public List<String> strings(String column) throws CsvFormatException {
    int index = columnIndex(column);
    return rows.stream().map(row -> row[index]).toList();
  }

  /**
   * A column of numbers, first row first; true is 1, false is 0, an empty field is NaN.
   *
   * @throws CsvFormatException when there is no such column, or a field is not a number
   */
  public double[] numbers(String column) throws CsvFormatException {
    int index = columnIndex(column);
    double[] values = new double[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = parseNumber(rows.get(i)[index], i + 2);
    }
    return values;
  }

  private double parseNumber(String text, int line) throws CsvFormatException {
    return switch (text) {
      case "true" -> 1;
      case "false" -> 0;
      case "" -> Double.NaN;
      default -> {
        try {
          yield Double.parseDouble(text);
        } catch (NumberFormatException e) {
          throw new CsvFormatException(
              file, "line " + line + " holds \"" + text + "\" where a number belongs");
        }
      }
    };
  }

  private int columnIndex(String column) throws CsvFormatException {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new CsvFormatException(
          file, "has no column " + column + ", only " + String.join(", ", columns));
    }
    return index;
  }
}
