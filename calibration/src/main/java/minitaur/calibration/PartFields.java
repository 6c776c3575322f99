package minitaur.calibration;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fields of a part of a {@link Calibration} in the file. A record that is declared within the
 * part's record only groups components: they are fields of the part.
 */
final class PartFields {
  private PartFields() {}

  /** Whether a component of this type groups fields of the part. */
  static boolean isGroup(Class<?> component, Class<?> part) {
    return component.getDeclaringClass() == part;
  }

  /** Names of the fields in their order. */
  static List<String> names(Class<?> part) {
    List<String> names = new ArrayList<>();
    for (RecordComponent component : part.getRecordComponents()) {
      if (isGroup(component.getType(), part)) {
        names.addAll(names(component.getType()));
      } else {
        names.add(component.getName());
      }
    }
    return names;
  }

  /** Values by name, in the order of {@link #names}, without missing ones. */
  static Map<String, Object> values(Record part) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : part.getClass().getRecordComponents()) {
      Object value;
      try {
        value = component.getAccessor().invoke(part);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
      if (value instanceof Record group && isGroup(component.getType(), part.getClass())) {
        values.putAll(values(group));
      } else if (value != null) {
        values.put(component.getName(), value);
      }
    }
    return values;
  }
}
