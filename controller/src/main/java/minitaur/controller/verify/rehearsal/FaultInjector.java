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
import minitaur.controller.remote.Episode;
import minitaur.hal.Text;
import minitaur.hal.random.RandomStream;

/** Sends duplicated and damaged episodes, and creates truncated and damaged files. */
final class FaultInjector {
  private static final int BURST = 5;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Larger than every episode number of a rehearsal. */
  private static final long FIRST_TRUNCATED = 900_000_000_000L;

  private final Path spool;
  private final RemoteTraining training;
  private final RandomStream random;
  private final HttpClient http = HttpClient.newHttpClient();
  private long truncated = FIRST_TRUNCATED;

  FaultInjector(Path spool, RemoteTraining training, RandomStream random) {
    this.spool = spool;
    this.training = training;
    this.random = random;
  }

  /** Resends a few episodes; the trainer must recognize them as duplicates. */
  void resendEpisodes() throws IOException, InterruptedException {
    for (int i = 0; i < BURST; i++) {
      byte[] bytes = randomSentEpisode();
      require(send(bytes, bytes), 200, "a resent episode");
    }
  }

  /** Sends a few damaged episodes; the trainer must reject them. */
  void sendDamagedEpisodes() throws IOException, InterruptedException {
    for (int i = 0; i < BURST; i++) {
      byte[] bytes = randomSentEpisode();
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

  private int send(byte[] original, byte[] bytes) throws IOException, InterruptedException {
    URI uri = training.url().resolve("/v1/episodes/" + Episode.decode(original).id());
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + RemoteTraining.TOKEN)
            .PUT(BodyPublishers.ofByteArray(bytes))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static void require(int status, int expected, String what) throws IOException {
    if (status != expected) {
      throw new IOException("the trainer responded " + status + " to " + what);
    }
  }

  private byte[] randomSentEpisode() throws IOException {
    List<Path> sent = RemoteTraining.files(spool.resolve("sent"), ".episode");
    return Files.readAllBytes(sent.get(random.nextInt(sent.size())));
  }

  /** Creates truncated episodes in a directory, with a final and with a temporary name. */
  void truncateEpisodes(Path directory) throws IOException {
    for (String suffix : List.of(".episode", ".episode.part")) {
      byte[] bytes = randomSentEpisode();
      String name =
          Text.of("%012d-%032x%s", truncated, truncated + random.nextInt(1 << 20), suffix);
      truncated++;
      Files.write(directory.resolve(name), Arrays.copyOf(bytes, random.nextInt(bytes.length)));
    }
  }

  /** Flips a bit of the newest checkpoint, if there is an older one. */
  void damageNewestCheckpoint() throws IOException {
    List<Path> checkpoints =
        RemoteTraining.files(training.run().resolve("checkpoints"), ".checkpoint");
    if (checkpoints.size() > 1) {
      Path newest = checkpoints.get(checkpoints.size() - 1);
      byte[] bytes = Files.readAllBytes(newest);
      bytes[random.nextInt(bytes.length)] ^= 1;
      Files.write(newest, bytes);
    }
  }
}
