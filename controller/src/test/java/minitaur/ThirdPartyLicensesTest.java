package minitaur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks the license list that the build creates for the distributed libraries. */
class ThirdPartyLicensesTest {
  private static final Pattern LISTED =
      Pattern.compile("^ +((?:\\([^)]+(?:\\([^)]*\\)[^)]*)*\\) )+).*\\(([^:]+:[^:]+):[^)]*\\)$");

  @Test
  void billOfMaterialsHasLicenseForEveryLibrary() throws IOException {
    JsonNode bill = bill();
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    List<String> names = new ArrayList<>();
    for (JsonNode component : bill.path("components")) {
      String name = component.path("group").asText() + ":" + component.path("name").asText();
      names.add(name);
      if (name.startsWith("minitaur:")) {
        continue; // Modules of this program, under LICENSE.
      }
      assertThat(component.path("licenses")).as("licenses of %s", name).isNotEmpty();
      assertThat(component.path("hashes")).as("hashes of %s", name).isNotEmpty();
    }
    assertThat(names)
        .contains(
            "io.github.java-native:jssc",
            "org.bytedeco:openblas",
            "org.bytedeco:opencv",
            "org.ejml:ejml-fdense",
            "ch.qos.logback:logback-classic")
        .noneMatch(name -> name.contains("junit") || name.contains("archunit"));
  }

  @Test
  void licenseListContainsEveryLibraryInBillOfMaterials() throws IOException {
    List<String> listed =
        new String(resource("/META-INF/THIRD-PARTY.txt"), StandardCharsets.UTF_8)
            .lines()
            .map(LISTED::matcher)
            .filter(Matcher::matches)
            .map(line -> line.group(2))
            .toList();
    for (JsonNode component : bill().path("components")) {
      String name = component.path("group").asText() + ":" + component.path("name").asText();
      assertThat(listed).contains(name);
    }
  }

  @Test
  void noticeNamesEveryLgplLibrary() throws IOException {
    String notice = Files.readString(Path.of("..", "NOTICE"));
    List<String> lgplLibraries =
        new String(resource("/META-INF/THIRD-PARTY.txt"), StandardCharsets.UTF_8)
            .lines()
            .map(LISTED::matcher)
            .filter(line -> line.matches() && line.group(1).contains("LGPL"))
            .map(line -> line.group(2))
            .toList();
    assertThat(lgplLibraries).contains("io.github.java-native:jssc");
    for (String library : lgplLibraries) {
      assertThat(notice).contains(library.substring(0, library.indexOf(':')));
    }
  }

  private static JsonNode bill() throws IOException {
    assumeTrue(
        ThirdPartyLicensesTest.class.getResource("/META-INF/sbom/minitaur.cdx.json") != null,
        "an offline build does not write a bill of materials");
    return new ObjectMapper().readTree(resource("/META-INF/sbom/minitaur.cdx.json"));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ThirdPartyLicensesTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
