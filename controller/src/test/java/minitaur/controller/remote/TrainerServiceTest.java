package minitaur.controller.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import minitaur.controller.config.ConfigException;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.episode.gait.GaitMetric;
import minitaur.controller.episode.gait.GaitReport;
import minitaur.controller.learn.LearnerMetrics;
import minitaur.controller.run.storage.FaultInjectingFiles;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.train.EvaluationResult;
import minitaur.controller.train.TrainerStatus;
import minitaur.hal.SystemClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the HTTP interface as seen by any client. */
class TrainerServiceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "sesame-open-up";
  private static final ControllerConfig CONFIG = ControllerConfig.defaults();

  /** First keys of a progress response; no episode waits. */
  private static final String START =
      """
      {"run":"%s","finished":false,"exploring":false,"steps":2000,"target_steps":160000,
      "episodes":4,"waiting":0,\
      """
          .replace("\n", "")
          .formatted(HexFormat.of().toHexDigits(TestEpisodes.RUN));

  /** First keys of a progress response that must not be missing. */
  private static final String REQUIRED = "{\"run\":\"1\",\"waiting\":0,\"pending_updates\":0,";

  private static final EvaluationResult EVALUATION =
      new EvaluationResult(
          2,
          new EvaluationResult.Returns(7.5, 7, 8),
          0.3,
          1,
          Double.NaN,
          new GaitReport(
              metric ->
                  metric == GaitMetric.RMS_TORQUE || metric == GaitMetric.TIME_TO_LIMIT
                      ? Double.POSITIVE_INFINITY
                      : Double.NaN,
              motor -> 2 * motor.ordinal(),
              motor -> 3 * motor.ordinal()),
          Map.of());

  @TempDir private Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private final FaultInjectingFiles files = new FaultInjectingFiles();
  private final PolicyStore policyStore = new PolicyStore();
  private final TrainerProgress progress = new TrainerProgress();
  private Intake intake;
  private TrainerService service;
  private volatile TrainerStatus status = new TrainerStatus(2000, false, 4, 1000, 3, 950, false);

  @BeforeEach
  void start() throws IOException {
    intake = Intake.open(directory, TestEpisodes.RUN, TestEpisodes.bounds(500), files);
    intake.rewind(0);
    service = service(new ServiceSettings("127.0.0.1", 0, new BearerToken(TOKEN), null));
    service.start();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private TrainerService service(ServiceSettings settings) {
    TrainerService.Run run =
        new TrainerService.Run(
            TestEpisodes.RUN, RunAgreement.of(CONFIG, "1.0"), "asynchronous", 160_000, 500);
    return new TrainerService(
        settings, run, intake, policyStore, progress, () -> status, new SystemClock());
  }

  @Test
  void requiresTokenForEveryRequest() throws Exception {
    for (String header : List.of("", "Bearer", "Bearer sesame-open-u", "Basic " + TOKEN)) {
      HttpRequest.Builder request = request("GET", "/v1/progress", null);
      request.setHeader("Authorization", header);
      assertThat(send(request).statusCode()).as(header).isEqualTo(401);
    }
    HttpRequest.Builder upload = request("PUT", path(1), TestEpisodes.episode(1, 3));
    upload.setHeader("Authorization", "Bearer wrong-token");
    HttpResponse<byte[]> rejected = send(upload);
    assertThat(rejected.statusCode()).isEqualTo(401);
    assertThat(text(rejected)).contains("Configure the trainer's token");
    assertThat(intake.waiting()).isZero();
  }

  @Test
  void requiresTokenToListenOnNetwork() {
    assertThatThrownBy(() -> service(new ServiceSettings("0.0.0.0", 0, null, null)).start())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("needs a token");
  }

  @Test
  void reportsPortInUse() {
    int port = URI.create(service.url()).getPort();
    assertThatThrownBy(() -> service(new ServiceSettings("127.0.0.1", port, null, null)).start())
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("port " + port)
        .hasMessageContaining("--http-port");
  }

  @Test
  void acceptsUploadsOnceAndRejectsDamaged() throws Exception {
    assertThat(put(2).statusCode()).isEqualTo(201);
    assertThat(put(1).statusCode()).isEqualTo(201);
    HttpResponse<byte[]> again = put(2);
    assertThat(again.statusCode()).isEqualTo(200);
    byte[] bytes = TestEpisodes.episode(2, 5);
    assertThat(JSON.readTree(again.body()).get("checksum").asText())
        .isEqualTo(EpisodeLayout.digest(bytes));
    for (int index = 0; index < bytes.length; index += 37) {
      byte[] damaged = TestEpisodes.episode(3, 5);
      damaged[index] ^= 4;
      assertThat(send(request("PUT", path(3), damaged)).statusCode()).isEqualTo(422);
    }
    assertThat(send(request("PUT", path(4), TestEpisodes.episode(3, 5))).statusCode())
        .isEqualTo(422);
    assertThat(send(request("PUT", "/v1/episodes/xyz", bytes)).statusCode()).isEqualTo(422);
    assertThat(send(request("PUT", path(3), TestEpisodes.episode(3, 5, 1))).statusCode())
        .isEqualTo(409);
    assertThat(send(request("PUT", path(3), new byte[60_000])).statusCode()).isEqualTo(413);
    assertThat(intake.waiting()).isEqualTo(2);
    assertThat(((Episode) intake.next()).id()).isEqualTo(TestEpisodes.id(2));
  }

  @Test
  void distinguishesInvalidFromDamagedEpisodes() throws Exception {
    byte[] bytes = TestEpisodes.episode(3, 5);
    String checksum = EpisodeLayout.digest(bytes);
    byte[] damaged = bytes.clone();
    damaged[250] ^= 1;
    HttpResponse<byte[]> corrupted =
        send(request("PUT", path(3), damaged).header("Minitaur-Checksum", checksum));
    assertThat(corrupted.statusCode()).isEqualTo(422);
    assertThat(text(corrupted)).contains("corrupted in transit");
    String damagedChecksum = EpisodeLayout.digest(damaged);
    assertThat(
            send(request("PUT", path(3), damaged).header("Minitaur-Checksum", damagedChecksum))
                .statusCode())
        .isEqualTo(409);
    assertThat(
            send(request("PUT", path(3), bytes).header("Minitaur-Checksum", checksum)).statusCode())
        .isEqualTo(201);
  }

  @Test
  void rejectsWebPagesAndForeignHostNames() throws Exception {
    HttpRequest.Builder page = request("GET", "/v1/progress", null);
    assertThat(send(page.header("Origin", "http://evil.example")).statusCode()).isEqualTo(403);
    try (TrainerService open = service(new ServiceSettings("127.0.0.1", 0, null, null))) {
      open.start();
      int port = URI.create(open.url()).getPort();
      assertThat(statusWithHost(port, "rebound.example")).isEqualTo(421);
      assertThat(statusWithHost(port, "localhost:" + port)).isEqualTo(200);
      assertThat(statusWithHost(port, "127.0.0.1")).isEqualTo(200);
    }
  }

  /** Sends a request with a given Host header, which the HTTP client of the JDK does not allow. */
  private static int statusWithHost(int port, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "GET /v1/progress HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  @Test
  void limitsTokenGuesses() throws Exception {
    int status = 401;
    for (int guess = 0; status == 401 && guess < 30; guess++) {
      HttpRequest.Builder request = request("POST", "/v1/heartbeat", new byte[2]);
      request.setHeader("Authorization", "Bearer guess-number-" + guess);
      status = send(request).statusCode();
    }
    assertThat(status).isEqualTo(429);
    assertThat(put(1).statusCode()).isEqualTo(201);
  }

  @Test
  void rejectsInvalidRobotNames() throws Exception {
    for (String name : List.of("", "  ", "x".repeat(49), "\u00e4".repeat(25), "a\\u001b[2Jb")) {
      String body = "{\"robot\": \"" + name + "\", \"state\": \"collecting\"}";
      HttpResponse<byte[]> rejected =
          send(request("POST", "/v1/heartbeat", body.getBytes(StandardCharsets.UTF_8)));
      assertThat(rejected.statusCode()).as(name).isEqualTo(400);
      assertThat(text(rejected)).contains("1 to 48 bytes");
    }
    heartbeat("Rosa", "s".repeat(5000), -4, -1, false);
    TrainerReport.Activity activity = client(TOKEN).progress().collectors().get(0).activity();
    assertThat(activity.state()).hasSize(200);
    assertThat(activity.collected()).isZero();
  }

  @Test
  void acknowledgesWithContentChecksum() throws Exception {
    put(1);
    put(2);
    List<String> checksums = new ArrayList<>();
    for (long number : new long[] {1, 2}) {
      checksums.add(JSON.readTree(put(number).body()).get("checksum").asText());
    }
    assertThat(checksums.get(0)).isNotEqualTo(checksums.get(1)).hasSize(64);
  }

  @Test
  void rejectsConflictingContentForKnownId() throws Exception {
    assertThat(put(1).statusCode()).isEqualTo(201);
    byte[] other = TestEpisodes.withReward(TestEpisodes.episode(1, 5), -0.25f);
    HttpResponse<byte[]> conflict = send(request("PUT", path(1), other));
    assertThat(conflict.statusCode()).isEqualTo(409);
    assertThat(text(conflict)).contains("another episode with the id " + TestEpisodes.id(1));
    assertThat(put(1).statusCode()).isEqualTo(200);
    assertThat(client(TOKEN).progress().uploads().quarantined()).isEqualTo(1);
  }

  @Test
  void quarantinesAndReportsImplausibleEpisode() throws Exception {
    byte[] implausible = TestEpisodes.withReward(TestEpisodes.episode(1, 5), 3e38f);
    for (int i = 0; i < 2; i++) {
      HttpResponse<byte[]> rejected = send(request("PUT", path(1), implausible));
      assertThat(rejected.statusCode()).isEqualTo(409);
      assertThat(text(rejected)).contains("the reward of step 0 is 3.00000e+38; allowed:");
    }
    assertThat(put(2).statusCode()).isEqualTo(201);
    TrainerReport.Uploads uploads = client(TOKEN).progress().uploads();
    assertThat(uploads.waiting()).isEqualTo(1);
    assertThat(uploads.quarantined()).isEqualTo(1);
    assertThat(uploads.lastQuarantined()).contains(TestEpisodes.id(1) + " of robot \"Rosa\"");
  }

  @Test
  void respondsInsufficientStorageWhenDiskIsFull() throws Exception {
    files.setFreeBytes(10);
    HttpResponse<byte[]> response = put(1);
    assertThat(response.statusCode()).isEqualTo(507);
    assertThat(text(response)).contains("No space left");
    files.setFreeBytes(1_000_000);
    assertThat(put(1).statusCode()).isEqualTo(201);
  }

  @Test
  void respondsNotModifiedForCurrentPolicy() throws Exception {
    status = new TrainerStatus(500, true, 1, 0, 0, 0, false);
    policyStore.publish(0, new byte[] {1, 2, 3});
    HttpResponse<byte[]> explore = send(request("GET", "/v1/policy", null));
    assertThat(explore.statusCode()).isEqualTo(204);
    assertThat(explore.headers().firstValue("Minitaur-Behaviour")).contains("explore uniformly");

    status = new TrainerStatus(1500, false, 3, 500, 0, 500, false);
    HttpResponse<byte[]> first = send(request("GET", "/v1/policy", null));
    assertThat(first.body()).containsExactly(1, 2, 3);
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(tag).matches("\"0-[0-9a-f]{8}\"");
    HttpResponse<byte[]> same =
        send(request("GET", "/v1/policy", null).header("If-None-Match", tag));
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    policyStore.publish(550, new byte[] {4});
    HttpResponse<byte[]> newer =
        send(request("GET", "/v1/policy", null).header("If-None-Match", tag));
    assertThat(newer.statusCode()).isEqualTo(200);
    assertThat(newer.body()).containsExactly(4);
  }

  @Test
  void rejectsOtherTaskWithDifferences() throws Exception {
    TrainerClient client = client(TOKEN);
    assertThat(client.join("Rosa", RunAgreement.of(CONFIG, "1.0")))
        .isEqualTo(new TrainerClient.JoinedRun(TestEpisodes.RUN, false, false));
    ControllerConfig other =
        ControllerConfig.read(
            List.of(
                ConfigOverride.parse("--set", "task.kp=0.5"),
                ConfigOverride.parse("--set", "task.reward.pitch=0.7"),
                ConfigOverride.parse("--set", "learner.batchSize=7")));
    assertThatThrownBy(() -> client.join("Rosa", RunAgreement.of(other, "1.1")))
        .isInstanceOf(TrainerResponseException.class)
        .hasMessageContaining("task.kp is 1.0 at the trainer and 0.5 at the robot")
        .hasMessageContaining("task.reward.pitch is 0.5 at the trainer and 0.7 at the robot")
        .hasMessageContaining("program is 1.0 at the trainer and 1.1 at the robot")
        .hasMessageNotContaining("learner.batchSize");
    assertThatThrownBy(() -> client("another-token").join("Rosa", RunAgreement.of(CONFIG, "1.0")))
        .isInstanceOf(TrainerResponseException.class)
        .hasMessageContaining("token");
  }

  @Test
  void marksOnlyOneRobotAsFirst() throws Exception {
    RunAgreement agreement = RunAgreement.of(CONFIG, "1.0");
    status = new TrainerStatus(0, true, 0, 0, 0, 0, false);
    assertThat(client(TOKEN).join("Rosa", agreement).first()).isTrue();
    assertThat(client(TOKEN).join("Paul", agreement).first()).isFalse();
    assertThat(client(TOKEN).join("Rosa", agreement).first()).isTrue();
    put(1);
    assertThat(client(TOKEN).join("Rosa", agreement).first()).isFalse();
  }

  @Test
  void reportsHeartbeatInProgress() throws Exception {
    put(1);
    heartbeat("Rosa", "collecting", 17, 3, false);
    TrainerReport report = client(TOKEN).progress();
    assertThat(report.training().steps()).isEqualTo(2000);
    assertThat(report.uploads().waiting()).isEqualTo(1);
    assertThat(report.learner().pendingUpdates()).isEqualTo(3);
    TrainerReport.Collector collector = report.collectors().get(0);
    assertThat(collector.robot()).isEqualTo("Rosa");
    assertThat(collector.activity().collected()).isEqualTo(17);
    assertThat(service.allAcknowledgedEnd(TimeUnit.MINUTES.toNanos(1))).isFalse();
    status = new TrainerStatus(1, false, 1, 0, 0, 0, true);
    heartbeat("Rosa", "collecting", 18, 0, false);
    assertThat(service.allAcknowledgedEnd(TimeUnit.MINUTES.toNanos(1))).isFalse();
    heartbeat("Rosa", "collecting", 18, 0, true);
    assertThat(service.allAcknowledgedEnd(TimeUnit.MINUTES.toNanos(1))).isTrue();
  }

  @Test
  void reportsShareAndPolicyLagPerRobot() throws Exception {
    put(1);
    put(2);
    heartbeat("Emma", "collecting", 4, 3, false);
    TrainerReport report = client(TOKEN).progress();
    assertThat(report.learner().updatesPerStep()).isEqualTo(0.5);
    TrainerReport.Collector emma = report.collectors().get(0);
    assertThat(emma.robot()).isEqualTo("Emma");
    assertThat(emma.contribution()).isEqualTo(new TrainerReport.Contribution(0, 0, 0, null, null));
    assertThat(emma.activity().waiting()).isEqualTo(3);
    TrainerReport.Collector rosa = report.collectors().get(1);
    assertThat(rosa.robot()).isEqualTo("Rosa");
    assertThat(rosa.contribution().episodes()).isEqualTo(2);
    assertThat(rosa.contribution().steps()).isEqualTo(10);
    assertThat(rosa.contribution().share()).isEqualTo(1);
    assertThat(rosa.contribution().policyLagUpdates()).isEqualTo(950 - 77);
    assertThat(rosa.contribution().lastEpisodeSecondsAgo()).isBetween(0L, 60L);
  }

  @Test
  void noticesSharedNameWhenEarlierCollectorReturns() {
    CollectorRegistry registry = new CollectorRegistry(new SystemClock());
    List<Boolean> noticed = new ArrayList<>();
    // The collector 1 is restarted as 2. Then 1 cannot send any more, unless both are running.
    for (long collector : new long[] {1, 1, 2, 1, 2}) {
      registry.recordAccepted("Rosa", 5, 0);
      noticed.add(registry.noticesSharedName("Rosa", new EpisodeId(collector, 0)));
    }
    assertThat(noticed).containsExactly(false, false, false, true, false);
  }

  @Test
  void keepsJsonOfProgress() throws Exception {
    assertThat(progressJson())
        .isEqualTo(
            START
                + """
                "quarantined":0,"updates":1000,"pending_updates":3,"updates_per_step":0.5,
                "policy":950,"metrics":{},"collectors":[]}\
                """
                    .replace("\n", ""));
    put(1);
    for (long number : new long[] {11, 12, 13}) {
      send(request("PUT", path(number), implausible(number)));
    }
    heartbeat("Emma", "collecting", 4, 3, false);
    LearnerMetrics metrics = new LearnerMetrics();
    metrics.add("q1_loss", "", "").set(0.25);
    metrics.add("entropy", "", ""); // Never set.
    metrics.add("temperature", "", "").set(0.125);
    progress.onSteps(120, 70, 3, metrics);
    progress.onEpisode(Episode.decode(TestEpisodes.episode(1, 5)).summary(0));
    progress.onEvaluation(100, EVALUATION);
    String quarantined = String.valueOf(intake.lastQuarantined()).replace("\"", "\\\"");
    String all =
        START.replace("\"waiting\":0", "\"waiting\":1")
            + """
            "quarantined":3,"last_quarantined":"%s","updates":1000,"pending_updates":3,
            "updates_per_step":0.5,"policy":950,"temperature":0.125,
            "metrics":{"q1_loss":0.25,"entropy":"NaN","temperature":0.125},
            "last_return":0.01,"last_velocity_m_per_s":0.25,
            "last_end":"the episode reached the time limit, after 5 steps",
            "evaluated_at_step":100,"evaluation_episodes":2,"evaluation_return":7.5,
            "evaluation_return_min":7.0,"evaluation_return_max":8.0,"evaluation_falls":1,
            "evaluation_velocity_m_per_s":0.3,"walks":false,"evaluation_gait":{
            "torque_rms_max":"Infinity","time_to_temperature_limit":"Infinity",
            "torque_rms":[0.0,2.0,4.0,6.0,8.0,10.0,12.0,14.0],
            "torque_peak":[0.0,3.0,6.0,9.0,12.0,15.0,18.0,21.0]},"collectors":[
            {"robot":"Emma","state":"collecting","collected":4,"waiting":3,
            "seconds_since_contact":0,"episodes":0,"steps":0,"share":0.0,"rejected":0},
            {"robot":"Rosa","state":"joined","collected":0,"waiting":0,
            "seconds_since_contact":0,"episodes":1,"steps":5,"share":1.0,
            "last_episode_seconds_ago":0,"policy_lag_updates":873,"rejected":3,
            "quarantine":"%s"}]}\
            """
                .replace("\n", "")
                .formatted(quarantined, "REASON");
    assertThat(progressJson().replaceAll("\"quarantine\":\".*\"}]", "\"quarantine\":\"REASON\"}]"))
        .isEqualTo(all);
    assertThat(TrainerMessages.JSON.writeValueAsString(readReport(all))).isEqualTo(all);
  }

  /** The body of a progress response, with times set to zero. */
  private String progressJson() throws Exception {
    byte[] body = send(request("GET", "/v1/progress", null)).body();
    return new String(body, StandardCharsets.UTF_8)
        .replaceAll("(seconds_since_contact|last_episode_seconds_ago)\":[0-9]+", "$1\":0");
  }

  private static TrainerReport readReport(String json) throws IOException {
    return TrainerMessages.read(json.getBytes(StandardCharsets.UTF_8), TrainerReport.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"run\":\"1\",\"pending_updates\":0,\"metrics\":{},\"collectors\":[]}",
        "{\"run\":\"1\",\"waiting\":0,\"metrics\":{},\"collectors\":[]}",
        "{\"run\":\"1\",\"waiting\":null,\"pending_updates\":0,\"metrics\":{},\"collectors\":[]}",
        REQUIRED + "\"metrics\":{\"a\":null},\"collectors\":[]}",
        REQUIRED + "\"metrics\":{},\"collectors\":[null]}",
        REQUIRED + "\"metrics\":{},\"collectors\":[{}]}",
        REQUIRED + "\"metrics\":{},\"collectors\":[],\"steps\":[]}"
      })
  void rejectsMalformedProgress(String json) {
    assertThatThrownBy(() -> readReport(json)).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void readsProgressWithoutOptionalValues() throws IOException {
    TrainerReport report = readReport(REQUIRED + "\"metrics\":{},\"collectors\":[],\"new_key\":1}");
    assertThat(report.lastEpisode()).isNull();
    assertThat(report.evaluation()).isNull();
    assertThat(report.learner().temperature()).isNull();
  }

  @Test
  void quarantinesRobotUntilReleased() throws Exception {
    put(1);
    for (long number : new long[] {11, 11, 11, 11, 12}) {
      assertThat(send(request("PUT", path(number), implausible(number))).statusCode())
          .isEqualTo(409);
    }
    assertThat(put(2).statusCode()).as("two invalid episodes").isEqualTo(201);
    assertThat(send(request("PUT", path(13), implausible(13))).statusCode()).isEqualTo(409);
    HttpResponse<byte[]> rejected = put(3);
    assertThat(rejected.statusCode()).isEqualTo(403);
    assertThat(text(rejected)).contains("Rosa is quarantined").contains("--release Rosa");
    TrainerReport.Collector rosa = client(TOKEN).progress().collectors().get(0);
    assertThat(rosa.rejected()).isEqualTo(3);
    assertThat(rosa.quarantine()).contains("Rosa");
    byte[] other = TestEpisodes.ofRobot("Emma", TestEpisodes.episode(4, 5));
    assertThat(send(request("PUT", path(4), other)).statusCode()).isEqualTo(201);

    assertThatThrownBy(() -> client(TOKEN).release("Emma"))
        .isInstanceOf(TrainerResponseException.class)
        .hasMessageContaining("no quarantined robot Emma");
    client(TOKEN).release("Rosa");
    assertThat(put(3).statusCode()).isEqualTo(201);
    assertThat(intake.waiting()).isEqualTo(4);
  }

  private static byte[] implausible(long number) {
    return TestEpisodes.withReward(TestEpisodes.episode(number, 5), 1e6f);
  }

  @Test
  void respondsErrorToMalformedRequests() throws Exception {
    HttpResponse<byte[]> noJson = send(request("POST", "/v1/heartbeat", new byte[] {0x7b}));
    assertThat(noJson.statusCode()).isEqualTo(400);
    assertThat(text(noJson)).contains("not JSON");
    assertThat(send(request("GET", "/v1/nothing", null)).statusCode()).isEqualTo(404);
  }

  @Test
  void reportsOversizedBodyWhileClientIsSending() throws Exception {
    int chunks = 80;
    byte[] chunk = new byte[100_000];
    URI url = URI.create(service.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /v1/join HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(TOKEN, chunks * chunk.length);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < chunks; i++) {
        Thread.sleep(2); // A network is slower than the loopback interface.
        out.write(chunk);
      }
      BufferedReader response =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(response.readLine()).startsWith("HTTP/1.1 413");
    }
  }

  private TrainerReport heartbeat(
      String robot, String state, long collected, long waiting, boolean knowsEnd)
      throws IOException {
    return client(TOKEN)
        .heartbeat(new TrainerMessages.Heartbeat(robot, state, collected, waiting, knowsEnd));
  }

  private TrainerClient client(String token) throws IOException {
    return new TrainerClient(
        new TrainerClient.Settings(
            URI.create(service.url()), new BearerToken(token), null, Duration.ofSeconds(20)));
  }

  private static String path(long number) {
    return "/v1/episodes/" + TestEpisodes.id(number);
  }

  private HttpResponse<byte[]> put(long number) throws Exception {
    return send(request("PUT", path(number), TestEpisodes.episode(number, 5)));
  }

  private HttpRequest.Builder request(String method, String path, byte[] body) {
    return HttpRequest.newBuilder(URI.create(service.url() + path))
        .header("Authorization", "Bearer " + TOKEN)
        .timeout(Duration.ofSeconds(20))
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) throws IOException {
    return JSON.readTree(response.body()).get("error").asText();
  }
}
