package minitaur.controller.sweep;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.run.Sha256;
import minitaur.controller.settings.ControllerConfig;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a sweep, read from YAML:
 *
 * <pre>
 *   name: seeds                     # default: the file name
 *   config: robot.yaml              # configuration file; default: none
 *   settings: {run.steps: 30000}    # for all rows
 *   grid:                           # every combination ...
 *     sim.profile: [nominal, realistic]
 *   list:                           # ... and with each of these
 *     - {task.kp: 1}
 *     - {task.kp: 2, task.kd: 0.02}
 *   seeds: [0, 1, 2]                # or 0-2
 *   halving: {rungs: [2000, 5000]}  # early stopping, see {@link SuccessiveHalving}
 * </pre>
 *
 * @param name of the sweep and its directory
 * @param file the YAML file
 * @param config configuration file of all rows; null for none
 * @param axes settings with several values, in the order of the file
 * @param rows all runs, with valid configurations
 * @param halving rule for early stopping; null for none
 */
public record SweepPlan(
    String name,
    Path file,
    @Nullable Path config,
    List<String> axes,
    List<SweepRow> rows,
    @Nullable SuccessiveHalving halving) {
  private static final Set<String> KEYS =
      Set.of("name", "config", "settings", "grid", "list", "seeds", "halving");
  private static final String SEED_KEY = "run.seed";
  private static final String MAPPING = "{KEY: VALUE}";

  /** Two numbers that fit into a long. */
  private static final Pattern RANGE = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  private static final int MAX_ROWS = 10_000;
  private static final int HASH_BYTES = 5;

  public SweepPlan {
    axes = List.copyOf(axes);
    rows = List.copyOf(rows);
  }

  /**
   * Reads a plan and validates the configuration of every row.
   *
   * @throws ConfigException when the file or a row is invalid
   */
  public static SweepPlan read(Path file) throws IOException {
    try {
      return parse(file, Files.readString(file));
    } catch (CharacterCodingException e) {
      throw ConfigException.of(file.toString(), "is not UTF-8 text", "");
    }
  }

  /**
   * Parses a plan and validates the configuration of every row.
   *
   * @param file that has or will have this content
   * @throws ConfigException when the text or a row is invalid
   */
  static SweepPlan parse(Path file, String yaml) throws IOException {
    JsonNode root;
    try {
      root =
          YAMLMapper.builder()
              .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
              .build()
              .readTree(yaml);
    } catch (JsonProcessingException e) {
      throw ConfigException.ofYaml(file.toString(), e);
    }
    if (root == null || !root.isObject()) {
      throw ConfigException.of(
          file.toString(), "is not a sweep", "write grid: {KEY: [VALUES]} and seeds: [0, 1, 2]");
    }
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (!KEYS.contains(field.getKey())) {
        throw ConfigException.of(
            file.toString(),
            "\"" + field.getKey() + "\" is not part of a sweep",
            "name, config, settings, grid, list, seeds and halving are");
      }
    }
    for (String key : List.of("name", "config")) {
      JsonNode value = root.path(key);
      require(value.isMissingNode() || isValue(value), file, key, value, "one value");
    }
    String stem = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    Path config = root.has("config") ? resolve(file, root.get("config").asText()) : null;
    List<Map<String, String>> combinations = new Combinations(file).expand(root);
    Map<String, String> common = new LinkedHashMap<>();
    if (root.has("settings")) {
      require(root.get("settings").isObject(), file, "settings", root.get("settings"), MAPPING);
      flatten(root.get("settings"), settings(file, common));
    }
    // A file that is not valid is rejected with its rows.
    String configText =
        config != null && Files.isRegularFile(config)
            ? new String(Files.readAllBytes(config), StandardCharsets.ISO_8859_1)
            : "";
    List<Long> seeds = seeds(file, root.get("seeds"));
    requireRowCount(file, (long) combinations.size() * seeds.size());
    List<SweepRow> rows = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long minSteps = Long.MAX_VALUE;
    for (Map<String, String> settings : combinations) {
      for (long seed : seeds) {
        SweepRow row = row(rows.size(), settings, seed, common, configText);
        minSteps = Math.min(minSteps, read(config, row).run().steps());
        if (!names.add(row.name())) {
          throw ConfigException.of(file.toString(), "has the row " + row.name() + " twice", "");
        }
        rows.add(row);
      }
    }
    SuccessiveHalving halving =
        root.has("halving")
            ? SuccessiveHalving.read(file, root.get("halving"), combinations.size(), minSteps)
            : null;
    return new SweepPlan(
        root.path("name").asText(stem),
        file,
        config,
        Combinations.axes(combinations),
        rows,
        halving);
  }

  /**
   * Checks a part of a plan.
   *
   * @param form expected form of {@code node}, for the message
   */
  private static void require(boolean valid, Path file, String key, JsonNode node, String form) {
    if (!valid) {
      throw ConfigException.at(file.toString(), key, "is " + node, "write " + key + ": " + form);
    }
  }

  private static boolean isValue(JsonNode node) {
    return node.isValueNode() && !node.isNull();
  }

  private static void requireRowCount(Path file, long count) {
    if (count < 1 || count > MAX_ROWS) {
      throw ConfigException.of(
          file.toString(),
          "has " + (count > MAX_ROWS ? "more than " + MAX_ROWS : count) + " rows",
          "1 to " + MAX_ROWS + " are allowed");
    }
  }

  private static Path resolve(Path file, String config) {
    return file.toAbsolutePath().resolveSibling(config);
  }

  private static SweepRow row(
      int index,
      Map<String, String> settings,
      long seed,
      Map<String, String> common,
      String configText) {
    Map<String, String> all = new LinkedHashMap<>(common);
    all.putAll(settings);
    all.put(SEED_KEY, Long.toString(seed));
    List<ConfigOverride> overrides = new ArrayList<>();
    all.forEach((key, value) -> overrides.add(new ConfigOverride(key + "=" + value, key, value)));
    StringBuilder name = new StringBuilder();
    settings.forEach((key, value) -> name.append(key).append('-').append(value).append('_'));
    name.append("seed").append(seed);
    String safeName = name.toString().replaceAll("[^A-Za-z0-9._-]", "-");
    return new SweepRow(
        index, safeName, settings, seed, overrides, hash(all.toString() + configText));
  }

  /** The first bytes of the SHA-256 of a text, hexadecimal. */
  static String hash(String text) {
    return HexFormat.of().formatHex(Sha256.of(text), 0, HASH_BYTES);
  }

  private static ControllerConfig read(@Nullable Path config, SweepRow row) {
    return config == null
        ? ControllerConfig.read(row.overrides())
        : ControllerConfig.read(config, row.overrides());
  }

  /** The configuration of a row. */
  public ControllerConfig configuration(SweepRow row) {
    return read(config, row);
  }

  /**
   * Finds a row.
   *
   * @param reference a {@link SweepRow#reference}, or only the name of the row
   * @throws ConfigException when the plan has no such row, or the row has other settings
   */
  public SweepRow row(String reference) {
    String name = reference.replaceFirst("@.*", "");
    SweepRow row =
        rows.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    ConfigException.of(
                        file.toString(),
                        "has no row " + name,
                        "if it was edited during the sweep, start the sweep again"));
    if (!reference.equals(name) && !reference.equals(row.reference())) {
      throw ConfigException.of(
          file.toString(),
          "or its configuration file was edited during the sweep: " + name + " has other settings",
          "restore them and start the sweep again, or use another --dir");
    }
    return row;
  }

  private static List<Long> seeds(Path file, @Nullable JsonNode node) {
    if (node == null) {
      return List.of(0L);
    }
    String form = "[0, 1, 2], or a range such as 0-4 of at most " + MAX_ROWS;
    Matcher range = RANGE.matcher(node.asText());
    if (range.matches()) {
      long first = Long.parseLong(range.group(1));
      long last = Long.parseLong(range.group(2));
      require(first <= last && last - first < MAX_ROWS, file, "seeds", node, form);
      return LongStream.rangeClosed(first, last).boxed().toList();
    }
    List<Long> seeds = new ArrayList<>();
    for (JsonNode each : node.isArray() ? node : List.of(node)) {
      require(each.isIntegralNumber() && each.canConvertToLong(), file, "seeds", node, form);
      seeds.add(each.asLong());
    }
    return seeds;
  }

  /** Visits the values of nested mappings, with their keys joined by dots. */
  private static void flatten(JsonNode mapping, BiConsumer<String, JsonNode> visitor) {
    for (Map.Entry<String, JsonNode> field : mapping.properties()) {
      if (field.getValue().isObject()) {
        flatten(
            field.getValue(), (key, value) -> visitor.accept(field.getKey() + "." + key, value));
      } else {
        visitor.accept(field.getKey(), field.getValue());
      }
    }
  }

  /** Adds checked settings to {@code settings}. */
  private static BiConsumer<String, JsonNode> settings(Path file, Map<String, String> settings) {
    return (key, value) -> {
      require(isValue(value), file, key, value, "VALUE");
      requireNotSeed(file, key, value);
      settings.put(key, value.asText());
    };
  }

  private static void requireNotSeed(Path file, String key, JsonNode value) {
    if (key.equals(SEED_KEY)) {
      throw ConfigException.at(file.toString(), key, "is " + value, "write seeds: [SEED] instead");
    }
  }

  /** Combinations of the grid with the list. */
  private record Combinations(Path file) {
    List<Map<String, String>> expand(JsonNode root) {
      List<Map<String, String>> combinations = List.of(Map.of());
      if (root.has("grid")) {
        require(root.get("grid").isObject(), file, "grid", root.get("grid"), "{KEY: [VALUES]}");
        Map<String, JsonNode> grid = new LinkedHashMap<>();
        flatten(root.get("grid"), grid::put);
        for (Map.Entry<String, JsonNode> axis : grid.entrySet()) {
          combinations = cross(combinations, axis(axis.getKey(), axis.getValue()));
        }
      }
      return root.has("list") ? cross(combinations, list(root.get("list"))) : combinations;
    }

    /** Each of {@code combinations} with each of {@code others}, which take precedence. */
    private List<Map<String, String>> cross(
        List<Map<String, String>> combinations, List<Map<String, String>> others) {
      requireRowCount(file, (long) combinations.size() * others.size());
      List<Map<String, String>> product = new ArrayList<>();
      for (Map<String, String> each : combinations) {
        for (Map<String, String> other : others) {
          Map<String, String> merged = new LinkedHashMap<>(each);
          merged.putAll(other);
          product.add(merged);
        }
      }
      return product;
    }

    private List<Map<String, String>> axis(String key, JsonNode values) {
      requireNotSeed(file, key, values);
      require(values.isArray() && !values.isEmpty(), file, key, values, "[VALUE, VALUE]");
      List<Map<String, String>> axis = new ArrayList<>();
      for (JsonNode value : values) {
        require(isValue(value), file, key, values, "[VALUE, VALUE]");
        axis.add(Map.of(key, value.asText()));
      }
      return axis;
    }

    private List<Map<String, String>> list(JsonNode list) {
      String form = "[" + MAPPING + ", " + MAPPING + "], or start each entry with a dash";
      require(list.isArray(), file, "list", list, form);
      List<Map<String, String>> entries = new ArrayList<>();
      for (JsonNode entry : list) {
        require(entry.isObject(), file, "list", list, form);
        Map<String, String> settings = new LinkedHashMap<>();
        flatten(entry, settings(file, settings));
        entries.add(settings);
      }
      return entries;
    }

    /** Settings with several values. */
    static List<String> axes(List<Map<String, String>> combinations) {
      Map<String, Set<String>> values = new LinkedHashMap<>();
      for (Map<String, String> each : combinations) {
        each.forEach((key, value) -> values.computeIfAbsent(key, k -> new HashSet<>()).add(value));
      }
      return values.entrySet().stream()
          .filter(each -> each.getValue().size() > 1)
          .map(Map.Entry::getKey)
          .toList();
    }
  }
}
