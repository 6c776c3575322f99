package minitaur.hal.settings;

/**
 * Thrown when a setting has a value that is not allowed. The message names the setting and the
 * allowed values; it is for the user who wrote the setting.
 */
public final class InvalidSettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String component;
  private final String problem;
  private final String remedy;

  /**
   * @param component the setting: name of the record's component, or its path of keys separated by
   *     dots
   * @param problem what is wrong, such as "is -1.0"
   * @param remedy what to write instead, such as "allowed: 0 to 10"; empty for none
   */
  public InvalidSettingException(String component, String problem, String remedy) {
    super(component + " " + problem + (remedy.isEmpty() ? "" : "; " + remedy));
    this.component = component;
    this.problem = problem;
    this.remedy = remedy;
  }

  /**
   * Rejects an impossible value; for the compact constructors of settings records.
   *
   * @param possible whether the value can be used
   * @param component name of the record's component
   * @param allowed description of the allowed values
   * @throws InvalidSettingException when {@code possible} is false
   */
  public static void require(boolean possible, String component, Object value, String allowed) {
    if (!possible) {
      throw new InvalidSettingException(component, "is " + value, "allowed: " + allowed);
    }
  }

  /**
   * Rejects a value below {@code min}, above {@code max}, or NaN.
   *
   * @throws InvalidSettingException when the value is out of range
   */
  public static void requireBetween(String component, double value, double min, double max) {
    require(value >= min && value <= max, component, value, text(min) + " to " + text(max));
  }

  /**
   * Rejects an integer below {@code min} or above {@code max}.
   *
   * @throws InvalidSettingException when the value is out of range
   */
  public static void requireBetween(String component, long value, long min, long max) {
    require(value >= min && value <= max, component, value, min + " to " + max);
  }

  /**
   * Rejects an integer below {@code min}.
   *
   * @throws InvalidSettingException when the value is out of range
   */
  public static void requireAtLeast(String component, long value, long min) {
    require(value >= min, component, value, "an integer of at least " + min);
  }

  /**
   * Rejects a value that is not above 0, above {@code max}, or NaN.
   *
   * @throws InvalidSettingException when the value is not allowed
   */
  public static void requirePositive(String component, double value, double max) {
    require(value > 0 && value <= max, component, value, "above 0, up to " + text(max));
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** The setting, such as {@code loopRateHz} or {@code mocap.source}. */
  public String component() {
    return component;
  }

  /** What is wrong. */
  public String problem() {
    return problem;
  }

  /** Allowed values or another remedy; may be empty. */
  public String remedy() {
    return remedy;
  }
}
