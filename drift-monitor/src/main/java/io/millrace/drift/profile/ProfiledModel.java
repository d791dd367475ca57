package io.millrace.drift.profile;

/**
 * The model that scored the reference rows.
 *
 * @param name as its manifest calls it
 * @param version as its manifest calls it
 * @param sha256 digest of its ONNX file, 64 lower-case hexadecimal digits
 */
public record ProfiledModel(String name, String version, String sha256) {}
