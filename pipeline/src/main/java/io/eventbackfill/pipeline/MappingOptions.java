package io.eventbackfill.pipeline;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options that only the command {@code mapping} has. */
public interface MappingOptions extends PipelineOptions {

  @Description("Check the mapping against rows of the input; all there is to do. Example: --check")
  @Default.Boolean(true)
  boolean getCheck();

  void setCheck(boolean value);

  @Description("Rows to try the mapping on and to print. Example: --sample=20")
  @Default.Integer(20)
  int getSample();

  void setSample(int value);

  @Description("Print the JSON Schema of mapping files, for editors. Example: --schema")
  @Default.Boolean(false)
  boolean getSchema();

  void setSchema(boolean value);
}
