package minitaur.controller.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minitaur.controller.config.ConfigOverride;
import minitaur.controller.config.ConfigReader;
import minitaur.controller.config.ControllerConfig;
import minitaur.controller.run.BuildInfo;
import minitaur.controller.run.RunDirectory;
import minitaur.controller.run.storage.ScratchDirectory;
import minitaur.controller.train.Training;
import minitaur.hal.MotorCommand;
import minitaur.hal.random.RandomStream;

/**
 * Whole training runs, small and in simulated time, in each of which a device fails at a random
 * time. Afterwards the run is resumed with a sound robot.
 */
public final class FaultDrill {
  private static final BuildInfo BUILD = new BuildInfo("drill", "unknown", false);
  private static final double LATEST_SECONDS = 6;

  private FaultDrill() {}

  /**
   * What became of a run.
   *
   * @param fault what failed
   * @param faultSeconds when, in the robot's time
   * @param text what the operator was told
   * @param isNamed whether that is the right reason
   * @param isSafe whether the motors soon were damped or off, and stayed so
   * @param isResumed whether the run went on afterwards
   */
  public record Result(
      String fault,
      double faultSeconds,
      String text,
      boolean isNamed,
      boolean isSafe,
      boolean isResumed) {
    /** Whether everything was as it should be. */
    public boolean isRight() {
      return isNamed && isSafe && isResumed;
    }
  }

  /**
   * Does one run.
   *
   * @param number of the run: it decides the fault, its time and everything else
   */
  public static Result run(int number) throws IOException {
    DeviceFault fault = DeviceFault.values()[number % DeviceFault.values().length];
    double seconds = RandomStream.of(number, "drill").nextUniform(0.2, LATEST_SECONDS);
    ControllerConfig config = config(number);
    try (ScratchDirectory scratch = ScratchDirectory.create("minitaur-drill")) {
      FaultyRig rig = new FaultyRig(config, number, fault, Math.round(seconds * 1e9));
      Attendant attendant = new Attendant(rig, true);
      try (RunDirectory run = RunDirectory.create(scratch.path(), config, BUILD)) {
        train(config, run, false, attendant);
      }
      boolean isSafe =
          rig.lastMode() != MotorCommand.Mode.POSITION
              && rig.drivenInSpiteNanos() <= fault.noticedNanos();
      return new Result(
          fault.name(),
          seconds,
          attendant.told(),
          fault.isNamedBy(attendant.told()),
          isSafe,
          isResumed(config, scratch.path(), number));
    }
  }

  private static boolean isResumed(ControllerConfig config, Path path, int number)
      throws IOException {
    Attendant attendant = new Attendant(new FaultyRig(config, number, null, 0), false);
    try (RunDirectory run = RunDirectory.open(path, config, BUILD)) {
      train(config, run, true, attendant);
    }
    return attendant.episodes() > 0;
  }

  private static void train(
      ControllerConfig config, RunDirectory run, boolean resume, Attendant attendant)
      throws IOException {
    Training.run(
        config,
        run,
        BUILD.revision(),
        resume,
        attendant,
        attendant::wantsToStop,
        attendant.surroundings());
  }

  private static ControllerConfig config(int number) {
    List<ConfigOverride> overrides = new ArrayList<>();
    for (String setting :
        List.of(
            "run.seed=" + number,
            "run.steps=1000000",
            "run.evaluationInterval=1000000",
            "run.checkpointInterval=50",
            "task.episodeSteps=60",
            "sim.profile=realistic",
            "safety.robotLimits=always",
            "operator.resets=ask",
            "operator.startZoneLength=1",
            "operator.startZoneWidth=1",
            "sac.batch=16",
            "sac.hiddenUnits=12",
            "sac.randomSteps=60",
            "sac.replayCapacity=1000",
            "sac.threads=1")) {
      int equals = setting.indexOf('=');
      overrides.add(
          new ConfigOverride(setting, setting.substring(0, equals), setting.substring(equals + 1)));
    }
    return ConfigReader.read(overrides);
  }
}
