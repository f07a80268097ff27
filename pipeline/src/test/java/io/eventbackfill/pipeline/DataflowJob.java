package io.eventbackfill.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.util.StringUtils;
import org.apache.beam.sdk.util.common.ReflectHelpers;
import org.apache.beam.sdk.util.construction.RehydratedComponents;

/**
 * A job as Dataflow is given it: the steps for its own workers, and the pipeline as Beam has it.
 */
record DataflowJob(JsonNode json, RunnerApi.Pipeline pipeline) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModules(ObjectMapper.findModules(ReflectHelpers.findClassLoader()));

  /** What a command has left in the cloud, with this description of the job. */
  static DataflowJob of(LoopbackCloud cloud, JsonNode description) {
    try {
      return new DataflowJob(description, staged(cloud));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunnerApi.Pipeline staged(LoopbackCloud cloud) throws IOException {
    for (Map.Entry<String, byte[]> object : cloud.objects().entrySet()) {
      if (object.getKey().endsWith(".pb")) {
        return RunnerApi.Pipeline.parseFrom(object.getValue());
      }
    }
    throw new IllegalStateException("no pipeline was staged: " + cloud.objects().keySet());
  }

  JsonNode environment() {
    return json.at("/environment");
  }

  /** The options, as a worker reads them. */
  PipelineOptions optionsOfAWorker() throws IOException {
    return JSON.readValue(
        environment().at("/sdkPipelineOptions").toString(), PipelineOptions.class);
  }

  /** The code that is run for {@code DeliverLanes}, unpacked. */
  String deliveryCode() {
    StringBuilder code = new StringBuilder();
    steps()
        .forEach(
            (name, properties) -> {
              if (name.startsWith("DeliverLanes/Deliver") && properties.has("serialized_fn")) {
                code.append(unpacked(bytes(properties.path("serialized_fn"))));
              }
            });
    return code.toString();
  }

  /** The steps' full names, in order, with their properties. */
  Map<String, JsonNode> steps() {
    Map<String, JsonNode> steps = new TreeMap<>();
    for (JsonNode step : json.path("steps")) {
      steps.put(step.at("/properties/user_name/value").asText(), step.path("properties"));
    }
    return steps;
  }

  /** All coders, as a worker makes them. */
  List<Coder<?>> coders() {
    RehydratedComponents components = RehydratedComponents.forComponents(pipeline.getComponents());
    List<Coder<?>> coders = new ArrayList<>();
    try {
      for (String id : pipeline.getComponents().getCodersMap().keySet()) {
        coders.add(components.getCoder(id));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return coders;
  }

  /** All it says, with what is packed or encoded in it unpacked. */
  String everything() {
    StringBuilder all = new StringBuilder(json.toString());
    json.findValues("serialized_fn").forEach(fn -> all.append(unpacked(bytes(fn))));
    all.append(new String(pipeline.toByteArray(), StandardCharsets.ISO_8859_1));
    pipeline
        .getComponents()
        .getTransformsMap()
        .values()
        .forEach(transform -> all.append(unpackedParDo(transform.getSpec())));
    return all.toString();
  }

  private static byte[] bytes(JsonNode text) {
    return StringUtils.jsonStringToByteArray(text.path("value").asText());
  }

  private static String unpackedParDo(RunnerApi.FunctionSpec spec) {
    try {
      return spec.getUrn().equals("beam:transform:pardo:v1")
          ? unpacked(
              RunnerApi.ParDoPayload.parseFrom(spec.getPayload())
                  .getDoFn()
                  .getPayload()
                  .toByteArray())
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What Java has written, without the compression. */
  private static String unpacked(byte[] packed) {
    if (!new String(packed, StandardCharsets.ISO_8859_1).startsWith("SNAPPY", 1)) {
      return new String(packed, StandardCharsets.ISO_8859_1);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(SerializableUtils.deserializeFromByteArray(packed, "a step's code"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
