package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import minitaur.controller.sweep.SweepDirectory;
import minitaur.controller.sweep.SweepPage;
import minitaur.controller.sweep.SweepPlan;
import minitaur.hal.SystemClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SweepStatusCommandTest {
  @TempDir private Path temporary;
  private final TestProgram program = new TestProgram();

  @Test
  @Timeout(60)
  void watchEndsWhenEveryRowIsFinished() throws IOException, InterruptedException {
    Path file = Files.writeString(temporary.resolve("plan.yaml"), "seeds: [0, 1]\n");
    SweepPlan plan = SweepPlan.read(file);
    SweepDirectory directory = new SweepDirectory(temporary.resolve("sweep"));
    directory.recordOutcome(plan.rows().get(0), 0, "");
    String[] watch = {"sweep", "status", file.toString(), "--dir=" + directory.path(), "--watch"};
    Thread watching = new Thread(() -> program.run(watch));
    watching.start();
    while (!program.out().contains("1 pending")) {
      Thread.onSpinWait();
    }
    assertThat(watching.isAlive()).isTrue();
    directory.recordOutcome(plan.rows().get(1), 1, "diverged");
    watching.join();
    assertThat(program.out()).contains("1 done, 1 failed").contains("diverged");
  }

  @Test
  @Timeout(60)
  void pageServesRowsOnLocalhostOnly() throws IOException, InterruptedException {
    Path file = Files.writeString(temporary.resolve("plan.yaml"), "seeds: [0, 1]\n");
    SweepPlan plan = SweepPlan.read(file);
    SweepDirectory directory = new SweepDirectory(temporary.resolve("sweep"));
    directory.recordOutcome(plan.rows().get(0), 1, "diverged <at> step 7");
    Files.createDirectories(directory.run(plan.rows().get(1)));
    Files.writeString(
        directory.run(plan.rows().get(1)).resolve("progress.csv"),
        "step,evaluation_return_mean\n1000,1.5\n2000,NaN\n3000,4.5\n");
    try (SweepPage page = SweepPage.start(plan, directory, 0, new SystemClock())) {
      HttpClient client = HttpClient.newHttpClient();
      URI root = URI.create(page.url());
      assertThat(root.getHost()).isEqualTo("127.0.0.1");
      HttpResponse<String> report = get(client, root.resolve("report.json"));
      JsonNode rows = new ObjectMapper().readTree(report.body()).get("rows");
      assertThat(rows).hasSize(2);
      assertThat(rows.get(0).get("state").asText()).isEqualTo("failed");
      assertThat(rows.get(0).get("reason").asText()).isEqualTo("diverged <at> step 7");
      assertThat(rows.get(1).get("curve").toString()).isEqualTo("[[1000.0,1.5],[3000.0,4.5]]");
      for (String name : List.of("index.html", "sweep.js", "sweep.css")) {
        HttpResponse<String> response = get(client, root.resolve(name));
        assertThat(response.statusCode()).as(name).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
            .contains("default-src 'none'");
      }
      assertThat(getWithForeignHost(root.getPort())).startsWith("HTTP/1.1 421");
    }
  }

  private static HttpResponse<String> get(HttpClient client, URI uri)
      throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /**
   * Returns the answer to a request with a host name that a foreign page may have pointed at this
   * computer (DNS rebinding).
   */
  private static String getWithForeignHost(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              "GET /report.json HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
