package io.eventbackfill.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The classes of one destination: those whose names begin with the same capitalised word, as {@code
 * FooDestination} and {@code FooReplies}.
 */
record DestinationSlices(String destinations) implements SliceAssignment {
  private static final Pattern FIRST_WORD = Pattern.compile("\\p{Upper}[^\\p{Upper}$]*");

  @Override
  public SliceIdentifier getIdentifierOf(JavaClass type) {
    String name = type.getFullName().substring(type.getFullName().lastIndexOf('.') + 1);
    Matcher first = FIRST_WORD.matcher(name);
    return type.getPackageName().equals(destinations) && first.lookingAt()
        ? SliceIdentifier.of(first.group())
        : SliceIdentifier.ignore();
  }

  @Override
  public String getDescription() {
    return "the destinations";
  }
}
