package minitaur.controller.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildInfoTest {
  private static final String HASH = "0123456789abcdef0123456789abcdef01234567";

  @Test
  void readsVersionAndRevisionOfBuild() {
    BuildInfo info = BuildInfo.read();

    assertThat(info.version()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
    assertThat(info.revision()).matches("[0-9a-f]{40}|unknown");
  }

  @Test
  void parsesDirtySuffix() {
    assertThat(BuildInfo.parse("1.0.0", HASH)).isEqualTo(new BuildInfo("1.0.0", HASH, false));
    assertThat(BuildInfo.parse("1.0.0", HASH + "-dirty"))
        .isEqualTo(new BuildInfo("1.0.0", HASH, true));
  }

  @Test
  void describesChangedSourcesAsDirty() {
    assertThat(new BuildInfo("1.0.0", HASH, false).describeRevision()).isEqualTo(HASH);
    assertThat(new BuildInfo("1.0.0", HASH, true).describeRevision()).isEqualTo(HASH + "-dirty");
  }
}
