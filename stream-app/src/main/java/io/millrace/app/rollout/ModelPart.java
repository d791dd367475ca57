package io.millrace.app.rollout;

/**
 * A part of one of a model's files; a file's parts follow each other in order.
 *
 * @param file name without a folder
 * @param offset of the record that holds it in the models' topic
 */
public record ModelPart(String file, long offset) {}
