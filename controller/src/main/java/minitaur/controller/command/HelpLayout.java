package minitaur.controller.command;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import minitaur.controller.command.options.OptionHeading;
import minitaur.controller.config.ConfigWriter;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.Terminal;
import minitaur.controller.settings.ControllerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Layout of the help: options grouped under headings, with defaults, wrapped at the width of the
 * terminal.
 */
final class HelpLayout {
  private static final int DEFAULT_WIDTH = 80;
  private static final int MIN_WIDTH = 60;
  private static final int MAX_WIDTH = 120;
  private static final String COMMAND_OPTIONS = "Options";
  private static final String GENERAL_OPTIONS = "General";

  private HelpLayout() {}

  /** Applies the layout to a command and all its subcommands. */
  static void applyTo(CommandLine line, String version) {
    ResourceBundle defaults = new SettingDefaults();
    for (CommandLine each : withSubcommands(line).toList()) {
      CommandSpec spec = each.getCommandSpec();
      spec.version(version).resourceBundle(defaults);
      if (!spec.helpCommand()) {
        spec.mixinStandardHelpOptions(true);
      }
      spec.usageMessage()
          .sortOptions(false)
          .showDefaultValues(true)
          .abbreviateSynopsis(true)
          .width(DEFAULT_WIDTH);
      each.getHelpSectionMap()
          .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::renderOptions);
    }
    line.setHelpFactory(UnbrokenWords::new);
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(String.valueOf(code.number()), code.meaning());
    }
    line.getCommandSpec().usageMessage().exitCodeList(codes);
  }

  /** Color scheme: no color on a dumb terminal, in a pipe, or with NO_COLOR. */
  static Help.ColorScheme colorScheme() {
    boolean dumb = Terminal.isPresent() && !Terminal.supportsUpdates();
    return Help.defaultColorScheme(dumb ? Help.Ansi.OFF : Help.Ansi.AUTO);
  }

  /** Sets the width of the help to the width of the terminal. */
  static void fitToTerminal(CommandLine line) {
    int columns = Terminal.isPresent() ? Terminal.columns() : DEFAULT_WIDTH;
    line.setUsageHelpWidth(Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, columns)));
  }

  private static Stream<CommandLine> withSubcommands(CommandLine line) {
    return Stream.concat(
        Stream.of(line),
        line.getSubcommands().values().stream().flatMap(HelpLayout::withSubcommands));
  }

  private static String renderOptions(Help help) {
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    groups.put(COMMAND_OPTIONS, new ArrayList<>());
    for (OptionSpec option : help.commandSpec().options()) {
      if (!option.hidden()) {
        groups.computeIfAbsent(heading(option), name -> new ArrayList<>()).add(option);
      }
    }
    List<OptionSpec> general = groups.remove(GENERAL_OPTIONS);
    if (general != null) {
      groups.put(GENERAL_OPTIONS, general);
    }
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (name, options) -> {
          if (!options.isEmpty()) {
            Help.Layout layout = help.createDefaultLayout();
            layout.addOptions(options, help.parameterLabelRenderer());
            text.append(String.format("%n%s:%n", name))
                .append(UnbrokenWords.unlock(layout.toString()));
          }
        });
    return text.toString();
  }

  /** The heading of the class that declares an option. */
  private static String heading(OptionSpec option) {
    if (!(option.userObject() instanceof Field field)) {
      return GENERAL_OPTIONS;
    }
    OptionHeading heading = field.getDeclaringClass().getAnnotation(OptionHeading.class);
    if (heading != null) {
      return heading.value();
    }
    boolean general =
        field.getDeclaringClass().getName().startsWith("picocli.") || option.inherited();
    return general || option.longestName().equals("--debug") ? GENERAL_OPTIONS : COMMAND_OPTIONS;
  }

  /**
   * Wraps texts only at spaces, and examples not at all: picocli would also wrap after the periods,
   * commas and colons in the name of a setting or file, which could then not be copied.
   */
  private static final class UnbrokenWords extends Help {
    private static final Pattern PUNCTUATION = Pattern.compile("(?<=\\w)[.,:/](?=\\w)");

    /** Offset to the characters for private use, at which no text is wrapped. */
    private static final int LOCKED = 0xE000;

    private static final Pattern LOCKED_PUNCTUATION = Pattern.compile("[\\x{E000}-\\x{E07F}]");

    UnbrokenWords(CommandSpec spec, ColorScheme scheme) {
      super(spec, scheme);
    }

    private static String lock(String text) {
      return shift(text, PUNCTUATION, LOCKED);
    }

    static String unlock(String text) {
      return shift(text, LOCKED_PUNCTUATION, -LOCKED);
    }

    private static String shift(String text, Pattern characters, int offset) {
      return characters
          .matcher(text)
          .replaceAll(match -> Character.toString(match.group().charAt(0) + offset));
    }

    @Override
    public String description(Object... params) {
      String[] lines = commandSpec().usageMessage().description();
      String[] locked = Stream.of(lines).map(UnbrokenWords::lock).toArray(String[]::new);
      int width = commandSpec().usageMessage().width();
      return unlock(
          join(colorScheme().ansi(), width, true, locked, new StringBuilder(), params).toString());
    }

    @Override
    public String footer(Object... params) {
      return Stream.of(commandSpec().usageMessage().footer())
          .map(line -> String.format(line + "%n"))
          .collect(Collectors.joining());
    }

    @Override
    public IOptionRenderer createDefaultOptionRenderer() {
      IOptionRenderer renderer = super.createDefaultOptionRenderer();
      return (option, labels, scheme) -> {
        Ansi.Text[][] rows = renderer.render(option, labels, scheme);
        for (Ansi.Text[] row : rows) {
          int description = row.length - 1;
          row[description] = scheme.text(lock(row[description].plainString()));
        }
        return rows;
      };
    }
  }

  /** Defaults of the settings, for the help of options that are short for a setting. */
  private static final class SettingDefaults extends ResourceBundle {
    private @Nullable Map<String, String> values;

    /** Computed on first use: it takes longer than the start of most commands. */
    private Map<String, String> values() {
      Map<String, String> cached = values;
      if (cached == null) {
        cached = compute();
        values = cached;
      }
      return cached;
    }

    /** The settings as text without quotes; none for an empty string. */
    private static Map<String, String> compute() {
      Map<String, String> values = ConfigWriter.settings(ControllerConfig.defaults());
      values.replaceAll((key, value) -> value.replace("\"", ""));
      values.values().removeIf(String::isEmpty);
      return values;
    }

    @Override
    protected @Nullable Object handleGetObject(String key) {
      return values().get(key);
    }

    @Override
    public Enumeration<String> getKeys() {
      return Collections.enumeration(values().keySet());
    }
  }
}
