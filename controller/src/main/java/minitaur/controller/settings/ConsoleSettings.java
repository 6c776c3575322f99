package minitaur.controller.settings;

import static minitaur.hal.settings.InvalidSettingException.require;
import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import java.util.regex.Pattern;
import minitaur.hal.settings.Setting;

/** Settings of the operator's web page. */
public record ConsoleSettings(
    @Setting(doc = "Whether a training run serves the page.") boolean enabled,
    @Setting(
            doc =
                "Address of this computer under which the page can be reached: 127.0.0.1 from this"
                    + " computer only, 0.0.0.0 from the whole network.")
        String bind,
    @Setting(
            doc =
                "Port of the page; if it is in use, the next free port is used. 0: any free port.")
        int port,
    @Setting(
            doc =
                "Token that the page needs to command the robot, at least 12 letters, digits or any"
                    + " of - . _ ~; empty: a random token is generated at each start. It is not"
                    + " written to the run's configuration, so specify it again when resuming.",
            secret = true)
        String token) {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]{12,200}");

  public ConsoleSettings {
    require(!bind.isBlank(), "bind", "empty", "an address of this computer, such as 127.0.0.1");
    requireBetween("port", port, 0, 65_535);
    require(
        token.isEmpty() || TOKEN.matcher(token).matches(),
        "token",
        "too short or has other characters",
        "12 to 200 letters, digits or - . _ ~, or empty for a random one");
  }

  /** The project's defaults. */
  public static ConsoleSettings defaults() {
    return new ConsoleSettings(true, "127.0.0.1", 8484, "");
  }
}
