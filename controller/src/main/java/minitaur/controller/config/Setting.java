package minitaur.controller.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says what a component of a configuration record means; printed as the comment of its key. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** What the setting does. */
  String doc();

  /** Unit of the value; empty for a value without one. */
  String unit() default "";

  /** Where the default comes from; empty when there is nothing to cite. */
  String source() default "";
}
