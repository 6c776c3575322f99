import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Repacks and extracts jars for {@code assemble.sh}, which runs this file without compiling it
 * first. Patterns are searched in {@code JAR!/PATH}, where JAR is the file name of the jar.
 *
 * <pre>
 * java Jars.java store TIMESTAMP DROP FOLDER JAR...   copies the jars to FOLDER without the entries that match DROP
 * java Jars.java extract KEEP FOLDER JAR...           extracts the entries that match KEEP
 * </pre>
 */
final class Jars {
  private Jars() {}

  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "store" -> {
        LocalDateTime time = LocalDateTime.ofInstant(Instant.parse(arguments[1]), ZoneOffset.UTC);
        Pattern drop = Pattern.compile(arguments[2]);
        for (String jar : Arrays.asList(arguments).subList(4, arguments.length)) {
          store(Path.of(jar), drop, time, Path.of(arguments[3]));
        }
      }
      case "extract" -> {
        Pattern keep = Pattern.compile(arguments[1]);
        for (String jar : Arrays.asList(arguments).subList(3, arguments.length)) {
          extract(Path.of(jar), keep, Path.of(arguments[2]));
        }
      }
      default -> throw new IllegalArgumentException("Unknown command: " + arguments[0]);
    }
  }

  /**
   * Copies a jar without compression, because one compression of the whole archive makes it
   * smaller: small files have much in common. Entries are sorted by name and have the same time, so
   * that the same content gives the same bytes.
   */
  private static void store(Path jar, Pattern drop, LocalDateTime time, Path folder)
      throws IOException {
    try (ZipFile input = new ZipFile(jar.toFile());
        ZipOutputStream output =
            new ZipOutputStream(Files.newOutputStream(folder.resolve(jar.getFileName())))) {
      Map<String, ZipEntry> kept = new TreeMap<>();
      for (ZipEntry entry : Collections.list(input.entries())) {
        if (!drop.matcher(jar.getFileName() + "!/" + entry.getName()).find()) {
          kept.put(entry.getName(), entry);
        }
      }
      output.setMethod(ZipOutputStream.STORED);
      for (ZipEntry entry : kept.values()) {
        byte[] content = input.getInputStream(entry).readAllBytes();
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry stored = new ZipEntry(entry.getName());
        stored.setTimeLocal(time);
        stored.setSize(content.length);
        stored.setCrc(crc.getValue());
        output.putNextEntry(stored);
        output.write(content);
      }
    }
  }

  /** Extracts matching entries, each to the path that the groups of the pattern form. */
  private static void extract(Path jar, Pattern keep, Path folder) throws IOException {
    try (ZipFile input = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(input.entries())) {
        Matcher matcher = keep.matcher(jar.getFileName() + "!/" + entry.getName());
        if (!entry.isDirectory() && matcher.find()) {
          Path target =
              folder.resolve(
                  IntStream.rangeClosed(1, matcher.groupCount())
                      .mapToObj(matcher::group)
                      .collect(Collectors.joining("/")));
          Files.createDirectories(target.getParent());
          Files.write(target, input.getInputStream(entry).readAllBytes());
        }
      }
    }
  }
}
