package minitaur.controller.learn.catalog;

import java.util.List;
import minitaur.controller.learn.LearnerSettings;
import minitaur.controller.learn.crossq.CrossQSettings;
import minitaur.controller.learn.ddpg.DdpgSettings;
import minitaur.controller.learn.droq.DroqSettings;
import minitaur.controller.learn.fixedtemperature.FixedTemperatureSettings;
import minitaur.controller.learn.layernorm.LayerNormSacSettings;
import minitaur.controller.learn.paper.PaperSettings;
import minitaur.controller.learn.ppo.PpoSettings;
import minitaur.controller.learn.sql.SoftQLearningSettings;
import minitaur.controller.learn.td3.Td3Settings;

/** Registry of the learning algorithms. */
public final class LearnerRegistry {
  private LearnerRegistry() {}

  /** Default settings of every algorithm; the first algorithm is the default. */
  public static List<LearnerSettings> all() {
    return List.of(
        LayerNormSacSettings.defaults(),
        PaperSettings.defaults(),
        FixedTemperatureSettings.defaults(),
        DroqSettings.defaults(),
        CrossQSettings.defaults(),
        Td3Settings.defaults(),
        DdpgSettings.defaults(),
        SoftQLearningSettings.defaults(),
        PpoSettings.defaults());
  }
}
