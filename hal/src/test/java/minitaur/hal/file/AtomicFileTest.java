package minitaur.hal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path directory;

  @Test
  void createsAndReplaces() throws IOException {
    Path file = directory.resolve("a.txt");
    AtomicFile.write(file, "first and longer".getBytes(StandardCharsets.UTF_8));
    AtomicFile.write(file, "second".getBytes(StandardCharsets.UTF_8));

    assertThat(file).hasContent("second");
    assertThat(directory).isDirectoryContaining(path -> path.equals(file));
    assertThat(directory.toFile().list()).hasSize(1);
  }

  @Test
  void failureKeepsOldContent() throws IOException {
    Path file = directory.resolve("a.txt");
    AtomicFile.write(file, "old".getBytes(StandardCharsets.UTF_8));

    assertThatIOException()
        .isThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      AtomicFile.writeFully(channel, ByteBuffer.wrap(new byte[100]));
                      throw new IOException("disk full");
                    }))
        .withMessage(file + ": disk full");

    assertThat(file).hasContent("old");
    assertThat(directory.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void keepsLinkAndReplacesItsTarget() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target.getFileName());
    AtomicFile.write(link, "new".getBytes(StandardCharsets.UTF_8));

    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("new");
  }

  @Test
  void rejectsDevice() throws IOException {
    Path device = Files.createSymbolicLink(directory.resolve("device"), Path.of("/dev/null"));
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.write(device, new byte[1]))
        .withMessage(device + ": not a regular file");

    assertThat(device).isSymbolicLink();
    assertThat(directory.toFile().list()).containsExactly("device");
  }

  @Test
  void namesFileWhoseTemporaryFileCannotBeCreated() {
    Path file = directory.resolve("a".repeat(252));
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.write(file, new byte[1]))
        .withMessage(file + ": File name too long");
  }

  @Test
  void reportsMissingDirectory() {
    Path file = directory.resolve("none").resolve("a.txt");
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.write(file, new byte[1]))
        .isInstanceOf(NoSuchFileException.class)
        .withMessage(file.toString());
  }
}
