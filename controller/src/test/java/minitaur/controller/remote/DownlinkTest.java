package minitaur.controller.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import minitaur.controller.run.storage.DiskFiles;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.SystemClock;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches the newest policy over dead or slow connections. */
class DownlinkTest {
  private static final long PATIENCE_NANOS = 15_000_000_000L;
  private static final byte[] FILE = new byte[4000];

  @TempDir private Path temporary;

  private final ControllerConfig config = SmallRun.config();
  private final SystemClock clock = new SystemClock();
  private final AtomicInteger answered = new AtomicInteger();
  private ServerSocket server;
  private TrainerClient trainer;

  /** Handling of requests. */
  private interface Line {
    /**
     * Returns whether the request was answered; otherwise the connection stays open without an
     * answer.
     */
    boolean answer(int request, OutputStream out) throws IOException, InterruptedException;
  }

  @BeforeEach
  void listen() throws Exception {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    trainer =
        new TrainerClient(
            new TrainerClient.Settings(
                URI.create("http://localhost:" + server.getLocalPort()),
                null,
                null,
                Duration.ofSeconds(60)));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /** Answers each request on a separate connection, as {@code line} specifies. */
  private void serve(Line line) {
    Thread accepting =
        new Thread(
            () -> {
              for (int i = 1; !server.isClosed(); i++) {
                int request = i;
                try {
                  Socket socket = server.accept();
                  new Thread(() -> answer(socket, request, line), "answer").start();
                } catch (IOException e) {
                  return;
                }
              }
            },
            "line");
    accepting.setDaemon(true);
    accepting.start();
  }

  private void answer(Socket socket, int request, Line line) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String read = in.readLine();
      while (read != null && !read.isEmpty()) {
        read = in.readLine();
      }
      if (line.answer(request, socket.getOutputStream())) {
        answered.incrementAndGet();
      }
      // Stays open, like a dead connection, until the other end closes it.
      in.transferTo(Writer.nullWriter());
    } catch (IOException | InterruptedException e) {
      return;
    }
  }

  private CollectorPolicies policies() {
    return new CollectorPolicies(
        temporary.resolve("policy.safetensors"),
        config,
        new DiskFiles(),
        RandomStream.of(0, "uniform"),
        RandomStream.of(0, "noise"));
  }

  private static void nobodyActs(OutputStream out) throws IOException {
    out.write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void head(OutputStream out) throws IOException {
    out.write(
        ("HTTP/1.1 200 OK\r\nContent-Length: "
                + FILE.length
                + "\r\nETag: "
                + PolicyShelf.tag(7, FILE)
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Test
  void questionThatHangsOnADeadLineIsAskedAgainOnAnother() throws Exception {
    AtomicInteger swallowed = new AtomicInteger();
    serve(
        (request, out) -> {
          if (request == 1) {
            swallowed.incrementAndGet();
            return false;
          }
          Thread.sleep(300);
          nobodyActs(out);
          return true;
        });
    try (Downlink downlink = new Downlink(trainer, policies(), clock)) {
      downlink.start();
      downlink.ask();
      while (swallowed.get() == 0) {
        Thread.onSpinWait();
      }
      downlink.refresh(PATIENCE_NANOS, () -> false);
      assertThat(answered.get()).isPositive();
    }
  }

  @Test
  void answerThatWasCutIsAskedForAgainBeforeTheNextEpisode() throws Exception {
    serve(
        (request, out) -> {
          if (request == 1) {
            out.write("HTTP/1.1 2".getBytes(StandardCharsets.US_ASCII));
            throw new IOException("the line is cut");
          }
          Thread.sleep(300);
          nobodyActs(out);
          return true;
        });
    try (Downlink downlink = new Downlink(trainer, policies(), clock)) {
      downlink.start();
      downlink.refresh(PATIENCE_NANOS, () -> false);
      assertThat(answered).hasValue(1);
    }
  }

  @Test
  void slowLineIsNoDeadOne() throws Exception {
    int pieces = 5;
    serve(
        (request, out) -> {
          head(out);
          for (int i = 0; i < pieces; i++) {
            Thread.sleep(400);
            int from = i * FILE.length / pieces;
            out.write(Arrays.copyOfRange(FILE, from, from + FILE.length / pieces));
            out.flush();
          }
          return true;
        });
    TrainerClient.Behaviour behaviour = trainer.behaviour(null);
    assertThat(behaviour.newer()).isNotNull();
    assertThat(behaviour.newer().id()).isEqualTo(7);
  }

  @Test
  void abortsAnAnswerOnADeadLine() {
    serve(
        (request, out) -> {
          head(out);
          out.write(FILE, 0, 100);
          out.flush();
          return false;
        });
    assertThatThrownBy(() -> trainer.behaviour(null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no answer within");
  }
}
