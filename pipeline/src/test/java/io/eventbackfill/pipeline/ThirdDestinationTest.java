package io.eventbackfill.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.eventbackfill.delivery.Destination;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One more destination is one more class: with {@link LineDestination} on the class path, and
 * nothing else changed, the command knows it, asks for its options, and moves events to it.
 */
class ThirdDestinationTest {
  private static final String SERVICE = "META-INF/services/" + Destination.Factory.class.getName();

  private final ClassLoader usual = Thread.currentThread().getContextClassLoader();

  @TempDir private Path folder;

  /** The class path with one more service, for this test and no other. */
  private static final class OneMore extends ClassLoader {
    private final URL service;

    OneMore(ClassLoader usual, Path file) throws MalformedURLException {
      super(usual);
      this.service = file.toUri().toURL();
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
      return name.equals(SERVICE)
          ? Collections.enumeration(List.of(service))
          : Collections.emptyEnumeration();
    }
  }

  @BeforeEach
  void putItOnTheClassPath() throws IOException {
    Path file = folder.resolve("service");
    Files.writeString(file, LineDestination.Factory.class.getName());
    Thread.currentThread().setContextClassLoader(new OneMore(usual, file));
  }

  @AfterEach
  void takeItOff() {
    Thread.currentThread().setContextClassLoader(usual);
  }

  private Path input(String... types) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < types.length; i++) {
      rows.append(
          """
          {"$insert_id":"i-%1$d","event_type":"%2$s","device_id":"device-1",\
          "event_time":"2024-03-01 12:00:0%1$d.000000"}
          """
              .formatted(i, types[i]));
    }
    return Files.writeString(folder.resolve("rows.json"), rows);
  }

  @Test
  void eventsAreMovedToItAndWhatItRefusesIsADeadLetter() throws IOException {
    try (LineVendor vendor = new LineVendor()) {
      Command run =
          Command.run(
              folder.resolve("out"),
              List.of(
                  "run",
                  "--destination=" + LineDestination.NAME,
                  "--destinationEndpoint=" + vendor.endpoint(),
                  "--apiKey=0123456789abcdef",
                  "--linePrefix=old-",
                  "--input=" + input("one", "bad", "two"),
                  "--output=" + folder.resolve("out"),
                  "--ledger=" + folder.resolve("ledger")));

      assertThat(run.err(), run.exitCode(), is(3));
      assertThat(
          vendor.taken(),
          contains(
              "{\"id\":\"i-0\",\"name\":\"old-one\",\"at\":1709294400000}",
              "{\"id\":\"i-2\",\"name\":\"old-two\",\"at\":1709294402000}"));
      assertThat(run.report().at("/rows/accepted").asInt(), is(2));
      assertThat(run.report().at("/reasons/invalid-field").asInt(), is(1));
      assertThat(run.aside("dead-letters"), hasSize(1));
      assertThat(run.everythingSaid(), not(containsString("0123456789abcdef")));
    }
  }

  @Test
  void theHelpListsIt() {
    Command help = Command.run(folder.resolve("out"), List.of("--help"));

    assertThat(help.out(), containsString("lines"));
    assertThat(help.out(), containsString("--linePrefix"));
  }
}
