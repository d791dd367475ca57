package io.millrace.app.registry;

import io.millrace.app.model.ModelManifest;
import java.nio.file.Path;

/**
 * A model that has been fetched.
 *
 * @param folder has {@code model.yaml}, the ONNX file that it names, with the digest that it gives, {@code model.yaml.sig} if there
 *     was one, and nothing else
 * @param asked what was asked for, such as {@code models:/fraud@champion}
 * @param origin what that was when it was fetched, such as {@code models:/fraud/3}; the same as {@code asked} where that does not move
 * @param manifest what {@code model.yaml} says
 */
public record Fetched(Path folder, ModelSource asked, ModelSource origin, ModelManifest manifest) {}
