package minitaur.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.hal.settings.Setting;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingValueTest {
  // Not private, because its constructor is called by reflection.
  record TextSettings(@Setting(doc = "A text.") String text) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/dev/ttyACM0",
        "192.168.1.4:3883",
        "true",
        "0x10",
        "a: b # c",
        "\"quoted\" \\ back",
        "tab\tand\nline",
        "- dash",
        "Präzision"
      })
  void roundTripsStrings(String text) {
    String yaml = "text: " + SettingValue.format(text);

    TextSettings parsed =
        RecordBinder.bind(ConfigParser.parse(yaml, "test"), new TextSettings("default"));

    assertThat(parsed.text()).isEqualTo(text);
  }
}
