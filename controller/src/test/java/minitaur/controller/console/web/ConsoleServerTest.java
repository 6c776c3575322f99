package minitaur.controller.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import minitaur.controller.console.telemetry.ControlTelemetry;
import minitaur.controller.console.telemetry.LearningTelemetry;
import minitaur.controller.episode.TerrainShape;
import minitaur.controller.episode.TerrainShape.Cuboid;
import minitaur.controller.episode.Tick;
import minitaur.controller.operator.OperatorCommand;
import minitaur.controller.operator.OperatorEvent.Severity;
import minitaur.controller.operator.Phase;
import minitaur.controller.settings.ConsoleSettings;
import minitaur.hal.MotorCommand;
import minitaur.hal.RobotState;
import minitaur.hal.mocap.Pose;
import minitaur.hal.mocap.Track;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleServerTest {
  private static final Pattern EXTERNAL_REFERENCE =
      Pattern.compile("(src|href|from|import|url)\\W{0,3}(https?:)?//");
  private static HttpClient client;

  private FakePort port;
  private ConsoleServer server;

  @BeforeAll
  static void openClient() {
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterAll
  static void clearClient() {
    client = null;
  }

  @BeforeEach
  void serve() throws IOException {
    port = new FakePort();
    server = TestServers.serve(port);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String origin() {
    return "http://127.0.0.1:" + server.port();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(origin() + path));
  }

  private HttpRequest.Builder command(String body) {
    return request("/api/command")
        .header("Origin", origin())
        .header("Authorization", "Bearer " + TestServers.TOKEN)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static String body(String id, String command) {
    return "{\"id\":\"%s\",\"command\":\"%s\"}".formatted(id, command);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  // --- The page ---

  @Test
  void pageIsSmallAndSelfContained() throws Exception {
    long sent = 0;
    for (Map.Entry<String, PageFile> file : PageFile.all().entrySet()) {
      HttpResponse<byte[]> response =
          client.send(
              request(file.getKey()).header("Accept-Encoding", "gzip").build(),
              BodyHandlers.ofByteArray());
      assertThat(response.statusCode()).as(file.getKey()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
      sent += response.body().length;
      String text = new String(file.getValue().plain(), StandardCharsets.UTF_8);
      assertThat(EXTERNAL_REFERENCE.matcher(text).find())
          .as(file.getKey() + " contains no external reference")
          .isFalse();
    }
    assertThat(sent).isLessThan(1_500_000);
  }

  @Test
  void everyResponseHasSecurityHeaders() throws Exception {
    for (String path : new String[] {"/", "/main.js", "/nothing", "/api/command"}) {
      HttpResponse<String> response = send(request(path));
      assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .contains("default-src 'none'")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(response.headers().firstValue("Server")).isEmpty();
    }
  }

  @Test
  void servesEpisodeMotion() throws Exception {
    ControlTelemetry control = new ControlTelemetry();
    server.close();
    server = TestServers.serve(port, control, new LearningTelemetry());
    control.begin(3, 1_000_000_000);
    Tick tick = new Tick();
    tick.timeNanos = 1_500_000_000;
    control.tick(tick, new RobotState(), new MotorCommand(), new Track());
    assertThat(send(request("/api/motion/3")).statusCode()).as("during the episode").isEqualTo(404);
    control.end(TestServers.summary(3));

    HttpResponse<String> response = send(request("/api/motion/3"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).startsWith("{\"motion\":{\"terrain\":null,\"frames\":[[0.5,");
    for (String path : List.of("4", "x", "-1", "99999999999")) {
      assertThat(send(request("/api/motion/" + path)).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void servesRunFiles(@TempDir Path run) throws Exception {
    server.close();
    server = TestServers.serve(port, run);
    HttpResponse<String> missing = send(request("/api/file/curve"));
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).contains("the run has not written this file yet");
    Files.writeString(run.resolve("curve.png"), "a plot");
    Files.writeString(run.resolve("config.yaml"), "secret");
    Path recordings = Files.createDirectory(run.resolve("episodes"));
    String magic = "\u0089MCAP0\r\n";
    Files.writeString(
        recordings.resolve("episode-000001.mcap"), magic + magic, StandardCharsets.ISO_8859_1);
    Files.writeString(
        recordings.resolve("episode-000002.mcap"),
        magic + "still being written",
        StandardCharsets.ISO_8859_1);

    HttpResponse<String> curve = send(request("/api/file/curve"));
    assertThat(curve.body()).isEqualTo("a plot");
    assertThat(curve.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"curve.png\"");
    assertThat(send(request("/api/file/recording")).headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"episode-000001.mcap\"");
    for (String path : List.of("config.yaml", "config", "../config.yaml", "%2e%2e%2fconfig.yaml")) {
      assertThat(send(request("/api/file/" + path)).statusCode()).as(path).isNotEqualTo(200);
    }
  }

  @Test
  void respondsNotModifiedForCachedFile() throws Exception {
    String tag = send(request("/main.js")).headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = send(request("/main.js").header("If-None-Match", tag));

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  // --- Commands ---

  @Test
  void forwardsCommandsToPort() throws Exception {
    assertThat(send(command(body("press-0001", "stop"))).statusCode()).isEqualTo(200);
    assertThat(
            send(command("{\"id\":\"press-0002\",\"command\":\"release\",\"version\":12}"))
                .statusCode())
        .isEqualTo(200);
    assertThat(send(command(body("press-0003", "pause"))).statusCode()).isEqualTo(200);
    assertThat(
            send(command("{\"id\":\"press-0004\",\"command\":\"resume\",\"version\":14}"))
                .statusCode())
        .isEqualTo(200);
    HttpResponse<String> done =
        send(command("{\"id\":\"press-0005\",\"command\":\"reset-done\",\"request\":3}"));
    send(command("{\"id\":\"press-0006\",\"command\":\"push\",\"forward\":1.5,\"left\":-2}"));

    assertThat(done.body()).contains("\"accepted\":true").contains("done for page 127.0.0.1");
    assertThat(port.commands)
        .containsExactly(
            new OperatorCommand.Stop(),
            new OperatorCommand.Release(12),
            new OperatorCommand.Pause(),
            new OperatorCommand.Resume(14),
            new OperatorCommand.ResetDone(3),
            new OperatorCommand.Push(1.5, -2));
  }

  @Test
  void rejectsCommandsWithoutToken() throws Exception {
    for (String token : new String[] {"", "Bearer ", "Bearer wrong", TestServers.TOKEN}) {
      HttpRequest.Builder request =
          command(body("press-0001", "stop")).setHeader("Authorization", token);
      HttpResponse<String> response = send(request);
      assertThat(response.statusCode()).as("token '%s'", token).isEqualTo(401);
      assertThat(response.body()).contains("token is missing or wrong");
    }
    assertThat(port.commands).isEmpty();
  }

  @Test
  void rejectsCrossOriginCommands() throws Exception {
    for (String origin :
        new String[] {
          "http://evil.example",
          "null",
          "http://127.0.0.1",
          "https://127.0.0.1:" + server.port(),
          "http://127.0.0.1:" + (server.port() + 1)
        }) {
      HttpResponse<String> response =
          send(command(body("press-0001", "stop")).setHeader("Origin", origin));
      assertThat(response.statusCode()).as(origin).isEqualTo(403);
    }
    assertThat(port.commands).isEmpty();
  }

  @Test
  void rejectsCommandsByGet() throws Exception {
    for (String path : new String[] {"/api/command", "/api/command?command=stop&id=press-0001"}) {
      HttpResponse<String> response =
          send(request(path).header("Authorization", "Bearer " + TestServers.TOKEN));
      assertThat(response.statusCode()).isEqualTo(405);
      assertThat(response.body()).contains("send commands with POST");
    }
    assertThat(port.commands).isEmpty();
  }

  @Test
  void rejectsForeignHostNames() throws Exception {
    assertThat(statusWithHost("evil.example")).isEqualTo(421);
    assertThat(statusWithHost("127.0.0.1.evil.example:" + server.port())).isEqualTo(421);
    assertThat(statusWithHost("localhost:9000")).isEqualTo(200);
    assertThat(statusWithHost("[::1]:" + server.port())).isEqualTo(200);
  }

  /** Sends a request with a given Host header, which the HTTP client of the JDK does not allow. */
  private int statusWithHost(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  @Test
  void rejectsMalformedCommandsWithReason() throws Exception {
    assertMalformed("stop", "is not JSON");
    assertMalformed("[]", "JSON object");
    assertMalformed("{\"command\":\"stop\"}", "\\\"id\\\"");
    assertMalformed(body("press-0001", "jump"), "must be one of stop, release");
    assertMalformed(body("press-0001", "reset-done"), "number of the request");
    assertMalformed(body("press-0001", "release"), "version of the view");
    assertMalformed(body("press-0001", "resume"), "version of the view");
    assertMalformed(body("press-0001", "push"), "impulse in that direction");
    HttpResponse<String> text =
        send(command(body("press-0001", "stop")).setHeader("Content-Type", "text/plain"));
    assertThat(text.statusCode()).isEqualTo(400);
    assertThat(port.commands).isEmpty();
  }

  private void assertMalformed(String body, String reason) throws Exception {
    HttpResponse<String> response = send(command(body));
    assertThat(response.statusCode()).as(body).isEqualTo(400);
    assertThat(response.body()).contains(reason);
  }

  @Test
  void reportsCommandRejectedByPort() throws Exception {
    port.rejections.put(OperatorCommand.ResetDone.class, done -> true);

    HttpResponse<String> response =
        send(command("{\"id\":\"press-0001\",\"command\":\"reset-done\",\"request\":2}"));

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).contains("\"accepted\":false").contains("not now");
  }

  @Test
  void executesRepeatedRequestOnce() throws Exception {
    HttpResponse<String> first = send(command(body("press-0001", "pause")));
    HttpResponse<String> second = send(command(body("press-0001", "pause")));

    assertThat(second.body()).isEqualTo(first.body());
    assertThat(port.commands).hasSize(1);
  }

  /**
   * Bodies that never arrive and files that are never read must not block a worker that a stop
   * needs.
   */
  @Test
  void acceptsStopWhileRequestsStall() throws Exception {
    List<Socket> attackers = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setReceiveBufferSize(1024);
        attackers.add(socket);
        String start =
            switch (i % 3) {
              case 0 ->
                  "POST /api/command HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n"
                      + "Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n{";
              case 1 ->
                  "GET /three/three.core.min.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".repeat(2);
              default -> "POST /api/command HTTP/1.1\r\nHost: 127";
            };
        socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
      }
      long slowestNanos = 0;
      for (int press = 0; press < 20; press++) {
        long startNanos = System.nanoTime();
        assertThat(send(command(body("press-stall-" + press, "stop"))).statusCode()).isEqualTo(200);
        slowestNanos = Math.max(slowestNanos, System.nanoTime() - startNanos);
      }
      // Without limits, ten stalled requests delay a stop by 29 s. The bound allows for other load.
      assertThat(slowestNanos).isLessThan(3_000_000_000L);
    } finally {
      for (Socket socket : attackers) {
        socket.close();
      }
    }
  }

  @Test
  void throttlesFloodWithoutToken() throws Exception {
    HttpRequest guess =
        command(body("press-0001", "stop")).setHeader("Authorization", "Bearer wrong").build();
    int unauthorized = 0;
    long before = System.nanoTime();
    HttpResponse<String> last = null;
    for (int i = 0; i < 20 && (last == null || last.statusCode() == 401); i++) {
      last = client.send(guess, BodyHandlers.ofString());
      unauthorized += last.statusCode() == 401 ? 1 : 0;
    }
    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(unauthorized).isBetween(10, 15);
    assertThat(System.nanoTime() - before).isGreaterThan(900_000_000L);
    assertThat(port.commands).isEmpty();
    assertThat(send(command(body("press-0002", "stop"))).statusCode()).isEqualTo(200);
  }

  @Test
  void closesOldestConnectionAboveLimit() throws Exception {
    List<Socket> attackers = new ArrayList<>();
    try {
      connectUntilFirstIsClosed(attackers);
      assertThat(send(command(body("press-0001", "stop"))).statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : attackers) {
        socket.close();
      }
    }
  }

  /** Opens connections above the limit, and more if the system has delayed some of this burst. */
  private void connectUntilFirstIsClosed(List<Socket> attackers) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int i = 0; i < 540; i++) {
      attackers.add(new Socket(loopback, server.port()));
    }
    attackers.get(0).setSoTimeout(100);
    while (true) {
      try {
        assertThat(attackers.get(0).getInputStream().read()).isEqualTo(-1);
        return;
      } catch (SocketTimeoutException e) {
        assertThat(attackers).hasSizeLessThan(700);
        attackers.add(new Socket(loopback, server.port()));
      }
    }
  }

  @Test
  void keepsPageWithTokenDuringFlood() throws Exception {
    Listener page = connect(TestServers.TOKEN);
    page.await("\"mayCommand\":true");
    List<Socket> attackers = new ArrayList<>();
    try {
      // The page is older than the first connection, so it would be closed before it.
      connectUntilFirstIsClosed(attackers);
      page.messages.clear();
      page.await("now");
    } finally {
      for (Socket socket : attackers) {
        socket.close();
      }
    }
  }

  @Test
  void servesPageAndFilesWhileClientsReadSlowly(@TempDir Path run) throws Exception {
    Files.write(run.resolve("policy.safetensors"), new byte[4_000_000]);
    server.close();
    server = TestServers.serve(port, run);
    List<Socket> attackers = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        Socket socket = new Socket();
        attackers.add(socket);
        socket.setReceiveBufferSize(1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        String path = i % 2 == 0 ? "/three/three.core.min.js" : "/api/file/policy";
        socket
            .getOutputStream()
            .write(
                ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
      }
      for (Socket socket : attackers) {
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
      assertThat(send(request("/")).statusCode()).isEqualTo(200);
      assertThat(send(request("/main.js")).statusCode()).isEqualTo(200);
      HttpRequest.Builder download = request("/api/file/policy");
      assertThat(send(download).statusCode()).isEqualTo(503);
      download.header("Authorization", "Bearer " + TestServers.TOKEN);
      assertThat(send(download).statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : attackers) {
        socket.close();
      }
    }
  }

  @Test
  void limitsTokenGuessesOverWebSocket() throws Exception {
    for (int i = 0; i < 20; i++) {
      Listener guess = connect("guess-" + i);
      assertThat(guess.await("hello")).contains("\"mayCommand\":false");
    }
    assertThat(connect(TestServers.TOKEN).closed.poll(15, TimeUnit.SECONDS)).isNotNull();
    assertThat(connect("").await("hello")).contains("\"mayCommand\":false");
    assertThat(send(command(body("press-0001", "stop"))).statusCode()).isEqualTo(200);
  }

  @Test
  void rateLimitsCommandsExceptStop() throws Exception {
    int rejectedCount = 0;
    for (int i = 0; i < 40; i++) {
      rejectedCount +=
          send(command(body("press-10" + i + 100, "pause"))).statusCode() == 429 ? 1 : 0;
    }
    assertThat(rejectedCount).isPositive();

    for (int i = 0; i < 20; i++) {
      assertThat(send(command(body("press-20" + i + 100, "stop"))).statusCode()).isEqualTo(200);
    }
  }

  // --- Viewing ---

  private static final class Listener implements WebSocket.Listener {
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        messages.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.add(code);
      return null;
    }

    String await(String part) throws InterruptedException {
      for (String message = next(); message != null; message = next()) {
        if (message.contains(part)) {
          return message;
        }
      }
      throw new AssertionError("no message with " + part);
    }

    private String next() throws InterruptedException {
      return messages.poll(10, TimeUnit.SECONDS);
    }
  }

  private Listener connect(String token) {
    Listener listener = new Listener();
    connect(server, listener, origin(), token);
    return listener;
  }

  private WebSocket connect(ConsoleServer console, Listener listener, String origin, String token) {
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .header("Origin", origin)
            .buildAsync(URI.create("ws://127.0.0.1:" + console.port() + "/live"), listener)
            .join();
    socket.sendText("{\"token\":\"" + token + "\"}", true).join();
    return socket;
  }

  @Test
  void pageReceivesStateAndChanges() throws Exception {
    port.report(Severity.WARNING, "a motor is hot");
    Listener listener = new Listener();
    WebSocket socket = connect(server, listener, origin(), TestServers.TOKEN);

    assertThat(listener.await("hello")).contains("\"mayCommand\":true").contains("upperLink");
    assertThat(listener.await("view")).contains("the run has not started").contains("motor is hot");
    port.publish(Phase.RUNNING, "episode 7", null);
    assertThat(listener.await("running")).contains("episode 7").doesNotContain("motor is hot");
    socket.abort();
  }

  @Test
  void pageReceivesEventThatIsAddedWhileMessageIsComposed() throws Exception {
    port.lateEvent = "the battery is low";
    Listener listener = new Listener();
    WebSocket socket = connect(server, listener, origin(), TestServers.TOKEN);

    assertThat(listener.await("events")).contains("the battery is low");
    socket.abort();
  }

  @Test
  void pageReceivesTerrainAndBlocks() throws Exception {
    ControlTelemetry control = new ControlTelemetry();
    try (ConsoleServer console = TestServers.serve(port, control, new LearningTelemetry())) {
      control.begin(0, 0);
      control.terrain(
          new TerrainShape(
              new double[] {0, 1, 2},
              new double[] {-1, 1},
              new double[] {0, 0, 0, 0, 0.1, 0.1},
              new double[] {0.5, 1},
              List.of(new Cuboid(1, 0, 0.05, 0.1, 0.2, 0.1, 0.5)),
              Collections.nCopies(6, new Cuboid(0, 0, 0, 0.09, 0.09, 0.06, 0))));
      Pose pose = new Pose();
      pose.xMetres = 3.25;
      control.block(0, pose);
      control.tick(new Tick(), new RobotState(), new MotorCommand(), new Track());
      Listener listener = new Listener();
      WebSocket socket =
          connect(console, listener, "http://127.0.0.1:" + console.port(), TestServers.TOKEN);
      assertThat(listener.await("live"))
          .contains("\"terrain\":{\"x\":[0.0,1.0,2.0],\"y\":[-1.0,1.0],\"z\":[")
          .contains("\"boxes\":[{\"center\":[1.0,0.0,0.05],\"size\":[0.1,0.2,0.1],\"yaw\":0.5}]")
          .contains("\"blocks\":[{\"center\":")
          .contains("\"blocks\":[3.25,0.0");
      socket.abort();
    }
  }

  @Test
  void isReadOnlyWithoutToken() throws Exception {
    Listener listener = new Listener();
    WebSocket socket = connect(server, listener, origin(), "");

    assertThat(listener.await("hello")).contains("\"mayCommand\":false");
    socket.abort();
  }

  @Test
  void viewingFromNetworkRequiresToken() throws Exception {
    try (ConsoleServer console =
        ConsoleServer.start(
            new ConsoleSettings(true, "0.0.0.0", 0, TestServers.TOKEN),
            TestServers.ROBOT,
            port,
            new ControlTelemetry(),
            new LearningTelemetry())) {
      Listener listener = new Listener();
      connect(console, listener, "http://127.0.0.1:" + console.port(), "wrong");

      assertThat(listener.closed.poll(10, TimeUnit.SECONDS)).isEqualTo(4401);
      assertThat(listener.messages).isEmpty();
    }
  }

  @Test
  void rejectsCrossOriginWebSocket() {
    assertThatThrownBy(() -> connect(server, new Listener(), "http://evil.example", ""))
        .isInstanceOf(CompletionException.class);
  }

  // --- Listening address ---

  @Test
  void usesNextPortIfBusy() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ConsoleServer other =
            ConsoleServer.start(
                new ConsoleSettings(true, "127.0.0.1", busy.getLocalPort(), ""),
                TestServers.ROBOT,
                port,
                new ControlTelemetry(),
                new LearningTelemetry())) {
      assertThat(other.port()).isNotEqualTo(busy.getLocalPort());
      assertThat(other.url())
          .startsWith("http://127.0.0.1:" + other.port() + "/#")
          .endsWith(other.token());
      assertThat(other.token()).hasSize(32);
    }
  }

  @Test
  void reportsNonLocalAddress() {
    assertThatThrownBy(
            () ->
                ConsoleServer.start(
                        new ConsoleSettings(true, "192.0.2.1", 8484, ""),
                        TestServers.ROBOT,
                        port,
                        new ControlTelemetry(),
                        new LearningTelemetry())
                    .close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on 192.0.2.1");
  }
}
