/**
 * Reads a pipeline folder: the pipeline file, the event and reference schemas, the model and the profile it names. A folder
 * with a mistake is refused as a whole, with every mistake that can be found listed by file, line and key. The file's
 * reference is {@code docs/pipeline-file.md}.
 */
@NullMarked
package io.millrace.app.pipeline;

import org.jspecify.annotations.NullMarked;
