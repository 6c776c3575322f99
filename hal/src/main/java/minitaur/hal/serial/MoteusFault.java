package minitaur.hal.serial;

/** Fault codes of a moteus controller: register 0x00f of its reference manual. */
enum MoteusFault {
  CALIBRATION(32, "the encoder could not sense a magnet during calibration"),
  MOTOR_DRIVER(33, "the motor driver reports an electrical problem; check phases and supply"),
  OVER_VOLTAGE(34, "the supply voltage is too high; check the battery and its cable"),
  ENCODER(35, "the encoder is not consistent with its magnet; check magnet and air gap"),
  NOT_CONFIGURED(36, "the motor was not calibrated with moteus_tool --calibrate"),
  CYCLE_OVERRUN(37, "its control loop overran; update the firmware"),
  OVER_TEMPERATURE(38, "its temperature is above the configured limit; let it cool"),
  OUTSIDE_LIMIT(39, "it was started outside servopos.position_min and position_max"),
  UNDER_VOLTAGE(40, "the supply voltage is too low; charge the battery"),
  CONFIG_CHANGED(41, "its configuration was changed while it was driven"),
  NO_COMMUTATION_ENCODER(42, "no valid commutation encoder is configured"),
  NO_OUTPUT_ENCODER(43, "no valid output encoder is configured"),
  DRIVER_ENABLE(44, "the motor driver could not be enabled"),
  STOP_POSITION(45, "a stop position was used with velocity or acceleration limits"),
  TIMING(46, "internal timing violation; update the firmware"),
  FEEDFORWARD(47, "back-EMF feedforward is configured without an acceleration limit"),
  INVALID_LIMITS(48, "a current or torque limit is invalid");

  private final int code;
  private final String text;

  MoteusFault(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** Description of a fault code. */
  static String describe(int code) {
    for (MoteusFault fault : values()) {
      if (fault.code == code) {
        return fault.text;
      }
    }
    return "see the moteus reference for this code";
  }
}
