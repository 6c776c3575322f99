package minitaur.controller.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import minitaur.controller.command.options.PageOptions;
import minitaur.controller.command.options.Program;
import minitaur.controller.command.options.ProgramCommand;
import minitaur.controller.command.options.RunOptions;
import minitaur.controller.command.options.StopSignal;
import minitaur.controller.console.OperatorChoice;
import minitaur.controller.console.OperatorSession;
import minitaur.controller.console.web.RunDescription;
import minitaur.controller.learn.policy.NetworkPolicy;
import minitaur.controller.operator.OperatorCounts;
import minitaur.controller.robot.SimulatedSession;
import minitaur.controller.run.ExitCode;
import minitaur.controller.run.render.RobotVideo;
import minitaur.controller.run.storage.PngFile;
import minitaur.controller.run.storage.VideoFormat;
import minitaur.controller.settings.ControllerConfig;
import minitaur.controller.task.TaskSettings;
import minitaur.controller.train.Demonstration;
import minitaur.controller.train.GaitRecording;
import minitaur.controller.train.PretrainedPolicy;
import minitaur.controller.train.TrainingListener;
import minitaur.hal.RobotGeometry;
import minitaur.hal.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    header = "Watch a trained robot walk.",
    description = {
      "Runs a policy that ships with the program on the simulated robot in real time, and prints"
          + " the address of the page that shows it. After a fall the robot starts again.",
      "Push the robot with a click or W A S D on the page, or with the arrow keys of the terminal."
          + " Ctrl-C ends the demonstration.",
      "--video and --image write the same to files instead, as fast as this computer can."
    },
    footer = {
      "",
      "Examples:",
      "  minitaur demo",
      "  minitaur demo --terrain rough:0.01 --open",
      "  minitaur demo --terrain stairs-down:0.03x0.35x4 --video walk.mp4"
    })
final class DemoCommand extends ProgramCommand {
  private static final int FRAMES_PER_SECOND = 25;
  private static final double MAX_SECONDS = 300;

  @Mixin private final RunOptions runOptions = new RunOptions();
  @Mixin private final PageOptions pageOptions = new PageOptions();

  @Option(
      names = "--task",
      paramLabel = "TASK",
      defaultValue = TaskSettings.PAPER,
      description = "Task that the policy was trained for: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Tasks.class)
  private String task;

  @Option(
      names = "--video",
      paramLabel = "FILE",
      description = "Write a video (.mp4) or an animated image (.gif). Default: none.")
  private @Nullable Path video;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "Write the last frame as an image (.png). Default: none.")
  private @Nullable Path image;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "8",
      description = "Length of the video in robot time, from the first step on.")
  private double seconds;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "640x360",
      description = "Size of video and image in pixels, even numbers.")
  private String size;

  /** Tasks for which a policy ships with the program. */
  private static final class Tasks implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return PretrainedPolicy.tasks().iterator();
    }
  }

  DemoCommand(Program program) {
    super(program);
  }

  @Override
  public ExitCode call() throws IOException {
    RobotVideo.Format format = videoFormat();
    boolean writesFiles = video != null || image != null;
    requireUsed(writesFiles, "--video or --image", "--seconds", "--size");
    requireUsed(!writesFiles, "the page, not --video or --image", "--bind", "--open");
    checkFiles();
    PretrainedPolicy trained = findPolicy();
    ControllerConfig config = trained.config(runOptions.overrides());
    NetworkPolicy policy = trained.deterministic(config);
    out.println(describe(trained));
    if (writesFiles) {
      writeFiles(createVideo(config, policy, format));
    } else {
      runInteractive(trained, config, policy);
    }
    return ExitCode.OK;
  }

  private RobotVideo.Format videoFormat() {
    require(seconds >= 0.1 && seconds <= MAX_SECONDS, "--seconds", seconds, "0.1 to 300");
    String[] parts =
        size.matches("\\d{1,4}x\\d{1,4}") ? size.split("x", -1) : new String[] {"0", "0"};
    int width = Integer.parseInt(parts[0]);
    int height = Integer.parseInt(parts[1]);
    require(
        width >= 160
            && width <= 1920
            && height >= 90
            && height <= 1080
            && (width | height) % 2 == 0,
        "--size",
        size,
        "160x90 to 1920x1080, even numbers, such as 640x360");
    return new RobotVideo.Format(width, height, FRAMES_PER_SECOND);
  }

  private void checkFiles() {
    if (video != null) {
      require(VideoFormat.of(video).isPresent(), "--video", video, "a .mp4 or .gif file");
      requireWritable("--video", video);
    }
    if (image != null) {
      boolean png = image.toString().toLowerCase(Locale.ROOT).endsWith(".png");
      require(png, "--image", image, "a .png file");
      requireWritable("--image", image);
    }
  }

  private RobotVideo createVideo(
      ControllerConfig config, NetworkPolicy policy, RobotVideo.Format format) {
    double rate = config.task().timing().policyRateHz();
    List<RobotVideo.Scene> stepScenes = new ArrayList<>();
    for (GaitRecording.Episode episode :
        GaitRecording.record(
            config, policy, config.run().seed(), (int) Math.ceil(seconds * rate))) {
      for (int i = 0; i < episode.poses().size(); i++) {
        stepScenes.add(
            new RobotVideo.Scene(
                episode.poses().get(i), episode.blocks().get(i), episode.ground()));
      }
    }
    List<RobotVideo.Scene> frameScenes = new ArrayList<>();
    for (long i = 0; i * rate / FRAMES_PER_SECOND < stepScenes.size(); i++) {
      frameScenes.add(stepScenes.get((int) (i * rate / FRAMES_PER_SECOND)));
    }
    String caption =
        "%s robot, terrain %s"
            .formatted(
                config.sim().profile().name().toLowerCase(Locale.ROOT), config.sim().terrain());
    return new RobotVideo(RobotGeometry.nominal(), caption, frameScenes, format);
  }

  private void writeFiles(RobotVideo renderedVideo) throws IOException {
    if (video != null) {
      VideoFormat.of(video).orElseThrow().write(renderedVideo, video);
      out.printf(
          Locale.ROOT,
          "Wrote %s: %d frames, %d per second%n",
          video,
          renderedVideo.frames(),
          renderedVideo.framesPerSecond());
    }
    if (image != null) {
      PngFile.write(
          image,
          renderedVideo.width(),
          renderedVideo.height(),
          1,
          graphics -> renderedVideo.paint(renderedVideo.frames() - 1, graphics));
      out.println("Wrote " + image);
    }
  }

  /** The included policy that best matches the options. */
  private PretrainedPolicy findPolicy() {
    require(
        PretrainedPolicy.tasks().contains(task),
        "--task",
        task,
        String.join(", ", PretrainedPolicy.tasks()));
    ControllerConfig requested = ControllerConfig.read(runOptions.overrides());
    return PretrainedPolicy.find(task, requested.sim().profile()).orElseThrow();
  }

  private static String describe(PretrainedPolicy trained) throws IOException {
    Map<String, String> metadata = trained.stored().metadata();
    return "Policy of the task %s, trained for %s steps on the %s robot, seed %s, revision %s"
        .formatted(
            trained.task(),
            metadata.get("trained_steps"),
            trained.profile().name().toLowerCase(Locale.ROOT),
            metadata.get("trained_seed"),
            metadata.get("trained_revision"));
  }

  private void runInteractive(
      PretrainedPolicy trained, ControllerConfig config, NetworkPolicy policy) throws IOException {
    try (StopSignal stop = new StopSignal(() -> {});
        SimulatedSession robot =
            new SimulatedSession(config.hardware(), config.task(), config.run().seed(), true);
        OperatorSession session =
            new OperatorSession(
                config,
                OperatorChoice.AUTO,
                pageOptions.choice(config.console()),
                RunDescription.named("demo"),
                true,
                program.in(),
                out)) {
      Demonstration demonstration =
          new Demonstration(config, policy, session.channel(), this::reportWalking);
      session.start();
      TrainingListener page = session.withPageUpdates(TrainingListener.silent());
      List<PretrainedPolicy.EvaluationPoint> curve = new ArrayList<>(trained.evaluations());
      page.onStart(curve.get(curve.size() - 1).steps(), OperatorCounts.NONE);
      curve.forEach(each -> page.onEvaluation(each.steps(), each.result()));
      demonstration.run(robot, session.episodeObserver(robot), page, stop::isRequested);
    }
  }

  private void reportWalking(double metresPerSec) {
    Instant processStart = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    out.printf(
        Locale.ROOT,
        "Walking at %s m/s, %.1f s after program start.%n",
        Text.number("%.2f", metresPerSec),
        Duration.between(processStart, Instant.now()).toMillis() * 1e-3);
  }
}
