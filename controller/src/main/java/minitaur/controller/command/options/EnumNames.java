package minitaur.controller.command.options;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts lower-case names with dashes, as in the configuration, to enum values, and lists them.
 *
 * @param <E> the enum
 */
public class EnumNames<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {
  private final Map<String, E> values = new LinkedHashMap<>();

  protected EnumNames(Class<E> type) {
    for (E value : type.getEnumConstants()) {
      values.put(value.name().toLowerCase(Locale.ROOT).replace('_', '-'), value);
    }
  }

  /** Makes the options of a command and its subcommands use these names for their enums. */
  public static void registerFor(CommandLine line) {
    line.getSubcommands().values().forEach(EnumNames::registerFor);
    for (ArgSpec argument : line.getCommandSpec().args()) {
      register(line, argument.auxiliaryTypes()[0]);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // The type is an enum.
  private static void register(CommandLine line, Class type) {
    if (type.isEnum()) {
      line.registerConverter(type, new EnumNames(type));
    }
  }

  @Override
  public E convert(String text) {
    E value = values.get(text.toLowerCase(Locale.ROOT).replace('_', '-'));
    if (value == null) {
      throw new TypeConversionException(
          "'" + text + "'; allowed: " + String.join(", ", values.keySet()));
    }
    return value;
  }

  @Override
  public Iterator<String> iterator() {
    return values.keySet().iterator();
  }
}
