package minitaur.controller.verify.rehearsal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import minitaur.controller.remote.Episode;
import minitaur.hal.random.RandomStream;

/** Sends what nobody should send, and leaves behind what a torn disk leaves behind. */
final class Saboteur {
  private static final int AT_ONCE = 5;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Beyond every number that a rehearsal comes to. */
  private static final long FIRST_TORN = 900_000_000_000L;

  private final Path spool;
  private final Path run;
  private final URI trainer;
  private final String token;
  private final RandomStream random;
  private final HttpClient http = HttpClient.newHttpClient();
  private long torn = FIRST_TORN;

  Saboteur(Path spool, Path run, URI trainer, String token, RandomStream random) {
    this.spool = spool;
    this.run = run;
    this.trainer = trainer;
    this.token = token;
    this.random = random;
  }

  /** Sends a few episodes again that the trainer has; it must know them. */
  void sendAgain() throws IOException, InterruptedException {
    for (int i = 0; i < AT_ONCE; i++) {
      byte[] bytes = someSentEpisode();
      require(send(bytes, bytes), 200, "an episode that was sent again");
    }
  }

  /** Sends a few damaged episodes; none may be taken. */
  void sendDamaged() throws IOException, InterruptedException {
    for (int i = 0; i < AT_ONCE; i++) {
      byte[] bytes = someSentEpisode();
      byte[] damaged =
          random.nextInt(2) == 0
              ? bytes.clone()
              : Arrays.copyOf(bytes, random.nextInt(bytes.length));
      if (damaged.length == bytes.length) {
        damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      require(send(bytes, damaged), 422, "a damaged episode");
    }
  }

  private int send(byte[] whole, byte[] bytes) throws IOException, InterruptedException {
    URI uri = trainer.resolve("/v1/episodes/" + Episode.decode(whole).id());
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .PUT(BodyPublishers.ofByteArray(bytes))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static void require(int status, int wanted, String what) throws IOException {
    if (status != wanted) {
      throw new IOException("the trainer answered " + status + " to " + what);
    }
  }

  private byte[] someSentEpisode() throws IOException {
    List<Path> sent = files(spool.resolve("sent"), ".episode");
    return Files.readAllBytes(sent.get(random.nextInt(sent.size())));
  }

  /** Leaves beginnings of episodes in the spool, under final and under temporary names. */
  void tearSpool() throws IOException {
    tear(spool);
  }

  /** The same in the intake. */
  void tearIntake() throws IOException {
    tear(run.resolve("intake"));
  }

  private void tear(Path directory) throws IOException {
    for (String ending : List.of(".episode", ".episode.part")) {
      byte[] bytes = someSentEpisode();
      String name =
          String.format(Locale.ROOT, "%012d-%032x%s", torn, torn + random.nextInt(1 << 20), ending);
      torn++;
      Files.write(directory.resolve(name), Arrays.copyOf(bytes, random.nextInt(bytes.length)));
    }
  }

  /** Turns a bit of the newest checkpoint, where there is one before it. */
  void damageNewestCheckpoint() throws IOException {
    List<Path> checkpoints = files(run.resolve("checkpoints"), ".checkpoint");
    if (checkpoints.size() > 1) {
      Path newest = checkpoints.get(checkpoints.size() - 1);
      byte[] bytes = Files.readAllBytes(newest);
      bytes[random.nextInt(bytes.length)] ^= 1;
      Files.write(newest, bytes);
    }
  }

  private static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
