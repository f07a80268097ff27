package io.eventbackfill.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.apache.beam.sdk.transforms.PTransform;

/** Steps are the transforms of one package, each with the classes inside it. */
final class StepConditions {
  private StepConditions() {}

  static ArchCondition<JavaClass> knowNoOtherStep(String steps) {
    return new ArchCondition<>("know no other step") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        JavaClass step = outermost(type);
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass other = outermost(dependency.getTargetClass().getBaseComponentType());
          if (isStep(step) && isStep(other) && !step.equals(other)) {
            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
          }
        }
      }

      private boolean isStep(JavaClass type) {
        return type.getPackageName().equals(steps) && type.isAssignableTo(PTransform.class);
      }
    };
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(StepConditions::outermost).orElse(type);
  }
}
