package minitaur.controller.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import minitaur.controller.run.CsvTable;
import minitaur.controller.run.JavaCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs a sweep through a single-node Slurm on this computer: munge, slurmctld and slurmd. */
@Timeout(300)
class SlurmSweepTest {
  private static final int ROWS = 6;
  private static final String PLAN =
      """
      settings:
        run: {steps: 1000, evaluationInterval: 1000, evaluationEpisodes: 1, checkpointInterval: 50}
        task: {episodeSteps: 50}
        learner: {batchSize: 16, hiddenUnits: 16, randomSteps: 100, replayCapacity: 2000}
        compute: {threads: 1}
        sim: {profile: nominal}
      seeds: 0-5
      """;

  @TempDir private Path directory;
  private final List<Process> daemons = new ArrayList<>();

  private Process start(String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("processes.log").toFile()));
    builder.environment().put("SLURM_CONF", directory.resolve("slurm.conf").toString());
    return builder.start();
  }

  private Process startDaemon(String... command) throws IOException {
    Process process = start(command);
    daemons.add(process);
    return process;
  }

  @AfterEach
  void stopDaemons() throws InterruptedException {
    for (Process each : daemons) {
      each.descendants().forEach(ProcessHandle::destroyForcibly);
      each.destroyForcibly().waitFor();
    }
  }

  private void startSlurm() throws Exception {
    assumeTrue(
        Stream.of("munged", "slurmctld", "slurmd")
            .allMatch(each -> Files.isExecutable(Path.of("/usr/sbin", each))),
        "Slurm is not installed");
    assumeTrue("root".equals(System.getProperty("user.name")), "slurmd needs root");
    String host = InetAddress.getLocalHost().getHostName().replaceFirst("\\..*", "");
    for (String each : List.of("state", "spool")) {
      Files.createDirectory(directory.resolve(each));
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    Path key = Files.write(directory.resolve("munge.key"), new byte[64]);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    // Open at the same time, so that their ports differ.
    try (ServerSocket slurmctld = new ServerSocket(0);
        ServerSocket slurmd = new ServerSocket(0)) {
      Files.writeString(
          directory.resolve("slurm.conf"),
          """
          ClusterName=test
          SlurmctldHost=%1$s(127.0.0.1)
          SlurmUser=root
          AuthType=auth/munge
          AuthInfo=socket=%2$s/munge.sock,cred_expire=5
          MpiDefault=none
          ProctrackType=proctrack/linuxproc
          TaskPlugin=task/none
          ReturnToService=2
          SlurmctldPort=%3$d
          SlurmdPort=%4$d
          SlurmctldPidFile=%2$s/slurmctld.pid
          SlurmdPidFile=%2$s/slurmd.pid
          SlurmdSpoolDir=%2$s/spool
          StateSaveLocation=%2$s/state
          SlurmctldLogFile=%2$s/slurmctld.log
          SlurmdLogFile=%2$s/slurmd.log
          SelectType=select/cons_tres
          SelectTypeParameters=CR_CPU
          NodeName=%1$s NodeAddr=127.0.0.1 CPUs=2 RealMemory=2000
          PartitionName=main Nodes=%1$s Default=YES MaxTime=INFINITE State=UP
          """
              .formatted(host, directory, slurmctld.getLocalPort(), slurmd.getLocalPort()));
    }
    String socket = directory.resolve("munge.sock").toString();
    startDaemon(
        "munged",
        "--foreground",
        "--force",
        "--socket=" + socket,
        "--key-file=" + key,
        "--log-file=" + directory.resolve("munge.log"),
        "--pid-file=" + directory.resolve("munge.pid"),
        "--seed-file=" + directory.resolve("munge.seed"));
    await("munge", () -> Files.exists(Path.of(socket)));
  }

  private Process startController() throws Exception {
    Process controller = startDaemon("slurmctld", "-D");
    await("slurmctld", () -> start("sinfo").waitFor() == 0);
    return controller;
  }

  private void await(String description, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(200);
    while (!condition.call()) {
      assertThat(System.nanoTime())
          .as(() -> description + ": " + read("processes.log") + read("slurmctld.log"))
          .isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  private String read(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void rowsResumeAfterKilledTaskAndDaemons() throws Exception {
    startSlurm();
    Process controller = startController();
    Process slurmd = startDaemon("slurmd", "-D");
    Path plan = Files.writeString(directory.resolve("tiny.yaml"), PLAN);
    Path sweep = directory.resolve("a sweep");
    List<String> submit = JavaCommand.of(Main.class, List.of("-XX:TieredStopAtLevel=1"));
    submit.addAll(List.of("sweep", plan.toString(), "--dir=" + sweep, "--executor=slurm"));
    submit.addAll(List.of("--slurm-option=--mem=300M", "--slurm-option=--cpus-per-task=1"));
    assertThat(start(submit.toArray(String[]::new)).waitFor())
        .as(() -> read("processes.log"))
        .isZero();

    await(
        "a checkpoint",
        () -> hasCheckpoint(sweep.resolve("seed0/checkpoints")) && trainingProcess(0).isPresent());
    trainingProcess(0).ifPresent(ProcessHandle::destroyForcibly);
    slurmd.destroyForcibly().waitFor();
    controller.destroyForcibly().waitFor();
    startDaemon("slurmd", "-D");
    startController();

    await(
        "all rows",
        () -> {
          for (int seed = 0; seed < ROWS; seed++) {
            if (!Files.exists(sweep.resolve("seed" + seed + ".outcome"))) {
              return false;
            }
          }
          return true;
        });
    for (int seed = 0; seed < ROWS; seed++) {
      assertThat(sweep.resolve("seed" + seed + ".outcome")).hasContent("0\n\n");
      Path run = sweep.resolve("seed" + seed);
      assertThat(CsvTable.read(run.resolve("progress.csv")).size()).isEqualTo(1);
    }
    assertThat(sweep.resolve("slurm-0.log")).content().contains("Resuming");
    Path reference = directory.resolve("undisturbed");
    TestProgram program = TestProgram.ofThisBuild();
    for (int seed = 0; seed < ROWS; seed++) {
      String policy = "seed" + seed + "/policy.safetensors";
      assertThat(program.run("sweep", plan.toString(), "--dir=" + reference, "--row=" + seed))
          .as(program.out() + program.err())
          .isZero();
      assertThat(sweep.resolve(policy)).hasSameBinaryContentAs(reference.resolve(policy));
    }
  }

  /** Whether there is a complete checkpoint, not only one that is being written. */
  private static boolean hasCheckpoint(Path checkpoints) throws IOException {
    if (!Files.exists(checkpoints)) {
      return false;
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.anyMatch(each -> each.toString().endsWith(".checkpoint"));
    }
  }

  /** The process that trains a row. */
  private Optional<ProcessHandle> trainingProcess(int row) {
    return ProcessHandle.allProcesses()
        .filter(process -> isTrainingCommand(commandLine(process), row))
        .findFirst();
  }

  private boolean isTrainingCommand(String commandLine, int row) {
    return commandLine.contains(directory.toString())
        && commandLine.contains("--row\0seed" + row + "@");
  }

  /** Reads it from /proc, because {@link ProcessHandle} truncates long command lines. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    } catch (IOException ended) {
      return "";
    }
  }
}
