package minitaur.controller.learn.crossq;

import static minitaur.hal.settings.InvalidSettingException.requireAtLeast;
import static minitaur.hal.settings.InvalidSettingException.requirePositive;

import minitaur.hal.settings.Setting;

/** Settings of normalization and target networks. */
public record NormalizationSettings(
    @Setting(doc = "Batch renormalization instead of batch normalization.")
        boolean batchRenormalization,
    @Setting(
            doc = "Batches of plain batch normalization before renormalization begins.",
            unit = "updates")
        int renormalizationWarmUp,
    @Setting(
            doc = "Whether weights and bias of each hidden unit have the norm 1 after each step.",
            source = "arXiv 2502.07523: with target networks")
        boolean weightNormalization,
    @Setting(
            doc = "Whether the critics have target networks.",
            source = "arXiv 2502.07523: with weight normalization")
        boolean targetNetworks,
    @Setting(doc = "Target smoothing coefficient tau of the critics.", source = "arXiv 2502.07523")
        double targetSmoothing) {
  public NormalizationSettings {
    requireAtLeast("renormalizationWarmUp", renormalizationWarmUp, 0);
    requirePositive("targetSmoothing", targetSmoothing, 1);
  }
}
