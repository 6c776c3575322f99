package minitaur.controller.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import minitaur.controller.config.ConfigException;
import minitaur.hal.file.FileErrors;
import org.jspecify.annotations.Nullable;

/**
 * HTTP client of a collector for the trainer. Every call blocks until the complete response arrives
 * or the timeout expires, so it must not be made on the thread that runs episodes. Responses are
 * verified: an upload by its checksum, a policy by the checksum in its tag.
 */
public final class TrainerClient {
  /**
   * Timeout without progress for a policy request. The trainer responds from memory, so a longer
   * silence means that the connection is dead, and a new connection may succeed.
   */
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(1);

  private final Settings settings;
  private final HttpClient http;

  /** Id of the joined run, hexadecimal; null before {@link #expectRun}. */
  private volatile @Nullable String expectedRun;

  /**
   * Connection settings.
   *
   * @param url such as http://workstation:8090
   * @param token sent with every request; null for none
   * @param certificate the trainer's certificate in PEM format; null for the system's trust store
   * @param timeout for one complete response
   */
  public record Settings(
      URI url, @Nullable BearerToken token, @Nullable Path certificate, Duration timeout) {
    /**
     * Checks the URL.
     *
     * @throws ConfigException when no trainer can have it
     */
    public Settings {
      boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (!isHttp || url.getHost() == null || url.getPort() > 65_535) {
        throw ConfigException.of(
            "", "--trainer is " + url, "allowed: a URL such as http://workstation:8090");
      }
    }
  }

  /**
   * The training that a collector has joined.
   *
   * @param run id of the training
   * @param lockStep whether collector and learner take turns
   * @param first whether no other robot has collected for it before
   */
  public record JoinedRun(long run, boolean lockStep, boolean first) {}

  /**
   * The trainer's response to a policy request.
   *
   * @param explore whether actions must be uniformly random
   * @param newPolicy the newest policy; null when it has the tag of the request
   */
  public record PolicyResponse(boolean explore, PolicyStore.@Nullable PublishedPolicy newPolicy) {}

  /**
   * Creates a client.
   *
   * @throws ConfigException when the certificate cannot be used
   */
  public TrainerClient(Settings settings) {
    this.settings = settings;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout());
    if (settings.certificate() != null) {
      builder.sslContext(sslContext(settings.certificate()));
    }
    http = builder.build();
  }

  static SSLContext sslContext(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("trainer", certificate);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw ConfigException.of(
          "--certificate " + file,
          "cannot be used (" + FileErrors.reason(e) + ")",
          "allowed: a PEM certificate");
    }
  }

  /**
   * Joins the training.
   *
   * @throws TrainerResponseException when the terms differ; the message lists the differences
   */
  JoinedRun join(String robot, RunAgreement agreement) throws IOException {
    TrainerMessages.JoinResponse response =
        read(
            post("/v1/join", new TrainerMessages.JoinRequest(robot, agreement.terms())),
            TrainerMessages.JoinResponse.class);
    try {
      return new JoinedRun(
          HexFormat.fromHexDigitsToLong(response.run()),
          response.mode().equals("lock-step"),
          response.first());
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "the response of the trainer has no valid run id: " + response.run(), e);
    }
  }

  /**
   * Sets the joined run. From then on, progress and policies of another one are rejected with an
   * {@link OtherRunException}: a trainer can be restarted with another run at the same address.
   */
  void expectRun(long run) {
    expectedRun = HexFormat.of().toHexDigits(run);
  }

  private void checkRun(String run) throws OtherRunException {
    String expected = expectedRun;
    if (expected != null && !run.equals(expected)) {
      throw new OtherRunException(run, expected);
    }
  }

  private TrainerReport checked(TrainerReport report) throws OtherRunException {
    checkRun(report.training().run());
    return report;
  }

  /**
   * Uploads an episode and verifies that the trainer received exactly these bytes.
   *
   * @param bytes Not modified.
   * @throws TrainerResponseException when the trainer rejects it
   */
  void upload(EpisodeId id, byte[] bytes) throws IOException {
    String checksum = EpisodeLayout.digest(bytes);
    HttpRequest.Builder request = request("PUT", "/v1/episodes/" + id, bytes);
    request.header(TrainerService.CHECKSUM_HEADER, checksum);
    TrainerMessages.Receipt receipt = read(send(request), TrainerMessages.Receipt.class);
    if (!receipt.equals(new TrainerMessages.Receipt(id.toString(), checksum))) {
      throw new IOException("the trainer acknowledged a different episode or checksum");
    }
  }

  /**
   * Requests the newest policy. Fails early when no data arrive, so that the caller can retry.
   *
   * @param tag of the policy that the collector already has; null for none
   */
  PolicyResponse fetchPolicy(@Nullable String tag) throws IOException {
    HttpRequest.Builder request = request("GET", "/v1/policy", null);
    if (tag != null) {
      request.header("If-None-Match", tag);
    }
    HttpResponse<byte[]> response = send(request, STALL_TIMEOUT);
    Optional<String> run = response.headers().firstValue(TrainerService.RUN_HEADER);
    if (run.isPresent()) {
      checkRun(run.get());
    }
    if (response.statusCode() == 204) {
      Optional<String> behavior = response.headers().firstValue(TrainerService.BEHAVIOR_HEADER);
      if (!behavior.equals(Optional.of(TrainerService.EXPLORE))) {
        // Proxies answer 204 too, and random actions must not replace a policy by mistake.
        throw new IOException("an empty response that is not the trainer's");
      }
      return new PolicyResponse(true, null);
    }
    if (response.statusCode() == 304) {
      return new PolicyResponse(false, null);
    }
    byte[] file = response.body();
    String newTag = response.headers().firstValue("ETag").orElse("");
    int dash = newTag.indexOf('-');
    try {
      long id = dash < 2 ? -1 : Long.parseLong(newTag.substring(1, dash));
      if (id >= 0 && PolicyStore.tag(id, file).equals(newTag)) {
        return new PolicyResponse(false, new PolicyStore.PublishedPolicy(id, newTag, file));
      }
    } catch (NumberFormatException e) {
      // Falls through: the tag is not a policy tag.
    }
    throw new IOException("the received policy is corrupted: it does not match ETag " + newTag);
  }

  /** Reports the collector's state; returns the trainer's progress. */
  TrainerReport heartbeat(TrainerMessages.Heartbeat heartbeat) throws IOException {
    return checked(read(post("/v1/heartbeat", heartbeat), TrainerReport.class));
  }

  /** The trainer's progress. */
  public TrainerReport progress() throws IOException {
    return checked(progress(TrainerReport.class));
  }

  /** The trainer's progress as received, including keys that this version does not know. */
  public JsonNode progressJson() throws IOException {
    return progress(JsonNode.class);
  }

  private <T> T progress(Class<T> type) throws IOException {
    return read(send(request("GET", "/v1/progress", null)), type);
  }

  /** Ends the quarantine of a robot. */
  public void release(String robot) throws IOException {
    post("/v1/release", new TrainerMessages.Release(robot));
  }

  private static <T> T read(HttpResponse<byte[]> response, Class<T> type) throws IOException {
    try {
      return TrainerMessages.read(response.body(), type);
    } catch (JsonProcessingException e) {
      throw new IOException("the response of the trainer is invalid: " + e.getOriginalMessage(), e);
    }
  }

  private HttpResponse<byte[]> post(String path, Object body) throws IOException {
    return send(request("POST", path, TrainerMessages.JSON.writeValueAsBytes(body)));
  }

  private HttpRequest.Builder request(String method, String path, byte @Nullable [] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.url().resolve(path))
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    BearerToken token = settings.token();
    if (token != null) {
      request.header("Authorization", token.header());
    }
    return request;
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
    return send(request, settings.timeout());
  }

  /**
   * @param stallTimeout max time without received data
   */
  private HttpResponse<byte[]> send(HttpRequest.Builder request, Duration stallTimeout)
      throws IOException {
    CountingBodyHandler bodyHandler = new CountingBodyHandler();
    HttpResponse<byte[]> response =
        await(http.sendAsync(request.build(), bodyHandler), bodyHandler, stallTimeout.toMillis());
    if (response.statusCode() >= 400 || response.statusCode() < 200) {
      throw new TrainerResponseException(response.statusCode(), errorMessage(response));
    }
    return response;
  }

  /**
   * Waits for a complete response. The timeout of {@link HttpClient} covers only the headers, but
   * the connection can stall in the body.
   */
  private HttpResponse<byte[]> await(
      CompletableFuture<HttpResponse<byte[]>> response,
      CountingBodyHandler bodyHandler,
      long stallMillis)
      throws IOException {
    long remainingMillis = settings.timeout().toMillis();
    long receivedBytes = 0;
    while (true) {
      long sliceMillis = Math.min(stallMillis, remainingMillis);
      try {
        return response.get(sliceMillis, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        remainingMillis -= sliceMillis;
        if (remainingMillis <= 0 || bodyHandler.count() == receivedBytes) {
          response.cancel(true);
          throw new IOException("no response within " + sliceMillis + " ms", e);
        }
        receivedBytes = bodyHandler.count();
      } catch (ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message =
            cause instanceof ConnectException
                ? "cannot connect to " + settings.url()
                : Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
        throw new IOException(message, cause);
      } catch (InterruptedException e) {
        response.cancel(true);
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
  }

  private static String errorMessage(HttpResponse<byte[]> response) {
    try {
      TrainerMessages.Refusal refusal =
          TrainerMessages.read(response.body(), TrainerMessages.Refusal.class);
      List<String> lines = new ArrayList<>();
      lines.add(Objects.requireNonNullElse(refusal.error(), "no reason given"));
      lines.addAll(Objects.requireNonNullElse(refusal.differences(), List.of()));
      return String.join("\n  ", lines);
    } catch (IOException e) {
      return "status " + response.statusCode();
    }
  }
}
