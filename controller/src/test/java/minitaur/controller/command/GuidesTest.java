package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.catalog.LearnerRegistry;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.sweep.SweepPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Checks README, guides and READMEs of the experiments against the program. */
class GuidesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path DOCS = ROOT.resolve("docs");
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(#[^)\\s]*)?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern COMMAND = Pattern.compile("\\./minitaur ([^\n`#|<>;]*)");
  private static final Pattern QUOTED_COMMAND = Pattern.compile("`\\./minitaur ([^`]*)`");
  private static final Pattern ARGUMENT = Pattern.compile("\"[^\"]*\"|\\S+");
  private static final Map<String, String> PLACEHOLDERS =
      Map.of("NAME", "learner", "BOARD", "ghost", "$part", "motors");
  private static final Pattern ASSIGNMENT = Pattern.compile("--set[ =]\"?([\\w.]+)=");
  private static final Pattern QUOTED_KEY = Pattern.compile("`([a-z]\\w*(?:\\.[a-z]\\w*)+)[`=:]");
  private static final Pattern PLAN = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CONFIGURATION =
      Pattern.compile("(?m)(?:^ {4}[a-z]+:(?: .*)?\n)(?:^ {4}.*\n)+");

  static Stream<Path> guides() throws IOException {
    try (Stream<Path> docs = Files.list(DOCS);
        Stream<Path> experiments = Files.list(ROOT.resolve("experiments"))) {
      return Stream.of(
          docs.filter(file -> file.toString().endsWith(".md")),
          experiments.map(directory -> directory.resolve("README.md")).filter(Files::exists),
          Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")))
          .flatMap(files -> files)
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("guides")
  void linksLeadToFilesAndHeadings(Path guide) throws IOException {
    for (MatchResult link : matches(LINK, Files.readString(guide))) {
      Path target = link.group(1).isEmpty() ? guide : guide.resolveSibling(link.group(1));
      assertThat(target).exists();
      if (link.group(2) != null) {
        assertThat(anchors(Files.readString(target))).contains(link.group(2));
      }
    }
  }

  /** Anchors of the headings, as GitHub makes them. */
  private static List<String> anchors(String markdown) {
    return matches(HEADING, markdown).stream()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", ""))
        .map(heading -> "#" + heading.strip().replace(' ', '-'))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("guides")
  void programAcceptsOptionsOfCommands(Path guide) throws IOException {
    String text = Files.readString(guide).replaceAll("\\\\\n\\s*", "");
    for (Pattern pattern : List.of(COMMAND, QUOTED_COMMAND)) {
      for (MatchResult command : matches(pattern, text)) {
        assertThat(problem(command.group(1).strip())).as(command.group(1)).isEmpty();
      }
    }
  }

  /** Why a command line is rejected; empty if it is valid apart from missing parts. */
  private static String problem(String command) {
    String[] arguments =
        matches(ARGUMENT, command).stream()
            .map(match -> match.group().replace("\"", ""))
            .filter(argument -> !argument.equals("..."))
            .map(argument -> PLACEHOLDERS.getOrDefault(argument, argument))
            .toArray(String[]::new);
    try {
      new TestProgram().commandLine().parseArgs(arguments);
      return "";
    } catch (CommandLine.MissingParameterException e) {
      return "";
    } catch (CommandLine.ParameterException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("guides")
  void settingsExist(Path guide) throws IOException {
    Set<String> settings = settings();
    Set<String> groups = settings.stream().map(GuidesTest::group).collect(Collectors.toSet());
    String text = Files.readString(guide);
    List<String> named = new ArrayList<>();
    matches(ASSIGNMENT, text).forEach(match -> named.add(match.group(1)));
    matches(QUOTED_KEY, text).stream()
        .map(match -> match.group(1))
        .filter(key -> groups.contains(group(key)))
        .filter(key -> !Files.exists(ROOT.resolve("experiments/mujoco").resolve(key)))
        .filter(key -> !List.of("robot.yaml", "run.id", "run.lock").contains(key))
        .filter(key -> !key.equals("task.reward.roll")) // The example of a new term.
        .forEach(named::add);
    assertThat(settings).containsAll(named);
  }

  private static String group(String key) {
    return key.replaceFirst("\\..*", "");
  }

  /** The settings of all learners, and their groups. */
  private static Set<String> settings() {
    Set<String> keys = new HashSet<>();
    for (LearnerSettings learner : LearnerRegistry.all()) {
      String yaml = "learner: {name: %s}".formatted(learner.name());
      keys.addAll(ConfigWriter.settings(ControllerConfig.parse(yaml, "test", List.of())).keySet());
    }
    for (String key : List.copyOf(keys)) {
      for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
        keys.add(key.substring(0, dot));
      }
    }
    return keys;
  }

  @ParameterizedTest
  @MethodSource("guides")
  void configurationsAndPlansAreValid(Path guide, @TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("robot.yaml"), "run: {seed: 1}\n");
    String text = Files.readString(guide);
    for (MatchResult block : matches(CONFIGURATION, text)) {
      String yaml = block.group().replaceAll("(?m)^ {4}", "");
      assertThat(ControllerConfig.parse(yaml, guide.toString(), List.of())).isNotNull();
    }
    for (MatchResult block : matches(PLAN, text)) {
      Path plan = Files.writeString(directory.resolve("plan.yaml"), block.group(1));
      assertThat(SweepPlan.read(plan).rows()).isNotEmpty();
    }
  }

  @Test
  void trainingGuideNamesEveryLearner() throws IOException {
    assertThat(Files.readString(DOCS.resolve("train.md")))
        .contains(LearnerRegistry.all().stream().map(each -> "`" + each.name() + "`").toList());
  }

  @Test
  void programPrintsTheMessagesOfTheGuides() throws IOException {
    String program = texts();
    List<String> messages = new ArrayList<>();
    messages.addAll(firstCells("first-day.md", "## Warnings", "(.*)"));
    messages.addAll(firstCells("motion-capture.md", "## If there is no velocity", "(.*)"));
    messages.addAll(firstCells("troubleshooting.md", "# Troubleshooting", "`([^`]*)`.*"));
    assertThat(messages).hasSizeGreaterThan(20);
    assertThat(messages)
        .flatMap(
            message -> List.of(message.split("\\.\\.\\.|;|\\b[A-Z]\\b|[,:] |'|\\d+\\.\\d+", -1)))
        .map(String::strip)
        .filteredOn(part -> part.contains(" "))
        .allMatch(program::contains);
  }

  /** The first cells of a table's rows that match a pattern, without those of its head. */
  private static List<String> firstCells(String guide, String heading, String pattern)
      throws IOException {
    String text = Files.readString(DOCS.resolve(guide));
    int start = text.indexOf(heading + "\n");
    int end = text.indexOf("\n#", start + 1);
    List<String> cells = new ArrayList<>();
    for (String line : text.substring(start, end < 0 ? text.length() : end).split("\n", -1)) {
      Matcher cell = Pattern.compile("\\| " + pattern).matcher(line.split(" \\| ", -1)[0]);
      if (cell.matches() && !cell.group(1).equals("message") && !cell.group(1).equals("symptom")) {
        cells.add(cell.group(1));
      }
    }
    return cells;
  }

  /** The string literals of the program, with concatenations joined. */
  private static String texts() throws IOException {
    StringBuilder texts = new StringBuilder();
    for (String module : List.of("hal", "calibration", "controller")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          texts.append(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
        }
      }
    }
    return texts.toString();
  }

  private static List<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }
}
