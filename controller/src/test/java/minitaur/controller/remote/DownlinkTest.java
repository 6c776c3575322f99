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
import minitaur.controller.run.storage.LocalFileOperations;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.SystemClock;
import minitaur.hal.random.RandomStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches the newest policy over dead or slow connections. */
class DownlinkTest {
  private static final long TIMEOUT_NANOS = 15_000_000_000L;
  private static final byte[] FILE = new byte[4000];

  @TempDir private Path temporary;

  private final ControllerConfig config = SmallRun.config();
  private final SystemClock clock = new SystemClock();
  private final AtomicInteger responseCount = new AtomicInteger();
  private ServerSocket server;
  private TrainerClient trainer;

  /** Handling of requests. */
  private interface RequestHandler {
    /**
     * Returns whether the response is complete; otherwise the connection stays open without further
     * data.
     */
    boolean handle(int request, OutputStream out) throws IOException, InterruptedException;
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

  /** Answers each request on a separate connection, as {@code handler} specifies. */
  private void serve(RequestHandler handler) {
    Thread acceptor =
        new Thread(
            () -> {
              for (int i = 1; !server.isClosed(); i++) {
                int request = i;
                try {
                  Socket socket = server.accept();
                  new Thread(() -> respond(socket, request, handler), "response").start();
                } catch (IOException e) {
                  return;
                }
              }
            },
            "acceptor");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  private void respond(Socket socket, int request, RequestHandler handler) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String read = in.readLine();
      while (read != null && !read.isEmpty()) {
        read = in.readLine();
      }
      if (handler.handle(request, socket.getOutputStream())) {
        responseCount.incrementAndGet();
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
        new LocalFileOperations(),
        RandomStream.of(0, "uniform"),
        RandomStream.of(0, "noise"));
  }

  private static void writeExplore(OutputStream out) throws IOException {
    out.write(
        "HTTP/1.1 204 No Content\r\nMinitaur-Behaviour: explore uniformly\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void writeHeaders(OutputStream out) throws IOException {
    out.write(
        ("HTTP/1.1 200 OK\r\nContent-Length: "
                + FILE.length
                + "\r\nETag: "
                + PolicyStore.tag(7, FILE)
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Test
  void retriesStalledRequestOnNewConnection() throws Exception {
    AtomicInteger unanswered = new AtomicInteger();
    serve(
        (request, out) -> {
          if (request == 1) {
            unanswered.incrementAndGet();
            return false;
          }
          Thread.sleep(300);
          writeExplore(out);
          return true;
        });
    try (Downlink downlink = new Downlink(trainer, policies(), clock)) {
      downlink.start();
      downlink.request();
      while (unanswered.get() == 0) {
        Thread.onSpinWait();
      }
      downlink.refresh(TIMEOUT_NANOS, () -> false);
      assertThat(responseCount.get()).isPositive();
    }
  }

  @Test
  void retriesTruncatedResponse() throws Exception {
    serve(
        (request, out) -> {
          if (request == 1) {
            out.write("HTTP/1.1 2".getBytes(StandardCharsets.US_ASCII));
            throw new IOException("the connection is lost");
          }
          Thread.sleep(300);
          writeExplore(out);
          return true;
        });
    try (Downlink downlink = new Downlink(trainer, policies(), clock)) {
      downlink.start();
      downlink.refresh(TIMEOUT_NANOS, () -> false);
      assertThat(responseCount).hasValue(1);
    }
  }

  /** A captive portal or a proxy may answer any request with 204. */
  @Test
  void rejectsEmptyResponseOfAnotherServer() {
    serve(
        (request, out) -> {
          out.write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          out.flush();
          return true;
        });
    assertThatThrownBy(() -> trainer.fetchPolicy("\"7-00000000\""))
        .isInstanceOf(IOException.class)
        .hasMessage("an empty response that is not the trainer's");
  }

  @Test
  void acceptsSlowResponse() throws Exception {
    int chunks = 5;
    serve(
        (request, out) -> {
          writeHeaders(out);
          for (int i = 0; i < chunks; i++) {
            Thread.sleep(400);
            int from = i * FILE.length / chunks;
            out.write(Arrays.copyOfRange(FILE, from, from + FILE.length / chunks));
            out.flush();
          }
          return true;
        });
    TrainerClient.PolicyResponse response = trainer.fetchPolicy(null);
    assertThat(response.newPolicy()).isNotNull();
    assertThat(response.newPolicy().id()).isEqualTo(7);
  }

  @Test
  void abortsStalledResponse() {
    serve(
        (request, out) -> {
          writeHeaders(out);
          out.write(FILE, 0, 100);
          out.flush();
          return false;
        });
    assertThatThrownBy(() -> trainer.fetchPolicy(null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no response within");
  }

  @Test
  void rejectsPolicyOfAnotherRun() {
    serve(
        (request, out) -> {
          out.write(
              "HTTP/1.1 204 No Content\r\nMinitaur-Run: 0000000000000002\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
          out.flush();
          return true;
        });
    trainer.expectRun(1);
    assertThatThrownBy(() -> trainer.fetchPolicy(null)).isInstanceOf(OtherRunException.class);
  }

  @Test
  void rejectsEndlessResponse() {
    serve(
        (request, out) -> {
          out.write("HTTP/1.0 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          byte[] chunk = new byte[1 << 16];
          for (long sent = 0; sent <= CountingBodyHandler.MAX_BYTES; sent += chunk.length) {
            out.write(chunk);
          }
          throw new IOException("the server closes the connection");
        });
    assertThatThrownBy(() -> trainer.fetchPolicy(null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than");
  }
}
