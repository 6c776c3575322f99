package minitaur.controller.verify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import minitaur.controller.remote.EpisodeBounds;
import minitaur.controller.remote.EpisodeBuilder;
import minitaur.controller.remote.Intake;
import minitaur.controller.remote.PolicyStore;
import minitaur.controller.remote.TrainerService;
import minitaur.controller.run.storage.LocalFileOperations;
import minitaur.controller.settings.ControllerConfig;
import minitaur.hal.file.AtomicFile;

/**
 * Measures how many collectors the trainer's HTTP intake can serve without learning: concurrent
 * uploads of whole episodes, each stored and synced before it is acknowledged. For comparison, it
 * also measures the rate at which the disk syncs files of that size.
 */
final class IntakeBenchmark {
  private static final int CLIENTS = 8;
  private static final int CREATED = 201;

  private IntakeBenchmark() {}

  /**
   * Measures uploads and files.
   *
   * @param seconds duration of each measurement and of the warm-up
   */
  static List<Result> measure(ControllerConfig config, double seconds, Path directory)
      throws IOException, InterruptedException {
    int steps = config.task().timing().episodeSteps();
    double episodeSeconds = steps / config.task().timing().policyRateHz();
    byte[] bytes = PipelineBenchmark.encodeEpisode(new EpisodeBuilder(steps), steps, 0);
    // The first connections load and compile the code of client and server.
    uploadsPerSecond(config, seconds, Files.createDirectory(directory.resolve("warm-up")));
    double uploads =
        uploadsPerSecond(config, seconds, Files.createDirectory(directory.resolve("requests")));
    Path files = Files.createDirectory(directory.resolve("files"));
    long[] written = {0};
    double filesPerSecond =
        Rate.perSecond(
            seconds, () -> AtomicFile.write(files.resolve(written[0]++ + ".episode"), bytes));
    return List.of(
        Result.info("HTTP intake, episodes", uploads, "1/s"),
        Result.info("limit, synced files of that size", filesPerSecond, "1/s"),
        Result.info("HTTP intake, share of the limit", uploads / filesPerSecond, ""),
        Result.info("collectors supported by the HTTP intake", uploads * episodeSeconds, ""));
  }

  private static double uploadsPerSecond(ControllerConfig config, double seconds, Path directory)
      throws IOException, InterruptedException {
    int steps = config.task().timing().episodeSteps();
    Intake intake =
        Intake.open(
            directory,
            PipelineBenchmark.RUN,
            EpisodeBounds.of(config.task()),
            new LocalFileOperations());
    intake.rewind(0);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (TrainerService service = PipelineBenchmark.service(config, intake, new PolicyStore())) {
      service.start();
      AtomicLong number = new AtomicLong();
      long start = System.nanoTime();
      long end = start + (long) (seconds * 1e9);
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        tasks.add(() -> upload(URI.create(service.url()), number, steps, end));
      }
      long stored = 0;
      for (Future<Long> each : clients.invokeAll(tasks)) {
        stored += each.get();
      }
      return stored / ((System.nanoTime() - start) * 1e-9);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      clients.shutdownNow();
    }
  }

  /** Uploads new episodes until {@code end} and returns the number that the trainer has stored. */
  private static long upload(URI trainer, AtomicLong number, int steps, long end)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    EpisodeBuilder builder = new EpisodeBuilder(steps);
    long stored = 0;
    while (System.nanoTime() < end) {
      long next = number.getAndIncrement();
      HttpRequest request =
          HttpRequest.newBuilder(trainer.resolve("/v1/episodes/" + PipelineBenchmark.id(next)))
              .PUT(
                  HttpRequest.BodyPublishers.ofByteArray(
                      PipelineBenchmark.encodeEpisode(builder, steps, next)))
              .build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != CREATED) {
        throw new IOException("status " + response.statusCode() + ": " + response.body());
      }
      stored++;
    }
    return stored;
  }
}
