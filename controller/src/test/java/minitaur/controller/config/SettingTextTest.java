package minitaur.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import minitaur.hal.settings.Setting;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTextTest {
  // Not private, because its constructor is called by reflection.
  record Texts(@Setting(doc = "A text.") String text) {}

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
  void aTextIsReadAsItWasPrinted(String text) {
    String yaml = "text: " + SettingValue.print(text);

    Texts read = RecordBinder.bind(YamlTree.parse(yaml, "test"), new Texts("default"));

    assertThat(read.text()).isEqualTo(text);
  }
}
