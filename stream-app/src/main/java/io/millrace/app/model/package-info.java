/**
 * The model a pipeline scores with: a folder holding an ONNX file and a manifest that says what the file must be (digest,
 * tensor names, features in order, rows with known scores). A model is only ever used after it has proved to be what its
 * manifest says. Nothing here knows Kafka.
 */
@NullMarked
package io.millrace.app.model;

import org.jspecify.annotations.NullMarked;
